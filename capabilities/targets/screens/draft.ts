import { useState } from 'react'
import type { Unit } from '#foundation/figure'
import { roundHalfAway } from '#foundation/money'
import type { Kpi } from '#kpis/ui'
import { type PlannedYear, plannedYear, sums } from '../rules/decomposition.ts'
import type { PlanInput, Preview, Version, YearRow } from './reads.ts'

export type Method = NonNullable<PlanInput['method']>
export type BuildUp = 'none' | 'slow' | 'fast'

/** A plan in the making; months count from 0. */
export type Draft = {
  goal: number | null
  start: number | null
  method: Method
  locks: (number | null)[]
  pauses: number[]
  buildUp: BuildUp
  basedOn: number | null
}

const buildUps = { none: null, slow: { from: 0.95, to: 1.05 }, fast: { from: 0.85, to: 1.15 } } as const
const months = 12
const free = () => new Array<number | null>(months).fill(null)

/** Where work begins: at the newest plan, or at what is in force. */
export function firstDraft(kpi: Kpi, row: YearRow | undefined, newest: Version | undefined): Draft {
  const plan = newest?.plan
  const method: Method = sums(kpi.aggregation) ? 'season' : 'linear'
  if (!newest) {
    const all = row?.months.every((value) => value !== null) ? row.months : null
    const whole = all && sums(kpi.aggregation) ? all.reduce<number>((sum, value) => sum + (value ?? 0), 0) : null
    const goal = row?.goal ?? whole ?? row?.months.findLast((value) => value !== null) ?? null
    return {
      goal,
      start: null,
      method,
      locks: fileLocks(row, null) ?? free(),
      pauses: [],
      buildUp: 'none',
      basedOn: null,
    }
  }
  const buildUp = plan?.buildUp ? (plan.buildUp.from < 0.9 ? 'fast' : 'slow') : 'none'
  return {
    goal: newest.goal,
    start: newest.start,
    method: plan?.method ?? method,
    locks: fileLocks(row, newest.madeAt) ?? plan?.locks ?? free(),
    pauses: (plan?.pauses ?? []).map((month) => month - 1),
    buildUp,
    basedOn: null,
  }
}

/** The months that a file locked after the newest plan was made, each at the value in force. */
function fileLocks(row: YearRow | undefined, madeAt: string | null): (number | null)[] | null {
  if (!row?.lockedAt || (madeAt !== null && madeAt > row.lockedAt)) return null
  return row.months.map((value, month) => (row.locked[month] ? value : null))
}

/** What the draft gives right now, by the very rule that the server uses; null while a figure is missing. */
export function outcome(kpi: Kpi, draft: Draft, ground: Preview | undefined): PlannedYear | null {
  if (draft.goal === null) return null
  return plannedYear({
    aggregation: kpi.aggregation,
    unit: kpi.unit,
    direction: kpi.direction,
    method: draft.method,
    goal: draft.goal,
    start: draft.start ?? ground?.start ?? null,
    weights: ground?.weights ?? new Array<number>(months).fill(1),
    locks: draft.locks,
    pauses: draft.pauses,
  })
}

export function planOf(draft: Draft, at: { node: string; kpi: string; year: number }): PlanInput | null {
  if (draft.goal === null) return null
  return {
    ...at,
    goal: draft.goal,
    start: draft.start,
    method: draft.method,
    locks: draft.locks,
    pauses: draft.pauses.map((month) => month + 1),
    buildUp: buildUps[draft.buildUp],
  }
}

/** The season alone: without locks and pauses, so that there are weights whatever is being typed. */
export function groundOf(kpi: Kpi, draft: Draft, at: { node: string; kpi: string; year: number }): PlanInput | null {
  if (draft.goal === null) return null
  return sums(kpi.aggregation)
    ? { ...at, goal: Math.max(0, Math.round(draft.goal)), buildUp: buildUps[draft.buildUp] }
    : { ...at, goal: draft.goal, start: draft.start }
}

/** Changes of a draft that its table, its curve and its fields share. */
export function useDraft(first: Draft) {
  const [draft, setDraft] = useState(first)
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }))
  const setMonth = (month: number, value: number | null) =>
    setDraft((before) => ({ ...before, locks: before.locks.map((lock, at) => (at === month ? value : lock)) }))
  const togglePause = (month: number) =>
    setDraft((before) => ({
      ...before,
      pauses: before.pauses.includes(month) ? before.pauses.filter((at) => at !== month) : [...before.pauses, month],
    }))
  return { draft, change, setMonth, togglePause }
}

const scale = (unit: Unit) => (unit === 'fen' ? 100 : 1)

/** A target as it is typed: money in yuan. */
export const typed = (value: number, unit: Unit): string => String(roundHalfAway(value / scale(unit), 2))

/** What was typed, in the KPI's unit; null when it is no number. */
export function untyped(text: string, kpi: Pick<Kpi, 'unit' | 'aggregation'>): number | null {
  const plain = text.replaceAll(/[,，\s]/g, '')
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return null
  const value = Number(plain) * scale(kpi.unit)
  return sums(kpi.aggregation) ? Math.round(value) : roundHalfAway(value, 2)
}

/** How far one press of an arrow key goes: about a hundredth of the largest month, in figures that stay round. */
export function stepOf(values: readonly number[], unit: Unit): number {
  if (unit === 'score5') return 0.05
  if (unit === 'percent' || unit === 'points' || unit === 'score100') return 1
  const most = Math.max(1, ...values.map(Math.abs)) / 100
  return Math.max(1, 10 ** Math.floor(Math.log10(most)))
}
