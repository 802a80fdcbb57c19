import { publicHolidays } from '#platform/calendar'
import type { Database } from '#platform/database'
import { replaceHolidays } from '../storage/tree.ts'

/** Writes the public holidays that the calendar library knows to where operating days are reckoned from. */
export async function refreshHolidays({ database }: { database: Database }): Promise<void> {
  await database.asWorker((tx) => replaceHolidays(tx, publicHolidays('2015-01-01', '2030-12-31')))
}
