import { frontDeskLoads, frontDeskPositions } from '#catalogue/frontDesk'
import { measures } from '#catalogue/measures'
import { answeringHours } from '#catalogue/openingHours'
import { at } from '#foundation/dated'
import { invalid, notFound, registerSentences } from '#foundation/failure'
import { addDays, type Day, dayAt, days, isDay, monthOf, weekday } from '#foundation/period'
import { makeUpDays } from '#platform/calendar'
import type { Transaction } from '#platform/database'
import { type ForecastDay, forecast } from '../rules/hourForecast.ts'
import { type DayKind, peakHours, profile } from '../rules/hourProfile.ts'
import { adviceBecause, adviceText, staffingBecause } from '../rules/hoursText.ts'
import { advices, type ServiceLevel, staffed } from '../rules/staffing.ts'
import { daysOff, frontDesk, hoursOf } from '../storage/hours.ts'
import { nodeSeen } from '../storage/sums.ts'

/** The targets of a node for one period, by KPI: so this capability is told of them without leaning on targets. */
export type TargetsFor = (tx: Transaction, node: string, period: string) => Promise<ReadonlyMap<string, number>>

const operatingPlace = (measures.find(({ id }) => id === 'operatingDays')?.position ?? 0) + 1
const zone = 'Asia/Shanghai'
const weeksDefault = 8
const comingDays = 7

/** When customers call and come, what the next week will bring, and how many people it takes (H5.10). */
export async function readHours(
  tx: Transaction,
  asked: { node: string; to?: string; weeks?: number },
  { now, targetsFor }: { now: Date; targetsFor: TargetsFor },
) {
  if (asked.to !== undefined && !isDay(asked.to)) throw invalid('measures.hours.day_wanted', { to: asked.to })
  const to = asked.to ?? addDays(dayAt(now, zone), -1)
  const from = addDays(to, 1 - 7 * (asked.weeks ?? weeksDefault))
  const coming = { from: addDays(to, 1), to: addDays(to, comingDays) }
  const node = await nodeSeen(tx, asked.node)
  if (!node) throw notFound('measures.node.unknown', { node: asked.node })
  if (node.kind === 'person' || node.kind === 'department')
    throw invalid('measures.hours.not_for_people', { node: node.name })
  const storeNo = node.kind === 'store' ? node.no : null

  const past = await hoursOf(tx, { nodeNo: node.no, from, to, operatingPlace })
  const off = new Map((await daysOff(tx, { storeNo, from, to: coming.to })).map((one) => [one.day, one]))
  const madeUp = new Set(makeUpDays(from, coming.to))
  const kindOf = (day: Day): DayKind => (off.get(day)?.holiday ? 'holiday' : madeUp.has(day) ? 'make-up' : 'plain')
  const ahead = days(coming).map((day) => ({ day, closed: off.get(day)?.closed ?? false }))
  const contacts = forecast(past, ahead, kindOf, 'contacts')
  const intake = forecast(past, ahead, kindOf, 'intake')

  const answering = at(answeringHours, to) ?? answeringHours[0]
  const load = at(frontDeskLoads, to) ?? frontDeskLoads[0]
  const targets = await targetsFor(tx, node.id, monthOf(coming.from))
  const targetPercent = Math.min(99, targets.get('tenMinuteResponseRate') ?? load.answeredPercent)
  const level: ServiceLevel = { withinSeconds: answering.withinSeconds, targetPercent }
  const opensHour = Math.floor(answering.opensMinute / 60)
  const closesHour = Math.ceil(answering.closesMinute / 60)
  const usual = profile(past, kindOf)
  const shown = (day: ForecastDay) => ({ ...day, weekday: weekday(day.day) })
  return {
    node: { id: node.id, kind: node.kind, name: node.name },
    from,
    to,
    opensHour,
    closesHour,
    withinMinutes: answering.withinSeconds / 60,
    targetPercent,
    profile: usual,
    peaks: peakHours(usual),
    forecast: { contacts: contacts.map(shown), intake: intake.map(shown) },
    staffing: await staffing(),
  }

  async function staffing() {
    const without = (state: 'not_a_store' | 'no_contacts' | 'too_few_weeks' | 'nobody_known') => {
      return { state, advices: [], because: state === 'nobody_known' ? staffingBecause(load, level, null) : [] }
    }
    if (storeNo === null) return without('not_a_store')
    if (contacts.every((day) => day.missing === 'not_recorded' || day.missing === 'closed'))
      return without('no_contacts')
    if (contacts.every((day) => day.expected === null)) return without('too_few_weeks')
    const desk = await presence(tx, storeNo, { from, to, openMinutes: answering.closesMinute - answering.opensMinute })
    if (!desk) return without('nobody_known')
    const open = Array.from({ length: closesHour - opensHour }, (_, index) => opensHour + index)
    const week = contacts.flatMap((day, index) => {
      const calls = day.expected
      if (!calls) return []
      const cars = intake[index]?.expected
      const hours = open.map((hour) => ({ hour, contacts: calls.hours[hour] ?? 0, intake: cars?.hours[hour] ?? 0 }))
      const on = weekday(day.day)
      return [{ weekday: on, hours: staffed(hours, load, desk.on(on), level) }]
    })
    const found = advices(week)
    return {
      state: found.length > 0 ? ('advised' as const) : ('enough' as const),
      advices: found.map((one) => {
        const { hours, weekdays, extra, needed, present } = one
        return { hours, weekdays, extra, needed, present, text: adviceText(one), because: adviceBecause(one, level) }
      }),
      because: staffingBecause(load, level, desk.by),
    }
  }
}

/** How many people are there on a weekday, on average over its opening hours; null where nobody is in post. */
async function presence(
  tx: Transaction,
  storeNo: number,
  { from, to, openMinutes }: { from: Day; to: Day; openMinutes: number },
) {
  const desk = await frontDesk(tx, { storeNo, from, to, positions: frontDeskPositions })
  if (desk.length === 0) return null
  const attended = desk.filter((day) => day.attendedMinutes !== null)
  const by: 'attendance' | 'posts' = attended.length > 0 ? 'attendance' : 'posts'
  const counted = attended.length > 0 ? attended : desk
  return {
    by,
    on: (of: number): number => {
      const own = counted.filter((day) => weekday(day.day) === of)
      const list = own.length > 0 ? own : counted
      const there = (day: (typeof desk)[number]) =>
        by === 'attendance' ? (day.attendedMinutes ?? 0) / openMinutes : day.people
      return list.reduce((sum, day) => sum + there(day), 0) / list.length
    },
  }
}

registerSentences({
  'measures.node.unknown': {
    zh: ({ node }) => `找不到“${node}”，或不在您的查看范围内。`,
    en: ({ node }) => `There is no "${node}" within your scope.`,
  },
  'measures.hours.day_wanted': {
    zh: ({ to }) => `“${to}”不是日期，请写成 2024-04-10。`,
    en: ({ to }) => `"${to}" is no day; write 2024-04-10.`,
  },
  'measures.hours.not_for_people': {
    zh: ({ node }) => `时段按门店、大区和公司统计，“${node}”没有。请选择门店。`,
    en: ({ node }) => `Hours are counted for stores, regions and companies; "${node}" has none. Choose a store.`,
  },
})
