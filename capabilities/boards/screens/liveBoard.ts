import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Board, boardKey, nodePath } from './reads.ts'

export type Line = 'live' | 'lost' | undefined

const firstWaitMilliseconds = 1000
const longestWaitMilliseconds = 30_000
/** How long what hangs together with a board (ranking, comparison, its traces) may lag behind it. */
const lagMilliseconds = 1500

/** The regular reading of the same board, beside the line. */
type Reading = { data: Board | undefined; isError: boolean; isPlaceholderData: boolean }

/**
 * Keeps a board live: each event replaces the board that was read, and has today, ranking and comparison read again.
 * A line that breaks is restored, by the browser where it can and by us where it gives up.
 */
export function useLiveBoard(node: string, period: string | null, read: Reading): Line {
  const queries = useQueryClient()
  const [line, setLine] = useState<Line>(undefined)
  const [attempt, tryAgain] = useState(0)
  const streamed = useRef<string | null>(null)

  // What can't be read has no line either: a wrong address would be tried for ever.
  const known = read.data !== undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens another line
  useEffect(() => {
    if (!known) return
    let source: EventSource
    let waiting: ReturnType<typeof setTimeout> | undefined
    let following: ReturnType<typeof setTimeout> | undefined
    let wait = firstWaitMilliseconds
    let first = true
    /** Today's board moves with the month's at once; ranking, comparison and what stands behind a figure a little later. */
    const follow = () => {
      void queries.invalidateQueries({
        predicate: ({ queryKey: [what, of, when, more] }) =>
          what === 'board' && of === node && more === null && when !== period,
      })
      following ??= setTimeout(() => {
        following = undefined
        void queries.invalidateQueries({
          predicate: ({ queryKey: [what, of, when, more] }) =>
            (what === 'trace' && when === node) ||
            (what === 'board' && of === node && more !== null && more !== 'trend'),
        })
      }, lagMilliseconds)
    }
    const open = () => {
      const query = period === null ? '' : `?${new URLSearchParams({ period })}`
      source = new EventSource(`/api/v1${nodePath(node)}/events${query}`)
      source.addEventListener('open', () => {
        wait = firstWaitMilliseconds
        setLine('live')
      })
      source.addEventListener('board', (event) => {
        const board = JSON.parse(event.data as string) as Board
        streamed.current = board.factsUpTo
        queries.setQueryData(boardKey(node, period), board)
        if (!first) follow()
        first = false
      })
      source.addEventListener('error', () => {
        setLine('lost')
        if (source.readyState !== EventSource.CLOSED) return
        waiting = setTimeout(open, wait)
        wait = Math.min(wait * 2, longestWaitMilliseconds)
      })
    }
    open()
    return () => {
      clearTimeout(waiting)
      clearTimeout(following)
      source.close()
      streamed.current = null
    }
  }, [node, period, queries, attempt, known])

  // The regular reading knows newer facts than the line: the line has died without saying so.
  const newest = (!read.isPlaceholderData && read.data?.factsUpTo) || null
  useEffect(() => {
    if (streamed.current === null || newest === null || newest <= streamed.current) return
    const timer = setTimeout(() => tryAgain((past) => past + 1), lagMilliseconds)
    return () => clearTimeout(timer)
  }, [newest])

  useEffect(() => {
    const again = () => tryAgain((past) => past + 1)
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [])

  // Nor does it say so when a reading fails: what answers again after a failure gets a new line.
  const { isError } = read
  const failed = useRef(false)
  useEffect(() => {
    if (failed.current && !isError) tryAgain((past) => past + 1)
    failed.current = isError
  }, [isError])
  return isError ? 'lost' : line
}
