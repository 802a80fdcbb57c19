import type { Database } from '#platform/database'
import { pendingCount } from '../storage/rollups.ts'

/** How many days of stores still wait to be rolled up. */
export function pendingRollups({ database }: { database: Database }): Promise<number> {
  return database.asWorker(pendingCount)
}
