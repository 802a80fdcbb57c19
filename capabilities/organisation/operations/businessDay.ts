import { type Day, dayAt } from '#foundation/period'
import type { Database } from '#platform/database'
import { timeZone } from '../storage/zone.ts'

/** The day that it is at a node: a business day is the local date of its company (H3.2). */
export async function businessDay({ database }: { database: Database }, nodeNo: number, now: Date): Promise<Day> {
  return dayAt(now, await database.asWorker((tx) => timeZone(tx, nodeNo)))
}
