import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { type AnswerOf, apiError, callApi } from '#design/api'
import { addDays, type Day, dayAt, dayNumber } from '#foundation/period'
import { withChanges } from '../rules/outbox.ts'
import type { Card, CardTask, contract } from '../wire.ts'
import { keepAnswer, keptAnswer, lastHeard } from './keeping.ts'
import { type Outbox, outboxOf } from './outbox.ts'

export type { Card, CardTask }
export type MyDay = AnswerOf<typeof contract.myDay>
export type Team = AnswerOf<typeof contract.team>
export type History = AnswerOf<typeof contract.history>
export type Which = 'today' | 'tomorrow'

const pollMilliseconds = 30_000
const freshMilliseconds = 5_000
/** Cards of the next day are proposed in the course of this hour. */
const proposedHour = 18
const dayKey = (person: string, which: Which) => ['myDay', person, which] as const

/** Today by the server's clock, as far as this phone knows: that of a demonstration may stand elsewhere. */
async function todayHere(person: string): Promise<Day | null> {
  const last = await lastHeard(person)
  if (!last) return null
  const here = (at: number) => dayNumber(dayAt(new Date(at), 'Asia/Shanghai'))
  return addDays(last.today, here(Date.now()) - here(last.heardAt))
}

const askDay = (day?: Day, signal?: AbortSignal) => callApi<MyDay>('/my/day', { search: { day }, signal })

/** Asks for today, or for the day after the `today` that is known, and keeps the answer on the phone. */
async function askAndKeep(person: string, today: Day | null, signal?: AbortSignal): Promise<MyDay> {
  const answer = await askDay(today ? addDays(today, 1) : undefined, signal)
  await keepAnswer(person, { answer, today: today ?? answer.day, heardAt: Date.now() })
  return answer
}

export const todayQuery = (person: string) => ({
  queryKey: dayKey(person, 'today'),
  queryFn: ({ signal }: { signal: AbortSignal }) => askAndKeep(person, null, signal),
})

/** The own card of today or tomorrow: what the phone kept at once, then what the server says, with what waits to be sent. */
export function useMyDay(person: string, which: Which) {
  const queries = useQueryClient()
  const ask = useCallback(
    async (asked: Which, signal?: AbortSignal): Promise<MyDay> => {
      const known = queries.getQueryData<MyDay>(dayKey(person, 'today'))?.day
      const today = asked === 'tomorrow' ? (known ?? (await askDay(undefined, signal)).day) : null
      return askAndKeep(person, today, signal)
    },
    [person, queries],
  )
  const outbox = useOutbox(person, ask)
  const query = useQuery({
    queryKey: dayKey(person, which),
    queryFn: ({ signal }) => ask(which, signal),
    refetchInterval: pollMilliseconds,
    // What the phone kept is shown at once and asked for again; what came with the page is not asked for twice.
    staleTime: freshMilliseconds,
  })
  useKept(person, which, query.data === undefined)
  const { data } = query
  const queue = useSyncExternalStore(outbox.subscribe, outbox.queue)
  const card = useMemo(
    () => (data?.card && queue ? withChanges(data.card, queue.waiting) : (data?.card ?? null)),
    [data, queue],
  )
  const unanswered = query.isPaused || query.failureReason !== null
  useTomorrow(person, which === 'today' && query.isSuccess && !unanswered, ask)
  return {
    day: data ?? null,
    card,
    outbox,
    waiting: queue?.waiting.filter(({ do: act }) => act.kind !== 'open').length ?? 0,
    notes: queue?.notes ?? [],
    ready: queue !== null,
    asOf: query.dataUpdatedAt,
    /** What is shown comes from the phone, since the server did not answer. */
    old: data !== undefined && unanswered,
    /** There is neither an answer nor a network. */
    unreached: data === undefined && unanswered && (!query.failureReason || isOffline(query.failureReason)),
    error: query.error,
    reload: () => void query.refetch(),
  }
}

/** Lays what the phone kept in the place of an answer that is still to come. */
function useKept(person: string, which: Which, missing: boolean) {
  const queries = useQueryClient()
  useEffect(() => {
    if (!missing) return
    void (async () => {
      const today = await todayHere(person)
      const kept = today && (await keptAnswer(person, which === 'today' ? today : addDays(today, 1)))
      if (kept && queries.getQueryData(dayKey(person, which)) === undefined)
        queries.setQueryData<MyDay>(dayKey(person, which), kept.answer, { updatedAt: kept.heardAt })
    })()
  }, [person, which, missing, queries])
}

const isOffline = (reason: unknown) => apiError(reason).kind === 'offline'

/** In the evening, when tomorrow's card has been proposed, the phone keeps it too. Earlier would propose it too early. */
function useTomorrow(person: string, wanted: boolean, ask: (which: Which) => Promise<MyDay>) {
  const queries = useQueryClient()
  useEffect(() => {
    const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', hourCycle: 'h23' })
    if (!wanted || Number(hour.format(new Date())) <= proposedHour) return
    void queries.prefetchQuery({
      queryKey: dayKey(person, 'tomorrow'),
      queryFn: () => ask('tomorrow'),
      staleTime: 30 * 60_000,
    })
  }, [person, wanted, ask, queries])
}

function useOutbox(person: string, ask: (which: Which) => Promise<MyDay>): Outbox {
  const queries = useQueryClient()
  return useMemo(
    () =>
      outboxOf(person, async () => {
        for (const which of ['today', 'tomorrow'] as const) {
          if (which === 'tomorrow' && queries.getQueryData(dayKey(person, which)) === undefined) continue
          queries.setQueryData(dayKey(person, which), await ask(which))
        }
        void queries.invalidateQueries({ queryKey: ['cardHistory', person] })
      }),
    [person, ask, queries],
  )
}

/** Asks for the own days and the team's anew after a task was added, changed or taken off. */
export function useCardChanged() {
  const queries = useQueryClient()
  return () =>
    Promise.all(['myDay', 'team', 'card', 'taskChain'].map((name) => queries.invalidateQueries({ queryKey: [name] })))
}

export function useHistory(person: string) {
  return useQuery({
    queryKey: ['cardHistory', person],
    queryFn: ({ signal }) =>
      callApi<History>(`/cards/${encodeURIComponent(person)}/history`, { search: { days: 30 }, signal }),
    staleTime: 60_000,
  })
}

export function useTeam(node: string, day: string | undefined) {
  return useQuery({
    queryKey: ['team', node, day ?? null],
    queryFn: ({ signal }) => callApi<Team>(`/cards/teams/${encodeURIComponent(node)}`, { search: { day }, signal }),
    refetchInterval: pollMilliseconds,
  })
}
