import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Windows' own list of processes. */
const taskList = 'tasklist.exe'

/**
 * Which process a number means. A pid alone is not enough: containers give out the same small numbers at every start,
 * so a lock or a postmaster.pid of yesterday may name a stranger of today.
 */
export type ProcessIdentity = { pid: number; startedAt: string | null }

/** Starting moment of a running process in the terms of its system; null where the system doesn't tell. */
export function processStartedAt(pid: number): string | null {
  if (process.platform === 'linux') {
    const stat = linuxStat(pid)
    // The boot id is part of it, since ticks are counted from boot.
    return stat && `${bootId()}:${stat.startTicks}`
  }
  if (process.platform === 'win32') return null
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

export function isAlive(identity: ProcessIdentity): boolean {
  if (!exists(identity.pid)) return false
  if (process.platform === 'linux') {
    const stat = linuxStat(identity.pid)
    // A zombie holds nothing any more; without an init process in a container it stays for ever.
    if (!stat || stat.state === 'Z' || stat.state === 'X') return false
  }
  if (identity.startedAt === null) return true
  const startedAt = processStartedAt(identity.pid)
  return startedAt === null || startedAt === identity.startedAt
}

export function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    if (process.platform === 'win32') return execFileSync(taskList, ['/FI', `PID eq ${pid}`], { encoding: 'utf8' })
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/** Waits until the process is gone; false when it is still there after the time. */
export async function isGoneWithin(identity: ProcessIdentity, timeMs: number): Promise<boolean> {
  const end = Date.now() + timeMs
  while (isAlive(identity)) {
    if (Date.now() > end) return false
    await pause(20)
  }
  return true
}

export function pause(timeMs: number): Promise<void> {
  return new Promise((done) => setTimeout(done, timeMs))
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function linuxStat(pid: number): { state: string; startTicks: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the name in brackets and may hold blanks, so count from its end.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', startTicks: fields[19] ?? '' }
  } catch {
    return null
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
