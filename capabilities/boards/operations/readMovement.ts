import { invalid, notFound } from '#foundation/failure'
import { addDays, type Day, type Period } from '#foundation/period'
import { formulaAt, formulaMeasures, type Kpi, kpiOn, kpisOn } from '#kpis'
import { lasts, registeredMeasure } from '#measures'
import type { Transaction } from '#platform/database'
import { lightFor } from '#targets'
import { movers, persistingMonthsMin, redRun } from '../rules/network.ts'
import { targetedKpis, targetsOfMany } from '../storage/comparison.ts'
import { nodeOf } from '../storage/members.ts'
import { compared, lastClosedMonth, levelOf, monthlyFigures, monthsUpTo } from './compared.ts'
import { type Inherited, inheritedTargets, type UsualTargets } from './inherited.ts'
import { type NetworkKind, scene } from './readNetwork.ts'
import { targetOf, targetsBy } from './targetOf.ts'

type Query = { node: string; asOf?: string; kind?: NetworkKind; limit?: number }

const jobs = 'jobs'

/**
 * Who moved most in a KPI: the last seven full days against the seven before. Not plan weeks: those have four to ten days, and
 * a Monday would compare one day with seven. Both sides hold every weekday once.
 */
export async function readMovers(tx: Transaction, query: Query & { kpi: string }, now: Date) {
  const { request, node, kind, members } = await scene(tx, { ...query, period: undefined }, now)
  const kpi = kpiOn(query.kpi, request.asOfDay)
  if (!kpi) throw invalid('boards.kpi.unknown', { kpi: query.kpi })
  const yesterday = addDays(request.asOfDay, -1)
  const week = (end: Day) => ({ from: addDays(end, -6), to: end })
  const [present, past] = [week(yesterday), week(addDays(yesterday, -7))]
  const windows = { now: present, before: past }
  const base = { node: { id: node.id, kind: node.kind, name: node.name }, kind, kpi: kpi.id, unit: kpi.unit, windows }
  const moves = movesInAWeek(kpi, levelOf(kind))
  if (!moves) return { ...base, slow: true, better: [], worse: [], tooFew: 0 }
  const observed = async (days: { from: Day; to: Day }) => {
    const period: Period = { kind: 'week', text: `${days.from}/${days.to}`, ...days }
    const cases = kpiOn(jobs, request.asOfDay)
    const lines = await compared(tx, {
      period,
      asOf: request.asOf,
      asOfDay: request.asOfDay,
      todayShare: 1,
      kind,
      members,
      kpis: cases && cases.id !== kpi.id && formulaAt(cases, levelOf(kind)) !== null ? [kpi, cases] : [kpi],
      inherited: () => null,
    })
    return members.map(({ no, id }) => {
      const [line, work] = lines.get(no) ?? []
      return { node: id, value: line?.value ?? null, sample: sampleOf(kpi, line, work) }
    })
  }
  const found = movers(await observed(past), await observed(present), kpi.direction, query.limit ?? 5)
  const byId = new Map(members.map((member) => [member.id, member]))
  const shown = (list: typeof found.better) =>
    list.map(({ node: id, ...rest }) => {
      const { name, under } = byId.get(id) as (typeof members)[number]
      return { node: { id, name }, under, ...rest }
    })
  return { ...base, slow: false, better: shown(found.better), worse: shown(found.worse), tooFew: found.tooFew }
}

/** A year's window or a level at the end of a month does not move in a week. */
const movesInAWeek = (kpi: Kpi, level: 'store' | 'person') =>
  kpi.window === 'period' && formulaAt(kpi, level) !== null && !formulaMeasures(kpi, level).some((id) => lasts.has(id))

type Line = { value: number | null; numerator: number | null; denominator: number | null }

/** On how many cases a value rests: what it divides by where that counts cases, and else the jobs of these days. */
function sampleOf(kpi: Kpi, line: Line | undefined, work: Line | undefined): number {
  if (!line) return 0
  const counted = formulaMeasures(kpi, 'store').every((id) => registeredMeasure(id)?.unit === 'count')
  if (counted) return line.denominator ?? Math.abs(line.numerator ?? 0)
  const cases = work?.value ?? 0
  return cases
}

