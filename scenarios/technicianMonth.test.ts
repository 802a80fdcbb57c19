import { describe, expect, test } from 'vitest'
import { kpis } from '#catalogue/kpis'
import { rewardRules } from '#catalogue/rewardRules'
import { scorecards } from '#catalogue/scorecards'
import { isFailure } from '#foundation/failure'
import { type Period, parsePeriod } from '#foundation/period'
import {
  checkFailure,
  type Due,
  type Entry,
  ledgerEntries,
  monthlyBonus,
  monthlyBonusAdjustment,
  nextState,
  type RewardRule,
  type SettlementState,
  settlementTotalFen,
  told,
} from '#incentives'
import { type Card, cardFailure, type Held, score, stretches } from '#scorecards'
import { achievement } from '#targets'

const cards: readonly Card[] = scorecards
const rules: readonly RewardRule[] = rewardRules
const definitions = Object.fromEntries(kpis.map((kpi) => [kpi.id, kpi]))
const yuan = (amount: number) => amount * 100

function month(text: string): Period {
  const period = parsePeriod(text)
  if (!period) throw new Error(`No such month: ${text}`)
  return period
}

const march = month('2024-03')
const base = [{ baseFen: yuan(3_000), from: '2023-01-01' }]
const technicianInS1: Held<string> = { store: 'S1', position: 'technician', from: '2023-01-01' }
const goodMonth = { ftr: 96, technicianEfficiency: 110, satisfactionScore: 92, outputValue: yuan(28_000) }

type Actuals = Record<string, number | null>

/** From memberships and actuals (one set for each stretch) to the lines of a settlement. */
function payOf(held: readonly Held<string>[], ...actuals: Actuals[]) {
  const stays = stretches(held, cards, march)
  const scores = stays.map((stay, index) => {
    if (!stay.card) throw new Error(`No card for ${stay.position}`)
    return score({ card: stay.card, kpis: definitions, actuals: actuals[index] ?? {}, coverage: stay, achievement })
  })
  const scored = stays.map(({ from, to }, index) => {
    const { factor = null, grade = null, total = null } = scores[index] ?? {}
    return { from, to, factor, grade, total }
  })
  return { scores, lines: monthlyBonus(march, base, scored) }
}

function dueOf(lines: ReturnType<typeof payOf>['lines']): Due<string>[] {
  const rule = rules.find(({ id }) => id === 'monthlyBonus')
  if (!rule) throw new Error('The monthly bonus is not in the catalogue')
  const key = { person: 'P1', store: 'S1', rule: rule.id, ruleVersion: rule.version, period: march.text }
  return lines.map(({ from, amountFen, because }) => ({ ...key, fromDay: from, dueFen: amountFen ?? 0, because }))
}

const sumOf = (entries: readonly Entry<string>[]) => entries.reduce((sum, { amountFen }) => sum + amountFen, 0)

test('the shipped cards can be used, and every KPI of theirs exists', () => {
  for (const card of cards) {
    expect(cardFailure(card)).toBeNull()
    for (const { kpi } of card.items) expect(definitions[kpi], kpi).toBeDefined()
  }
})

describe("a technician's month", () => {
  const { scores, lines } = payOf([technicianInS1], goodMonth)

  test('is scored by the card: 99.33, S', () => {
    expect(scores).toMatchObject([{ total: 99.33, grade: 'S', factor: 1.5 }])
  })

  test('earns 4,500 yuan on a base of 3,000', () => {
    expect(lines).toMatchObject([{ baseFen: yuan(3_000), factor: 1.5, amountFen: yuan(4_500) }])
    expect(told(lines[0]?.because ?? []).at(-1)?.text.zh).toBe('3,000 元 × 1.5 = 4,500 元')
  })

  test('is checked, approved, posted, exported and paid; posting again pays nothing', () => {
    expect(checkFailure(lines.map((line) => ({ person: 'P1', ...line })))).toBeNull()
    let state: SettlementState = 'draft'
    for (const step of ['check', 'approve', 'export', 'pay'] as const) {
      const next = nextState(state, step)
      if (isFailure(next)) throw next
      state = next
    }
    expect(state).toBe('paid')

    const ledger = ledgerEntries(dueOf(lines), [])
    expect(sumOf(ledger)).toBe(settlementTotalFen(lines))
    expect(ledgerEntries(dueOf(lines), ledger)).toEqual([])
  })
})

test('returns that come to light later are taken up by the next settlement', () => {
  const settled = payOf([technicianInS1], goodMonth)
  const now = payOf([technicianInS1], { ...goodMonth, ftr: 88, technicianEfficiency: 60 })
  expect(now.scores).toMatchObject([{ total: 84.39, grade: 'B', factor: 1 }])

  const pays = ({ scores, lines }: typeof now) =>
    lines.map(({ factor, amountFen }, index) => {
      const { total = null, grade = null } = scores[index] ?? {}
      return { total, grade, factor, amountFen }
    })
  const line = monthlyBonusAdjustment(march, pays(settled), pays(now), 0)
  expect(line).toMatchObject({ period: '2024-03', amountFen: yuan(-1_500) })
})

test('who moves to another store on the 11th has two scores, weighted by days', () => {
  const moved = [
    { ...technicianInS1, to: '2024-03-10' },
    { ...technicianInS1, store: 'S2', from: '2024-03-11' },
  ]
  const tenDays = { ...goodMonth, outputValue: yuan(10_000) }
  const { scores, lines } = payOf(moved, tenDays, { ...goodMonth, ftr: 88, technicianEfficiency: 60, outputValue: 0 })
  expect(scores).toMatchObject([
    { total: 100, grade: 'S' },
    { total: 75.05, grade: 'B' },
  ])
  // 3,000 x 10/31 x 1.5 and 3,000 x 21/31 x 1.0
  expect(lines.map(({ amountFen }) => amountFen)).toEqual([145_161, 203_226])
})
