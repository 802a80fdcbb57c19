import { readFileSync } from 'node:fs'
import type pg from 'pg'

/** Seconds of the processor that the server's process has used so far. */
export function secondsOfNode(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** The same of the processes of a database on this machine; null where the system does not tell. */
export async function secondsOfDatabase(client: pg.Client): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity')
  try {
    return rows.reduce((sum, { pid }) => sum + secondsOf(pid), 0)
  } catch {
    return null
  }
}

// The name of the program may hold spaces; behind its bracket user and system time stand in hundredths of a second.
function secondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
