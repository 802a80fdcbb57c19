import { measures } from '#catalogue/measures'

/** What a row of `measures.windows_at` says, in words: a year's sums, and the levels at its end. */
export type Windows = {
  /** Over the twelve months that end with the period's last; undefined where there is no row. */
  year: (id: string) => number | undefined
  /** A level that holds at the end. */
  last: (id: string) => number | undefined
}

/** The measures that `measures.windows` sums over a year, in its order. Who adds one here replaces that function (0053). */
export const yearly = [
  'revenueFen',
  'costOfSalesFen',
  'netProfitFen',
  'investmentFen',
  'financeMonths',
  'headcountDays',
  'areaDays',
  'coveredDays',
  'stockFenDays',
  'stockDays',
  'leavers',
  'investmentMonths',
] as const

const lasting = (by: 'added' | 'counted') =>
  measures.filter(({ level }) => level?.over === 'last' && level.by === by).map((measure) => measure.id)
const added = lasting('added')
const counted = lasting('counted')

/** Whether a measure is a level that holds at the end of a period, and so is no sum over its days. */
export const lasts: ReadonlySet<string> = new Set([...added, ...counted])

function readerOf(year: readonly string[]) {
  const places = new Map([...year, ...added, ...counted].map((id, place) => [id, place]))
  return (row: readonly (number | null)[] | null): Windows => {
    const at = (id: string) => row?.[places.get(id) ?? -1] ?? undefined
    return { year: (id) => at(id), last: (id) => (lasts.has(id) ? at(id) : undefined) }
  }
}

export const windowsIn = readerOf(yearly)

/** The same for any measures over a year: which places to ask `measures.windows` for, and how to read its answer. */
export function windowPlaces(wanted: readonly string[]) {
  const positions = new Map(measures.map((measure) => [measure.id, measure.position + 1]))
  const year = wanted.filter((id) => positions.has(id) && !lasts.has(id))
  const placesOf = (ids: readonly string[]) => ids.map((id) => positions.get(id) as number)
  return { yearPlaces: placesOf(year), addedPlaces: placesOf(added), read: readerOf(year) }
}
