import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { isAlive, type ProcessIdentity, pause, processStartedAt } from './processes.ts'

/** Locks held by this very process: its pid in a lock file means something only together with this. */
const held = new Set<string>()

/**
 * Takes the lock file or says who holds it. A lock whose process is gone never blocks.
 * Returns the release, which may be called more than once and in an exit handler.
 */
export async function acquireLock(file: string, folder: string): Promise<() => void> {
  const mine = JSON.stringify({ pid: process.pid, startedAt: processStartedAt(process.pid) })
  for (let attempt = 0; attempt < 100; attempt++) {
    if (held.has(file)) throw alreadyServed(folder, process.pid)
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o644 })
      held.add(file)
      return () => {
        if (held.delete(file)) rmSync(file, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readHolder(file)
    if (holder === 'being written') {
      await pause(50)
      continue
    }
    if (holder && holder.pid !== process.pid && isAlive(holder)) throw alreadyServed(folder, holder.pid)
    setAside(file, holder)
  }
  throw new Error(`The lock ${file} changes hands all the time; is something starting servers on ${folder} in a loop?`)
}

function alreadyServed(folder: string, pid: number): Error {
  return new Error(
    `The database folder ${folder} is already served by process ${pid}. Stop that server first, or give this one another folder (BATON_DATA).`,
  )
}

function readHolder(file: string): ProcessIdentity | 'being written' | null {
  try {
    const text = readFileSync(file, 'utf8')
    if (text === '') return Date.now() - statSync(file).mtimeMs < 1_000 ? 'being written' : null
    const holder = JSON.parse(text) as ProcessIdentity
    return Number.isInteger(holder.pid) ? { pid: holder.pid, startedAt: holder.startedAt ?? null } : null
  } catch {
    return null
  }
}

/**
 * Two starters may see the same stale lock. Renaming lets one of them have it; if it turns out that the renamed file is
 * already the lock of the other, it goes back to its place.
 */
function setAside(file: string, stale: ProcessIdentity | null): void {
  const aside = `${file}.stale-${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const moved = readHolder(aside)
  const changed =
    moved && moved !== 'being written' && (moved.pid !== stale?.pid || moved.startedAt !== stale.startedAt)
  if (changed) renameSync(aside, file)
  else rmSync(aside, { force: true })
}
