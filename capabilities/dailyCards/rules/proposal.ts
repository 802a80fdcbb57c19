import type { Words } from '#foundation/actor'
import type { Day } from '#foundation/period'
import { type CardTask, strategicMax } from './card.ts'

/** A task of the person's plan week that is not yet done. */
export type WeekTask = { id: string; title: string; result: string; kpi: string }
/** A countermeasure that the person works on. */
export type OpenAction = { id: string; title: string; acceptance: string; kpi: string; due: Day }
/** An item of the person's scorecard that stands below its target, with the points that it costs. */
export type Shortfall = { kpi: string; target: number; actual: number; pointsMissing: number }

export type Behaviour = {
  id: string
  kpi: string
  title: Words
  goal: Words
  goalValue: number | null
  progress: 'share' | 'count' | null
  steps: readonly Words[]
  expected: Words
  script?: string
}

export type ProposalInput = {
  day: Day
  weekTasks: readonly WeekTask[]
  actions: readonly OpenAction[]
  shortfalls: readonly Shortfall[]
  /** The KPIs of the person's card, the heaviest first. */
  cardKpis: readonly string[]
  /** Those of the position. */
  behaviours: readonly Behaviour[]
  routines: readonly { id: string; title: Words }[]
  /** What is to be learned next, if anything. */
  learning: { id: string; title: Words; minutes: number } | null
  nameOf: (kpi: string) => Words
  figureOf: (kpi: string, value: number) => Words
}

const same = (text: string): Words => ({ zh: text, en: text })

/**
 * A card for a day (H8.4): strategic tasks from the week's plan, then countermeasures that are due, then KPIs below their
 * target, the costliest first, then the position's standards for its heaviest KPIs; one task for a KPI, three at most.
 * Then routine and learning. Every task says why it is there.
 */
export function proposedCard(input: ProposalInput): CardTask[] {
  const strategic: CardTask[] = []
  const taken = new Set<string>()
  for (const task of candidates(input)) {
    if (strategic.length === strategicMax) break
    const kpi = task.kpi as string
    if (taken.has(kpi)) continue
    taken.add(kpi)
    strategic.push(task)
  }
  const routine = input.routines.map(
    ({ id, title }): CardTask => ({ ...plain, kind: 'routine', title, source: { kind: 'routine', id } }),
  )
  const { learning } = input
  const toLearn: CardTask[] = learning
    ? [
        {
          ...plain,
          kind: 'learning',
          title: learning.title,
          minutes: learning.minutes,
          source: { kind: 'learning', id: learning.id },
        },
      ]
    : []
  return [...strategic, ...routine, ...toLearn]
}

const plain: Omit<CardTask, 'kind' | 'title' | 'source'> = {
  kpi: null,
  goal: null,
  goalValue: null,
  progress: null,
  steps: [],
  expected: null,
  because: [],
  script: null,
  minutes: null,
}

function* candidates(input: ProposalInput): Generator<CardTask> {
  const { weekTasks, actions, shortfalls, behaviours, cardKpis, nameOf, figureOf } = input
  const standardFor = new Map<string, Behaviour>()
  for (const behaviour of behaviours) if (!standardFor.has(behaviour.kpi)) standardFor.set(behaviour.kpi, behaviour)

  for (const { id, title, result, kpi } of weekTasks) {
    const because: Words = {
      zh: `本周计划中的任务，对应“${nameOf(kpi).zh}”`,
      en: `From this week’s plan, for “${nameOf(kpi).en}”`,
    }
    yield {
      ...standing(standardFor.get(kpi)),
      kind: 'strategic',
      kpi,
      title: same(title),
      expected: same(result),
      because: [because],
      source: { kind: 'week', id },
    }
  }
  for (const { id, title, acceptance, kpi, due } of actions) {
    const because: Words =
      due < input.day
        ? { zh: `对策已过期（${inWords(due).zh}）`, en: `A countermeasure overdue since ${inWords(due).en}` }
        : { zh: `对策应在${inWords(due).zh}前完成`, en: `A countermeasure due by ${inWords(due).en}` }
    yield {
      ...standing(standardFor.get(kpi)),
      kind: 'strategic',
      kpi,
      title: same(title),
      expected: same(acceptance),
      because: [because],
      source: { kind: 'action', id },
    }
  }
  const costliest = [...shortfalls].sort((a, b) => b.pointsMissing - a.pointsMissing || (a.kpi < b.kpi ? -1 : 1))
  for (const { kpi, target, actual } of costliest) {
    const standard = standardFor.get(kpi)
    if (!standard) continue
    const [is, should] = [figureOf(kpi, actual), figureOf(kpi, target)]
    const because: Words = {
      zh: `本月“${nameOf(kpi).zh}”${is.zh}，目标 ${should.zh}`,
      en: `“${nameOf(kpi).en}” stands at ${is.en} this month, target ${should.en}`,
    }
    yield {
      ...standing(standard),
      kind: 'strategic',
      kpi,
      title: standard.title,
      because: [because],
      source: { kind: 'red', id: standard.id },
    }
  }
  const weightOf = (kpi: string) => (cardKpis.includes(kpi) ? cardKpis.indexOf(kpi) : cardKpis.length)
  const standards = [...standardFor.values()].sort((a, b) => weightOf(a.kpi) - weightOf(b.kpi))
  for (const standard of standards) {
    const because: Words = {
      zh: `岗位行为标准，支撑“${nameOf(standard.kpi).zh}”`,
      en: `A standard of the position, for “${nameOf(standard.kpi).en}”`,
    }
    yield {
      ...standing(standard),
      kind: 'strategic',
      kpi: standard.kpi,
      title: standard.title,
      because: [because],
      source: { kind: 'behaviour', id: standard.id },
    }
  }
}

/** Goal, steps and expected result as the position's standard for the KPI has them; empty without one. */
function standing(standard: Behaviour | undefined): Omit<CardTask, 'kind' | 'title' | 'source'> {
  if (!standard) return plain
  const { goal, goalValue, progress, steps, expected, script } = standard
  return { ...plain, goal, goalValue, progress, steps, expected, script: script ?? null }
}

/** 11月28日, 28 Nov: a card is of one day, and its year is plain. */
function inWords(day: Day): Words {
  const date = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8)))
  const english = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return { zh: `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`, en: english.format(date) }
}
