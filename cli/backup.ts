import { existsSync } from 'node:fs'
import { type BackedUp, backUp } from '#platform/backup/backup'
import { BackupProblem } from '#platform/backup/catalog'
import { restore } from '#platform/backup/restore'
import { runningEmbeddedPostgres, startEmbeddedPostgres } from '#platform/embeddedPostgres'
import { migrate } from '#platform/migrate'
import type { Configuration } from '../server/configuration.ts'

/** A session that was ended after the backup must not live again: everybody signs in anew. */
const leftOut = ['access.session', 'access.verification']

const step = (table: string) => process.stdout.write(`\r${table.padEnd(60)}`)
const shown = ({ tables, rows }: BackedUp) => `${rows} rows of ${tables} tables`

/** `baton backup FILE`: beside running servers, or by itself. */
export async function writeBackup(configuration: Configuration, file: string): Promise<void> {
  if (existsSync(file)) throw new BackupProblem(`There is a file ${file} already; name another.`)
  const url = configuration.databaseUrl ?? runningEmbeddedPostgres(configuration.folder)
  const embedded = url ? null : await startEmbeddedPostgres({ folder: configuration.folder })
  try {
    const kept = await backUp(url ?? (embedded?.url as string), file, { leftOut, now: new Date(), progress: step })
    console.log(`\rKept ${shown(kept)} in ${file}.`.padEnd(60))
  } finally {
    await embedded?.stop()
  }
}

/** `baton restore FILE`: into a database where nothing is yet. */
export async function readBackup(configuration: Configuration, file: string): Promise<void> {
  if (!existsSync(file)) throw new BackupProblem(`There is no file ${file}.`)
  if (!configuration.databaseUrl && runningEmbeddedPostgres(configuration.folder))
    throw new BackupProblem('A server runs on this data folder. A backup is restored only where none ever did.')
  const embedded = configuration.databaseUrl ? null : await startEmbeddedPostgres({ folder: configuration.folder })
  const url = configuration.databaseUrl ?? (embedded?.url as string)
  try {
    await migrate(url)
    const restored = await restore(url, file, { leftOut, progress: step })
    console.log(`\rRestored ${shown(restored)}; counts and sums agree. Everybody signs in anew.`.padEnd(60))
  } finally {
    await embedded?.stop()
  }
}
