import { type BatonFailure, conflict, invalid, registerSentences } from '#foundation/failure'
import { roundHalfAway } from '#foundation/money'
import { type FactorSet, factorDecimals } from './bonus.ts'

/** The course of a settlement (H11.9), in order. */
export const settlementStates = ['draft', 'checked', 'published', 'approved', 'exported', 'paid'] as const
export type SettlementState = (typeof settlementStates)[number]

export const settlementSteps = ['check', 'publish', 'approve', 'export', 'pay'] as const
export type SettlementStep = (typeof settlementSteps)[number]

// An export is a reading, too: it may be had again, and changes nothing then.
const allowed: Record<SettlementStep, Partial<Record<SettlementState, SettlementState>>> = {
  check: { draft: 'checked' },
  publish: { checked: 'published' },
  approve: { checked: 'approved', published: 'approved' },
  export: { approved: 'exported', exported: 'exported', paid: 'paid' },
  pay: { exported: 'paid' },
}

/** The state after a step, or the conflict `settlement.step.not_allowed`. */
export function nextState(state: SettlementState, step: SettlementStep): SettlementState | BatonFailure {
  const next = allowed[step][state]
  if (next) return next
  return conflict('settlement.step.not_allowed', { state, step, from: Object.keys(allowed[step]) })
}

export type SettledLine = { person: string | number; factor: number | null; amountFen: number | null }

/** Why the lines can't be checked yet, or null: every line needs a factor (H10.3). */
export function checkFailure(lines: readonly SettledLine[]): BatonFailure | null {
  const missing = lines.filter((line) => line.factor === null || line.amountFen === null)
  if (missing.length === 0) return null
  const people = [...new Set(missing.map((line) => line.person))]
  return conflict('settlement.factor.missing', { people, count: missing.length })
}

/** The sum of the lines to the fen; lines without an amount add nothing yet. RangeError beyond safe whole numbers. */
export function settlementTotalFen(lines: readonly { amountFen: number | null }[]): number {
  let totalFen = 0
  for (const { amountFen } of lines) {
    totalFen += amountFen ?? 0
    if (!Number.isSafeInteger(totalFen)) throw new RangeError(`Not a whole number of fen: ${totalFen}`)
  }
  return totalFen
}

/** Why HR can't set this factor, or null: only in a draft, only where the card gave none, in range, and with a reason. */
export function factorFailure(
  state: SettlementState,
  scoreFactor: number | null,
  { factor, reason }: FactorSet,
  factorMax: number,
): BatonFailure | null {
  if (state !== 'draft') return conflict('settlement.factor.not_draft', { state })
  if (scoreFactor !== null) return conflict('settlement.factor.graded', { factor: scoreFactor })
  if (!(factor >= 0 && factor <= factorMax)) return invalid('settlement.factor.range', { factor, factorMax })
  if (roundHalfAway(factor, factorDecimals) !== factor)
    return invalid('settlement.factor.decimals', { factor, decimals: factorDecimals })
  if (reason.trim() === '') return invalid('settlement.factor.reason_missing')
  return null
}

const stateNames: Record<SettlementState, { zh: string; en: string }> = {
  draft: { zh: '草稿', en: 'a draft' },
  checked: { zh: '已核对', en: 'checked' },
  published: { zh: '公示中', en: 'published' },
  approved: { zh: '已批准', en: 'approved' },
  exported: { zh: '已导出', en: 'exported' },
  paid: { zh: '已发放', en: 'paid' },
}

const stepNames: Record<SettlementStep, { zh: string; en: string }> = {
  check: { zh: '核对', en: 'checked' },
  publish: { zh: '公示', en: 'published' },
  approve: { zh: '批准', en: 'approved' },
  export: { zh: '导出', en: 'exported' },
  pay: { zh: '发放', en: 'paid' },
}

const stateText = (state: unknown, locale: 'zh' | 'en') => stateNames[state as SettlementState][locale]
const stepText = (step: unknown, locale: 'zh' | 'en') => stepNames[step as SettlementStep][locale]

registerSentences({
  'settlement.step.not_allowed': {
    zh: ({ state, step, from }) =>
      `结算目前为“${stateText(state, 'zh')}”，不能${stepText(step, 'zh')}；须先为：${(from as string[]).map((one) => `“${stateText(one, 'zh')}”`).join('、')}。`,
    en: ({ state, step, from }) =>
      `The settlement is ${stateText(state, 'en')} and can't be ${stepText(step, 'en')}; for that it must be ${(from as string[]).map((one) => stateText(one, 'en')).join(' or ')}.`,
  },
  'settlement.factor.missing': {
    zh: ({ people, count }) =>
      `${count} 行还没有系数（人员：${(people as string[]).join('、')}）。请人力资源设定系数并说明理由，然后再核对。`,
    en: ({ people, count }) =>
      `${count} ${count === 1 ? 'line has' : 'lines have'} no factor yet (people: ${(people as string[]).join(', ')}). HR has to set it with a reason before the check.`,
  },
  'settlement.factor.not_draft': {
    zh: ({ state }) => `结算目前为“${stateText(state, 'zh')}”，只有草稿可以设定系数。`,
    en: ({ state }) => `The settlement is ${stateText(state, 'en')}; a factor can only be set in a draft.`,
  },
  'settlement.factor.graded': {
    zh: ({ factor }) => `该行已评级，系数为 ${factor}，不能改设。数据有误请更正业务事实。`,
    en: ({ factor }) =>
      `This line is graded with the factor ${factor}, which can't be replaced. Correct the facts if they are wrong.`,
  },
  'settlement.factor.range': {
    zh: ({ factor, factorMax }) => `系数 ${factor} 超出范围，应在 0 至 ${factorMax} 之间。`,
    en: ({ factor, factorMax }) => `The factor ${factor} is out of range; it lies between 0 and ${factorMax}.`,
  },
  'settlement.factor.decimals': {
    zh: ({ factor, decimals }) => `系数 ${factor} 的小数位过多，最多 ${decimals} 位。`,
    en: ({ factor, decimals }) => `The factor ${factor} has too many decimals; at most ${decimals} count.`,
  },
  'settlement.factor.reason_missing': {
    zh: () => '设定系数须写明理由。',
    en: () => 'A factor that is set needs a reason.',
  },
})
