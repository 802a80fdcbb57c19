import { addDays, type Day, daysIn } from './period.ts'

/** A stretch of days in which something holds: both ends inside, open when `to` is null or missing. */
export type Span = { from: Day; to?: Day | null }

const holds = (span: Span, day: Day) => span.from <= day && (span.to == null || day <= span.to)

/** What holds on a day, or null. Where several do, the one that began last; of those, the last in the list. */
export function at<T extends Span>(list: readonly T[], day: Day): T | null {
  let found: T | null = null
  for (const item of list) if (holds(item, day) && (!found || item.from >= found.from)) found = item
  return found
}

export type Segment<T> = { from: Day; to: Day; days: number; value: T | null }

/** The days `from` to `to`, both inside, cut where what holds changes; a piece in which nothing holds has the value null. */
export function segments<T extends Span>(list: readonly T[], from: Day, to: Day): Segment<T>[] {
  const starts = new Set<Day>([from])
  for (const span of list) {
    if (span.from > from && span.from <= to) starts.add(span.from)
    if (span.to != null && span.to >= from && span.to < to) starts.add(addDays(span.to, 1))
  }
  const pieces: Segment<T>[] = []
  const ordered = [...starts].sort()
  ordered.forEach((start, index) => {
    const next = ordered[index + 1]
    const end = next === undefined ? to : addDays(next, -1)
    const value = at(list, start)
    const before = pieces.at(-1)
    if (before && before.value === value) {
      before.to = end
      before.days = daysIn(before)
    } else if (start <= end) pieces.push({ from: start, to: end, days: daysIn({ from: start, to: end }), value })
  })
  return pieces
}
