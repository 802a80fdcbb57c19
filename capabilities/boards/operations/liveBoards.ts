import type { Actor } from '#foundation/actor'
import type { Database } from '#platform/database'
import { sourcesOf } from '../storage/snapshots.ts'
import type { BoardRequest } from './boardRequest.ts'
import type { UsualTargets } from './inherited.ts'
import { readBoardAs } from './readBoard.ts'

type Watcher = { nodes: ReadonlySet<number>; refresh: () => void }

export type LiveBoards = {
  /** Calls send with the board now and whenever it has changed, until the returned function is called. */
  watch: (
    actor: Actor,
    request: () => BoardRequest,
    send: (board: string) => void,
    failed: (error: Error) => void,
  ) => Promise<() => void>
  /** How many boards are open at this process. */
  open: () => number
  close: () => Promise<void>
}

/** How soon a board that is told of many changes reads again; the first change of a quiet time is read at once. */
const restMilliseconds = 150
/** What moves without a fact: the pace of the day, midnight. */
const paceMilliseconds = 60_000

/** One listening connection for all open boards of this process; a board is read again only when its own node moved. */
export async function liveBoards({
  database,
  usualTargets,
}: {
  database: Database
  usualTargets?: UsualTargets
}): Promise<LiveBoards> {
  const watchers = new Set<Watcher>()
  const heard = (payload: string) => {
    const nodes = payload === '*' ? null : payload.split(',').map(Number)
    for (const watcher of watchers) if (!nodes || nodes.some((no) => watcher.nodes.has(no))) watcher.refresh()
  }
  const unlisten = await database.listen('baton_board', heard, () => heard('*'))
  const pace = setInterval(() => heard('*'), paceMilliseconds)
  pace.unref()
  return {
    watch: async (actor, request, send, failed) => {
      let last = ''
      let reading = false
      let again = false
      let ended = false
      const read = async () => {
        const { pending, asOf, ...board } = await readBoardAs(database, actor, request(), usualTargets)
        const text = JSON.stringify(board)
        if (text === last || ended) return
        last = text
        send(JSON.stringify({ ...board, asOf }))
      }
      const refresh = async () => {
        again = true
        if (reading) return
        reading = true
        try {
          while (again && !ended) {
            again = false
            await read()
            if (!ended) await new Promise((resolve) => setTimeout(resolve, restMilliseconds))
          }
        } catch (error) {
          failed(error as Error)
        } finally {
          reading = false
        }
      }
      const nodes = new Set(await database.asActor(actor, (tx) => sourcesOf(tx, request().node)))
      // What changes between the first reading and the watching must not be missed: watch first.
      const watcher = { nodes, refresh: () => void refresh() }
      watchers.add(watcher)
      try {
        await read()
      } catch (error) {
        watchers.delete(watcher)
        throw error
      }
      return () => {
        ended = true
        watchers.delete(watcher)
      }
    },
    open: () => watchers.size,
    close: async () => {
      clearInterval(pace)
      watchers.clear()
      await unlisten()
    },
  }
}
