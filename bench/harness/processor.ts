import { readdirSync, readFileSync } from 'node:fs'

export type ProcessorTime = { node: number; postgres: number }

/**
 * Seconds of processor that this process and the database's have used; unlike a duration they hardly depend on who else is
 * at work. Of the database any process is named, such as the one that answers.
 */
export function processorTime(backend: number): ProcessorTime {
  const { user, system } = process.cpuUsage()
  const node = (user + system) / 1e6
  const statOf = (pid: number | string) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').map(Number) ?? []
    } catch {
      // Only Linux tells, and a process may end while one looks.
      return []
    }
  }
  const postmaster = statOf(backend)[1]
  if (!postmaster) return { node, postgres: 0 }
  // What has ended counts with the postmaster, the rest by itself.
  const [, , , , , , , , , , , , , ended = 0, endedInKernel = 0] = statOf(postmaster)
  let ticks = ended + endedInKernel
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const [, parent, , , , , , , , , , own = 0, inKernel = 0] = statOf(pid)
    if (parent === postmaster) ticks += own + inKernel
  }
  return { node, postgres: ticks / 100 }
}
