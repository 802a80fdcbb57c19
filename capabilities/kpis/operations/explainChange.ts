import { identities, pyramid } from '#catalogue/pyramid'
import type { Words } from '#foundation/actor'
import { invalid, registerSentences } from '#foundation/failure'
import {
  addDays,
  type Day,
  daysIn,
  type Period,
  parsePeriod,
  previousPeriod,
  samePeriodYearBefore,
} from '#foundation/period'
import { registeredMeasure } from '#measures'
import type { Transaction } from '#platform/database'
import { changeBecause } from '../rules/changeText.ts'
import { decimalsOf } from '../rules/contributions.ts'
import { changeOf, driversOf, measuredEnd, targetEnd } from '../rules/drivers.ts'
import type { Kpi } from '../rules/kpi.ts'
import { drawnBelow } from '../rules/pyramid.ts'
import { kpiValue } from '../rules/value.ts'
import { windowOf } from '../rules/window.ts'
import { asked, nodeMeasures } from './explainKpi.ts'
import { newestKpi } from './library.ts'

/** The targets of a node for one period, by KPI: so this capability is told of them without leaning on targets. */
export type TargetsFor = (tx: Transaction, node: string, period: string) => Promise<ReadonlyMap<string, number>>

type Question = { id: string; node: string; period: string; against?: string; asOf?: string }

/** What changed between two periods or against the target, and which driver brought how much of it. */
export async function explainChange(
  tx: Transaction,
  question: Question,
  { now, targetsFor }: { now: Date; targetsFor: TargetsFor },
) {
  const { kpi, period, asOfDay } = asked(question, now)
  const toTarget = question.against === 'target'
  const base = toTarget ? null : basePeriod(period, question.against ?? 'previous')
  const running = asOfDay < period.to
  const begun = running && base ? Math.min(daysIn({ from: period.from, to: asOfDay }), daysIn(base)) : null
  const baseAsOf = base && begun !== null && begun > 0 ? addDays(base.from, begun - 1) : (base?.to ?? asOfDay)

  const present = await endOf(tx, question.node, kpi, period, asOfDay)
  const { level, node } = present
  const drivers = driversOf(kpi, level, identities, (id) => registeredMeasure(id))
  const before = base ? await endOf(tx, question.node, kpi, base, baseAsOf) : null
  const targets = toTarget ? await targetsFor(tx, question.node, period.text) : null
  const start = before ? before.end : targetEnd(targets?.get(kpi.id) ?? null, targets ?? new Map(), drivers)
  const change = changeOf(kpi.unit, drivers, start, present.end, toTarget)
  const listed = new Set(change.drivers.map((driver) => driver.kpi))
  const beside = drawnBelow(pyramid, kpi.id)
    .flatMap((id) => newestKpi(id) ?? [])
    .filter((one) => !listed.has(one.id))
  const ends = { from: base ? periodWords(base) : target, to: periodWords(period), days: begun }
  return {
    kpi: kpi.id,
    names: kpi.names,
    node: { id: node.id, kind: node.kind, name: node.name },
    period: period.text,
    against: base?.text ?? 'target',
    days: begun,
    unit: kpi.unit,
    direction: kpi.direction,
    decimals: decimalsOf(kpi.unit),
    split: change.split,
    from: change.from,
    to: change.to,
    change: change.change,
    drivers: change.drivers,
    beside: beside.map((one) => ({
      id: one.id,
      kpi: one.id,
      names: one.names,
      unit: one.unit,
      from: targets ? (targets.get(one.id) ?? null) : before ? before.worthOf(one) : null,
      to: present.worthOf(one),
      contribution: null,
    })),
    because: changeBecause(kpi.names, kpi.unit, change, ends),
  }
}

/** A node's measures over the window of a KPI, as one end of a change. */
async function endOf(tx: Transaction, node: string, kpi: Kpi, period: Period, asOf: Day) {
  const { from, to, span } = windowOf(kpi, period, asOf)
  const found = await nodeMeasures(tx, node, from, to)
  const worthOf = (one: Kpi) =>
    one.window === kpi.window ? kpiValue(one, found.lookup, span, found.level).value : null
  return { ...found, worthOf, end: measuredEnd(worthOf(kpi), found.lookup, span) }
}

function basePeriod(period: Period, against: string): Period {
  if (against === 'previous') return previousPeriod(period)
  if (against === 'year-before') return samePeriodYearBefore(period)
  const named = parsePeriod(against)
  if (!named) throw invalid('kpis.against.unknown', { against })
  return named
}

const target: Words = { zh: '目标', en: 'as the target' }
const periodWords = ({ text }: Period): Words => ({ zh: text, en: `in ${text}` })

registerSentences({
  'kpis.against.unknown': {
    zh: ({ against }) =>
      `不知道与“${against}”比较是什么意思，请写 previous（上一期）、year-before（上年同期）、target（目标）或一个期间。`,
    en: ({ against }) =>
      `There is nothing called "${against}" to compare with; write previous, year-before, target or a period.`,
  },
})
