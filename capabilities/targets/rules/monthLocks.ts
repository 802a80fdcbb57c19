import { registerSentences } from '#foundation/failure'
import { refuse } from '#foundation/reading'

const months = 12

/** The months that a cell such as "1, 2", "1月、2月" or "1-6" names, as twelve marks; an empty cell locks none. */
export function lockedMonths(text: string | null): boolean[] {
  const named = new Set<number>()
  const parts = (text ?? '').normalize('NFKC').split(/[,，、;；\s]+/)
  for (const part of parts.filter((one) => one !== '' && !/^[-–—/]$/.test(one))) {
    const [, first, last] = /^(\d{1,2})月?(?:[-–—~](\d{1,2})月?)?$/.exec(part) ?? []
    const from = Number(first)
    const to = Number(last ?? first)
    if (!(from >= 1 && to >= from && to <= months)) refuse('locks', text, 'targets.file.locks_unknown')
    for (let month = from; month <= to; month += 1) named.add(month)
  }
  return Array.from({ length: months }, (_, index) => named.has(index + 1))
}

/** What a row says is locked, in its year; a locked month has its value in the same row. */
export function locksOfRow(
  locked: boolean[],
  text: string | null,
  periods: readonly string[],
): { year: number } | null {
  const ofMonths = periods.filter((period) => /^\d{4}-\d{2}$/.test(period))
  const [year, ...others] = new Set(ofMonths.map((period) => period.slice(0, 4)))
  if (year === undefined)
    return locked.some(Boolean) ? refuse('locks', text, 'targets.file.locks_without_months') : null
  if (others.length > 0) return locked.some(Boolean) ? refuse('locks', text, 'targets.file.locks_years') : null
  const given = new Set(ofMonths.map((period) => Number(period.slice(5))))
  if (locked.some((lock, index) => lock && !given.has(index + 1)))
    refuse('locks', text, 'targets.file.locks_without_value')
  return { year: Number(year) }
}

registerSentences({
  'targets.file.locks_unknown': {
    zh: ({ value }) => `“${value}”里看不出是哪几个月，锁定的月份请写成 1, 2 或 1-6。`,
    en: ({ value }) => `"${value}" names no months; write locked months as 1, 2 or 1-6.`,
  },
  'targets.file.locks_without_months': {
    zh: () => '锁定的月份只能用在每月一列的表里。请改用每月一列，或去掉“锁定的月份”。',
    en: () => 'Months can be locked in a table with a column for each month; use one, or leave the locked months out.',
  },
  'targets.file.locks_years': {
    zh: () => '这一行的月份跨了几个年度，分不清锁定的是哪一年。请每个年度一行。',
    en: () =>
      'The months of this row lie in several years, so that it is not clear which is locked; use a row for each year.',
  },
  'targets.file.locks_without_value': {
    zh: ({ value }) => `锁定的月份“${value}”里有的月没有填目标值，请填上，或不要锁定它。`,
    en: ({ value }) => `One of the locked months "${value}" has no value in this row; fill it in, or do not lock it.`,
  },
})
