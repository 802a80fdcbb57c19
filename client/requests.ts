/** What the server refused or could not do, as it said it: a stable code, named values, a sentence in the chosen language. */
export class BatonError extends Error {
  readonly status: number
  readonly code: string
  readonly values: Readonly<Record<string, unknown>>

  constructor(status: number, code: string, message: string, values: Readonly<Record<string, unknown>>) {
    super(message)
    this.name = 'BatonError'
    this.status = status
    this.code = code
    this.values = values
  }
}

export type Connection = {
  /** Where the server is: https://baton.example.com, without /api/v1. */
  url: string
  key: string
  /** The language of messages and exports; Chinese when left out. */
  locale?: 'zh' | 'en'
  /** How often a request is sent at most when the server is busy (429, 503) or not to be reached. */
  attemptsMax?: number
  /** The first pause between two attempts; each further one is twice as long. */
  pauseMilliseconds?: number
}

export type Wanted = {
  method: string
  /** Under /api/v1, filled in. */
  path: string
  query?: Readonly<Record<string, unknown>>
  body?: { type: string; text: string }
  accept?: string
  /** Whether sending it twice does no harm. */
  again: boolean
  signal?: AbortSignal
}

const pauseMax = 30_000
const busy = new Set([429, 503])

/** Sends a request until it is answered; throws what the server refuses. */
export async function answerOf(connection: Connection, wanted: Wanted): Promise<Response> {
  const { attemptsMax = 6, pauseMilliseconds = 500 } = connection
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt >= attemptsMax || !wanted.again
    let pause = Math.min(pauseMax, pauseMilliseconds * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2)
    try {
      const answer = await sent(connection, wanted)
      if (answer.ok) return answer
      if (last || !busy.has(answer.status)) throw await refusal(answer)
      await answer.body?.cancel()
      const seconds = Number(answer.headers.get('retry-after') ?? '')
      if (seconds > 0) pause = Math.min(pauseMax, seconds * 1_000)
    } catch (error) {
      if (last || error instanceof BatonError || wanted.signal?.aborted) throw error
    }
    await rest(pause, wanted.signal)
  }
}

function sent({ url, key, locale = 'zh' }: Connection, wanted: Wanted): Promise<Response> {
  const address = new URL(`${url.replace(/\/+$/, '')}/api/v1${wanted.path}`)
  for (const [name, value] of Object.entries(wanted.query ?? {}))
    if (value !== undefined && value !== null) address.searchParams.set(name, String(value))
  return fetch(address, {
    method: wanted.method,
    headers: {
      authorization: `Bearer ${key}`,
      accept: wanted.accept ?? 'application/json',
      'accept-language': locale === 'en' ? 'en' : 'zh-CN',
      ...(wanted.body ? { 'content-type': wanted.body.type } : {}),
    },
    body: wanted.body?.text,
    signal: wanted.signal,
  })
}

async function refusal(answer: Response): Promise<BatonError> {
  const text = await answer.text()
  try {
    const body = JSON.parse(text) as { code: string; message: string; values?: Record<string, unknown> }
    return new BatonError(answer.status, body.code, body.message, body.values ?? {})
  } catch {
    // Not the server itself but something before it: a proxy's page.
    return new BatonError(answer.status, 'request.failed', `${answer.status} ${answer.statusText}`, {})
  }
}

/** Waits; ends early when the signal says so. */
export function rest(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const ended = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', ended)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', ended, { once: true })
    if (signal?.aborted) ended()
  })
}
