import type { Words } from '#foundation/actor'
import { figureText } from '#foundation/figure'
import { isDay } from '#foundation/period'
import type { Goal, GoalGround, ReadGoal, SmartLetter, SmartLetterVerdict, SmartState } from './goal.ts'
import { achievable, better, monthsUntil, reach } from './goalReach.ts'
import { readGoal } from './goalText.ts'
import { mended, moves } from './goalWording.ts'

type Verdict = { state: SmartState; why: Words }
const pass = (zh: string, en: string): Verdict => ({ state: 'pass', why: { zh, en } })
const miss = (zh: string, en: string): Verdict => ({ state: 'miss', why: { zh, en } })
const open = (zh: string, en: string): Verdict => ({ state: 'open', why: { zh, en } })

/**
 * Is a goal specific, measurable, achievable, relevant and time-bound (H16.2)? Advice only: it refuses nothing, and
 * never throws. Each miss comes with a wording of the goal that passes.
 */
export function smartCheck(goal: Goal, ground: GoalGround): { read: ReadGoal; letters: SmartLetterVerdict[] } {
  const given = goal.by !== null && goal.by !== undefined && !isDay(goal.by) ? { ...goal, by: null } : goal
  const read = readGoal(given, ground)
  const verdicts: Record<SmartLetter, Verdict> = {
    specific: specific(read, ground),
    measurable: measurable(read),
    achievable: canBeDone(read, ground),
    relevant: relevant(read, ground),
    timeBound: timeBound(read, ground),
  }
  const missed = Object.values(verdicts).some(({ state }) => state === 'miss')
  const wording = missed ? mended(read, ground) : null
  const letters = (Object.entries(verdicts) as [SmartLetter, Verdict][]).map(([letter, verdict]) => ({
    letter,
    ...verdict,
    better: verdict.state === 'miss' ? wording : null,
  }))
  return { read, letters }
}

function specific({ kpi, maybe, deed }: ReadGoal, { vocabulary }: GoalGround): Verdict {
  if (kpi) return pass(`说的是“${kpi.names.zh}”。`, `It speaks of "${kpi.names.en}".`)
  if (deed) return pass('说的是一个看得见的结果。', 'It speaks of a result that one can see.')
  if (maybe.length === 0)
    return miss('没有说是哪个指标、哪个看得见的结果。', 'It names no KPI and no result that one could see.')
  const meant = vocabulary.kpis.filter(({ id }) => maybe.includes(id)).map(({ names }) => names)
  return miss(
    `可以有好几种理解：${meant.map(({ zh }) => zh).join('、')}。请说明是哪一个。`,
    `It can mean several things: ${meant.map(({ en }) => en).join(', ')}. Say which.`,
  )
}

function measurable({ kpi, from, to, deed, change }: ReadGoal): Verdict {
  if (kpi && from !== null && to !== null) {
    const [start, end] = [from, to].map((value) => ({
      zh: figureText(value, kpi.unit, 'zh'),
      en: figureText(value, kpi.unit, 'en'),
    })) as [Words, Words]
    return pass(`从 ${start.zh} 到 ${end.zh}，量得出来。`, `From ${start.en} to ${end.en}: that can be measured.`)
  }
  if (deed) return pass('数得出来。', 'It can be counted.')
  if (kpi && (to !== null || change !== null))
    return miss('没有写起点：要从多少到多少？', 'It has no start: from what to what?')
  return miss('没有数字和单位：要从多少到多少？', 'It has no figure and unit: from what to what?')
}

function canBeDone({ kpi, from, to, by }: ReadGoal, { past, today }: GoalGround): Verdict {
  if (!kpi || from === null || to === null || by === null || by < today)
    return open(
      '写清指标、起止数字和时间之后，才能判断做不做得到。',
      'It takes a KPI, figures and a day to judge this.',
    )
  const months = monthsUntil(by, today)
  const possible = reach(kpi, from, months, past[kpi.id])
  const most = from + better(kpi) * (Number.isFinite(possible) ? possible : 0)
  const limit = { zh: figureText(most, kpi.unit, 'zh'), en: figureText(most, kpi.unit, 'en') }
  const own = (past[kpi.id] ?? []).filter((value) => value !== null).length >= 3
  switch (achievable(kpi, { from, to, months }, past[kpi.id])) {
    case 'within':
      return pass('按过去的步子和行业水平，够得着。', 'At the usual pace, and against benchmarks, it is within reach.')
    case 'holds':
      return pass('保持现有水平。', 'It keeps the level that there is.')
    case 'backwards':
      return miss('目标比起点还差，方向反了。', 'The goal is worse than the start: the wrong way round.')
    case 'beyond_benchmark':
      return miss(
        `远超行业优秀水平 ${figureText(kpi.excellent ?? 0, kpi.unit, 'zh')}，不到一年很难做到。`,
        `It lies far beyond what is excellent in the industry, ${figureText(kpi.excellent ?? 0, kpi.unit, 'en')}, for less than a year.`,
      )
    case 'too_fast':
      return miss(
        own ? `比过去的步子快太多，到时大约能到 ${limit.zh}。` : `时间太短，到时大约能到 ${limit.zh}。`,
        own
          ? `It is much faster than the past months; about ${limit.en} can be reached by then.`
          : `The time is too short; about ${limit.en} can be reached by then.`,
      )
  }
}

function relevant({ kpi, position }: ReadGoal, { vocabulary }: GoalGround): Verdict {
  if (!kpi)
    return open('写清指标之后，才能判断与岗位是否相关。', 'It takes a KPI to judge whether it fits the position.')
  const names = vocabulary.positions.find(({ id }) => id === position)?.names
  if (moves(kpi, position))
    return names
      ? pass(`${names.zh}的工作能影响“${kpi.names.zh}”。`, `The work of a ${names.en} moves "${kpi.names.en}".`)
      : pass('是售后能影响的指标。', 'It is a KPI that after-sales can move.')
  return names
    ? miss(
        `${names.zh}的工作影响不了“${kpi.names.zh}”，换一个够得着的指标。`,
        `The work of a ${names.en} can't move "${kpi.names.en}"; choose a KPI that it can.`,
      )
    : miss(`“${kpi.names.zh}”不是售后能影响的指标。`, `"${kpi.names.en}" is no KPI that after-sales can move.`)
}

function timeBound({ by }: ReadGoal, { today }: GoalGround): Verdict {
  if (by === null) return miss('没有写到什么时候。', 'It does not say by when.')
  if (by < today) return miss(`${by} 已经过去了。`, `${by} has gone by.`)
  return pass(`${by} 为止。`, `By ${by}.`)
}