/** Which nodes a KPI has been red in for months that are over and follow each other up to the last, longest first. */
export async function readReds(tx: Transaction, query: Query & { kpis?: string }, now: Date, usual: UsualTargets) {
  const { request, node, kind, members } = await scene(tx, { ...query, period: undefined }, now)
  const { asOfDay } = request
  const level = levelOf(kind)
  const months = monthsUpTo(lastClosedMonth(asOfDay).text, redMonthsMost)
  const nos = members.map(({ no }) => no)
  const asked = query.kpis ? new Set(query.kpis.split(',')) : null
  const meant = kpisOn(asOfDay).filter((kpi) => formulaAt(kpi, level) !== null && (!asked || asked.has(kpi.id)))
  const lightsOf = async (some: readonly number[], kpis: readonly Kpi[], span: readonly Period[]) => {
    const figures = await monthlyFigures(tx, { kind, nos: some, kpis, months: span, asOfDay })
    const targets = targetsBy(
      await targetsOfMany(tx, {
        nos: some,
        periods: span.map(({ text }) => text),
        kpis: kpis.map(({ id }) => id),
      }),
    )
    const inherited: Inherited[] = []
    for (const period of span)
      inherited.push(
        await inheritedTargets(tx, usual, { kind, nos: some, period, periods: [period.text], on: period.to, kpis }),
      )
    return (no: number, kpi: Kpi) => {
      const own = targets(no)
      return span.map((month, index) => {
        const value = figures(no, kpi, month)
        const due = targetOf(kpi, month, own) ?? inherited[index]?.(no, kpi) ?? null
        const { direction, unit, tolerance, guardBand } = kpi
        return {
          month,
          value,
          target: due,
          light: lightFor({ value, due, direction, unit, tolerance, guardBand }).light,
        }
      })
    }
  }
  // Most lights are not red twice: the last two months of all come first, and the months before of those few alone.
  const recent = months.slice(-persistingMonthsMin)
  const targeted = await targetedKpis(tx, { nos, periods: recent.map(({ text }) => text) })
  const judged = level === 'person' ? meant : meant.filter(({ id }) => targeted.has(id))
  const recently = await lightsOf(nos, judged, recent)
  const suspects = members.flatMap((member) =>
    judged.flatMap((kpi) => {
      const lights = recently(member.no, kpi)
      return redRun(lights.map(({ light }) => light)) >= persistingMonthsMin ? [{ member, kpi, lights }] : []
    }),
  )
  let unread = months.slice(0, -persistingMonthsMin)
  for (const size of lookBackMonths) {
    const lasting = suspects.filter(({ lights }) => lights.every(({ light }) => light === 'red'))
    if (lasting.length === 0) break
    const nodes = [...new Set(lasting.map(({ member }) => member.no))]
    const kpis = judged.filter((kpi) => lasting.some((one) => one.kpi === kpi))
    const earlier = await lightsOf(nodes, kpis, unread.slice(-size))
    for (const one of lasting) one.lights = [...earlier(one.member.no, one.kpi), ...one.lights]
    unread = unread.slice(0, -size)
  }
  const reds = suspects
    .map(({ member, kpi, lights }) => {
      const run = redRun(lights.map(({ light }) => light))
      const last = lights.at(-1)
      return {
        node: { id: member.id, name: member.name },
        under: member.under,
        kpi: kpi.id,
        unit: kpi.unit,
        months: run,
        since: lights.at(-run)?.month.text ?? '',
        value: last?.value ?? null,
        target: last?.target ?? null,
      }
    })
    .sort((a, b) => b.months - a.months || (a.node.id < b.node.id ? -1 : a.node.id > b.node.id ? 1 : 0))
  return {
    node: { id: node.id, kind: node.kind, name: node.name },
    kind,
    upTo: months.at(-1)?.text ?? '',
    total: reds.length,
    reds: reds.slice(0, query.limit ?? 20),
  }
}

/** How far back a red light is followed. */
const redMonthsMost = 24
/** In these steps, each reading only what was red throughout the one before. */
const lookBackMonths = [4, 6, redMonthsMost - persistingMonthsMin - 4 - 6]

/** A KPI over the months up to one, with target and light: the figures of all months in one query. */
export async function readTrend(
  tx: Transaction,
  query: { node: string; kpi: Kpi; to: Period; months: number; asOf: Date; asOfDay: Day },
  usual: UsualTargets,
) {
  const { kpi, asOfDay } = query
  const node = await nodeOf(tx, query.node)
  if (!node) throw notFound('boards.node.unknown', { node: query.node })
  const months = monthsUpTo(query.to.text, query.months)
  const kind = node.kind
  const nos = [node.no]
  const member = { ...node, under: null }
  const figures = await monthlyFigures(tx, { kind, nos, kpis: [kpi], months, asOfDay })
  const targets = targetsBy(await targetsOfMany(tx, { nos, periods: months.map(({ text }) => text), kpis: [kpi.id] }))
  const points = []
  for (const month of months) {
    const on = asOfDay < month.to ? asOfDay : month.to
    const inherited = await inheritedTargets(tx, usual, {
      kind,
      nos,
      period: month,
      periods: [month.text],
      on,
      kpis: [kpi],
    })
    const target = targetOf(kpi, month, targets(node.no)) ?? inherited(node.no, kpi)
    const value = figures(node.no, kpi, month)
    const { direction, unit, tolerance, guardBand } = kpi
    const running = asOfDay < month.to
    // The month that runs is judged at its pace, as on the board.
    const [line] = running
      ? ((
          await compared(tx, {
            period: month,
            asOf: query.asOf,
            asOfDay,
            todayShare: 1,
            kind,
            members: [member],
            kpis: [kpi],
            inherited,
          })
        ).get(node.no) ?? [])
      : []
    const light = line?.light ?? lightFor({ value, due: target, direction, unit, tolerance, guardBand }).light
    points.push({ period: month.text, value, target, light })
  }
  return { points }
}
