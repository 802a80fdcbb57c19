/** Why a request failed, as a screen needs to know it. */
export type ApiFailure = {
  kind: 'offline' | 'signedOut' | 'forbidden' | 'missing' | 'conflict' | 'refused' | 'tooMany' | 'broken'
  status: number
  code: string
  message: string
  values: Record<string, unknown>
}

export class ApiError extends Error {
  readonly failure: ApiFailure
  constructor(failure: ApiFailure) {
    super(failure.message)
    this.failure = failure
  }
}

function kindOf(status: number): ApiFailure['kind'] {
  if (status === 0) return 'offline'
  if (status === 401) return 'signedOut'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'missing'
  if (status === 409) return 'conflict'
  if (status === 429) return 'tooMany'
  return status < 500 ? 'refused' : 'broken'
}

const record = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** Reads whatever was thrown (an answer of the API, an error of its typed client, a broken line) as one shape. */
export function apiError(thrown: unknown): ApiFailure {
  if (thrown instanceof ApiError) return thrown.failure
  if (thrown instanceof TypeError && /fetch|network|load failed/i.test(thrown.message)) {
    return { kind: 'offline', status: 0, code: 'offline', message: '', values: {} }
  }
  if (record(thrown)) {
    const body = record(thrown.data) && 'code' in thrown.data ? thrown.data : thrown
    const status = typeof thrown.status === 'number' ? thrown.status : 500
    return {
      kind: kindOf(status),
      status,
      code: text(body.code) || 'unknown',
      message: text(body.message) || text(thrown.message),
      values: record(body.values) ? body.values : {},
    }
  }
  return { kind: 'broken', status: 500, code: 'unknown', message: '', values: {} }
}

type Request = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  search?: Record<string, string | number | undefined>
  signal?: AbortSignal
}

/** What web/public/first.js asked while the code was still on its way; each answer is taken once. */
const askedFirst = (globalThis as { batonAsked?: Map<string, Promise<Response>> }).batonAsked

function takeAnswer(address: string, method: string): Promise<Response> | undefined {
  // What was answered before a change, such as signing in, is true no longer.
  if (method !== 'GET') askedFirst?.clear()
  const answer = askedFirst?.get(address)
  askedFirst?.delete(address)
  return answer
}

/** One call of `/api/v1`, for the places that have no typed client. Throws ApiError. */
export async function callApi<Answer>(path: string, { method = 'GET', body, search = {}, signal }: Request = {}) {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) if (value !== undefined) query.set(key, String(value))
  const plain = body === undefined || body instanceof FormData || body instanceof Blob
  const address = `/api/v1${path}${query.size > 0 ? `?${query}` : ''}`
  const answer = await (takeAnswer(address, method) ??
    fetch(address, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'accept-language': document.documentElement.lang,
        ...(plain ? {} : { 'content-type': 'application/json' }),
      },
      body: plain ? (body ?? null) : JSON.stringify(body),
      signal: signal ?? null,
    }))
  const read: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw new ApiError({ ...apiError({ ...(record(read) ? read : {}), status: answer.status }) })
  return read as Answer
}

/** Whatever a route of a contract answers with: `AnswerOf<typeof contract.users>`. */
export type AnswerOf<Route> = Route extends { '~orpc': { outputSchema?: infer Schema } }
  ? NonNullable<Schema> extends { _output: infer Output }
    ? Output
    : never
  : never

/** Fetches a file of `/api/v1` and hands it to the browser to keep. Throws ApiError. */
export async function fetchFile(path: string, name: string): Promise<void> {
  const answer = await fetch(`/api/v1${path}`, {
    credentials: 'same-origin',
    headers: { 'accept-language': document.documentElement.lang },
  })
  if (!answer.ok) {
    const read: unknown = await answer.json().catch(() => null)
    throw new ApiError({ ...apiError({ ...(record(read) ? read : {}), status: answer.status }) })
  }
  keepFile(await answer.blob(), name)
}

/** Hands a file that was made here to the browser to keep. */
export function keepFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
