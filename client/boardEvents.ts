import { answerOf, BatonError, type Connection, rest } from './requests.ts'

export type Watched = { node: string; period?: string; asOf?: string; ranking?: string }

/** A quiet stream sends a comment every ten seconds; one that is silent much longer has broken unseen. */
const silenceMilliseconds = 45_000
const refusals = new Set([400, 401, 403, 404, 422])

/** The board of a node now and at each change, until the signal says so or the loop is left; connects again when the line breaks. */
export async function* boardEvents<Board>(
  connection: Connection,
  { node, ...query }: Watched,
  signal?: AbortSignal,
): AsyncGenerator<Board> {
  const { pauseMilliseconds = 500 } = connection
  for (let failures = 0; !signal?.aborted; ) {
    const ended = new AbortController()
    const both = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal
    try {
      const answer = await answerOf(connection, {
        method: 'GET',
        path: `/boards/${encodeURIComponent(node)}/events`,
        query,
        accept: 'text/event-stream',
        again: true,
        signal: both,
      })
      for await (const event of eventsOf(answer, () => ended.abort())) {
        failures = 0
        if (event.name === 'board') yield JSON.parse(event.text) as Board
      }
    } catch (error) {
      if (signal?.aborted) return
      if (error instanceof BatonError && refusals.has(error.status)) throw error
    } finally {
      ended.abort()
    }
    failures += 1
    await rest(Math.min(30_000, pauseMilliseconds * 2 ** Math.min(failures, 6)), signal)
  }
}

/** The events of a stream; ends with it, and when nothing came for long. */
async function* eventsOf(answer: Response, silent: () => void): AsyncGenerator<{ name: string; text: string }> {
  if (!answer.body) return
  let waiting = setTimeout(silent, silenceMilliseconds)
  let rest = ''
  try {
    const decoder = new TextDecoder()
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(waiting)
      waiting = setTimeout(silent, silenceMilliseconds)
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n\r?\n/)
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = { name: 'message', text: '' }
        for (const line of block.split(/\r?\n/)) {
          const [, field, value = ''] = /^([a-z]+): ?(.*)$/.exec(line) ?? []
          if (field === 'event') event.name = value
          if (field === 'data') event.text += event.text ? `\n${value}` : value
        }
        if (event.text) yield event
      }
    }
  } finally {
    clearTimeout(waiting)
  }
}
