import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodies, encoded, files, hostileText, type Known, type Schema, texts } from './attack/inputs.ts'
import { exampleBodies, knownUnder, knownValues } from './attack/known.ts'
import { type Attacked, type Caller, far, farFigures, mark, near, openAttacked, signIn } from './attack/network.ts'

// Every route of the contract, and the plain ones beside it, with input that nobody should send (P1): the same answers
// in each run; BATON_FUZZ_RUNS and BATON_FUZZ_SEED ask for more and for others.
const runs = Number(process.env.BATON_FUZZ_RUNS ?? 4)
const seed = Number(process.env.BATON_FUZZ_SEED ?? 20240410)
// No measure of speed: an answer that takes this long does not come at all.
const slowestMilliseconds = 40_000

type Parameter = { name: string; in: 'path' | 'query'; schema: Schema; required?: boolean }
type Operation = { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }
type Route = { method: string; path: string; parameters: Parameter[]; body: Schema | null; form: boolean }

let attacked: Attacked
let known: Known
const routes: Route[] = []

beforeAll(async () => {
  attacked = await openAttacked()
  const document = (await fetch(`${attacked.serving.address}/api/openapi.json`).then((answer) => answer.json())) as {
    paths: Record<string, Record<string, Operation>>
  }
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
      const [[type, content] = [], ..._] = Object.entries(requestBody?.content ?? {})
      const form = type === 'multipart/form-data'
      routes.push({ method: method.toUpperCase(), path, parameters, body: content?.schema ?? null, form })
    }
  routes.push(...plainRoutes(routes))
  known = knownValues(attacked)
}, 60_000)
afterAll(() => attacked?.close())

const query = (...names: string[]): Parameter[] =>
  names.map((name) => ({ name, in: 'query', schema: { type: 'string' } }))
const inPath = (...names: string[]): Parameter[] =>
  names.map((name) => ({ name, in: 'path', schema: { type: 'string' } }))

/** What the document does not name: events, exports, files of rejects, forms. */
function plainRoutes(documented: Route[]): Route[] {
  const get = (path: string, parameters: Parameter[]): Route => ({
    method: 'GET',
    path,
    parameters,
    body: null,
    form: false,
  })
  const parametersOf = (path: string) => documented.find((route) => route.path === path)?.parameters ?? []
  const exported = [
    '/boards/{node}',
    '/boards/{node}/children',
    '/boards/{node}/network',
    '/org/nodes',
    '/org/people',
    '/kpis',
    '/scorecards',
    '/ledger',
    '/targets',
    '/targets/year',
    '/targets/versions',
    '/audit',
    '/settlements/{id}',
  ].map((path) => get(`${path}/export.xlsx`, [...parametersOf(path), ...query('locale')]))
  const form = (path: string): Route => ({ method: 'POST', path, parameters: query('dryRun'), body: null, form: true })
  return [
    ...exported,
    get('/boards/{node}/events', [...inPath('node'), ...query('period', 'asOf', 'ranking')]),
    get('/imports/{id}/rejects.csv', inPath('id')),
    get('/imports/{id}/rejects.xlsx', inPath('id')),
    form('/imports'),
    form('/imports/previews'),
  ]
}

type Attempt = { url: string; body: string | FormData | undefined; locale: 'zh' | 'en' }

/** Requests for a route: path and query from their names, one of them often spoiled, and a body by its schema. */
function attempts(route: Route): fc.Arbitrary<Attempt> {
  const values = { ...known, ...knownUnder(route.path, attacked) }
  const examples = exampleBodies[`${route.method} ${route.path}`] ?? []
  const { parameters, form } = route
  const body: fc.Arbitrary<string | FormData | undefined> = form
    ? forms(route.path.startsWith('/org') ? ['nodes', 'people'] : ['work-orders', 'surveys', 'complaints'])
    : route.body
      ? bodies(route.body, values, examples)
      : fc.constant(undefined)
  const each = { minLength: parameters.length, maxLength: parameters.length }
  return fc
    .record({
      texts: fc.tuple(...parameters.map((one) => texts(one.name, one.schema, values))),
      kept: fc.array(fc.nat(9), each),
      // Which one is spoiled: none of them, most of the time.
      spoiled: fc.nat(Math.max(1, parameters.length * 2)),
      hostile: hostileText,
      body,
      locale: fc.constantFrom<'zh' | 'en'>('zh', 'en'),
    })
    .map(({ texts, kept, spoiled, hostile, body, locale }) => {
      let address = route.path
      const search: string[] = []
      for (const [index, { name, in: place, required }] of parameters.entries()) {
        const value = encoded(index === spoiled ? hostile : (texts[index] ?? ''))
        const pair = `${encoded(name)}=${value}`
        const often = kept[index] ?? 0
        if (place === 'path') address = address.replace(`{${name}}`, value)
        else if (index === spoiled || often > (required ? 0 : 5)) search.push(pair)
        else if (often === 1) search.push(pair, pair)
      }
      return { url: `${address}${search.length > 0 ? `?${search.join('&')}` : ''}`, body, locale }
    })
}

function forms(kinds: readonly string[]): fc.Arbitrary<FormData> {
  const field = (...values: string[]) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...values) },
      { weight: 1, arbitrary: fc.constantFrom('', '\u0000', '{"__proto__":"x"}', 'x'.repeat(5_000)) },
    )
  return fc
    .record({
      file: fc.option(files, { freq: 12 }),
      kind: field(...kinds),
      source: field('dms'),
      mapping: field('', '', '{"store":"门店"}', '[]', 'no'),
      store: field('', near.store, far.store),
      sheet: field(''),
      readings: field('', '{}', '[1]'),
      codesFrom: field(''),
      makeCodes: field('true', 'false'),
      dryRun: field('true', 'false'),
    })
    .map(({ file, ...fields }) => {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) if (value !== '') form.append(name, value)
      if (file) form.append('file', new Blob([Uint8Array.from(file)]), 'x.csv')
      return form
    })
}

/** Routes that have done what they were asked: an attack that never gets past the door proves little. */
const succeeded = new Set<string>()
const turnedAway = new Set<string>()

const failureKeys = ['code', 'message', 'values']

/** Sends one request and holds its answer to what every answer must be. */
async function hold(route: Route, { url, body, locale }: Attempt, caller: Caller): Promise<void> {
  const started = performance.now()
  const stop = new AbortController()
  const answer = await fetch(`${attacked.serving.address}/api/v1${url}`, {
    method: route.method,
    headers: {
      ...caller.headers,
      'accept-language': locale,
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
    },
    ...(body === undefined ? {} : { body }),
    signal: stop.signal,
  })
  const streams = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  const text = streams ? await firstEvents(answer) : await answer.text()
  if (streams) stop.abort()
  const shown = `${route.method} ${url.slice(0, 300)} as ${caller.role}\n${String(typeof body === 'string' ? body.slice(0, 2_000) : '')}\n-> ${answer.status} ${text.slice(0, 1_000)}`
  if (answer.ok) succeeded.add(`${route.method} ${route.path}`)
  expect(answer.status, shown).toBeLessThan(500)
  expect(performance.now() - started, shown).toBeLessThan(slowestMilliseconds)
  if (answer.status >= 400) {
    const failure = JSON.parse(text)
    if (failure.code === 'access.permission.missing') turnedAway.add(`${route.method} ${route.path} ${caller.role}`)
    expect(Object.keys(failure).sort(), shown).toEqual(failureKeys)
    expect(failure.message.length, shown).toBeGreaterThan(3)
    // A code without a sentence of its own reads like this.
    expect(failure.message, shown).not.toMatch(/^The request failed \(|^请求未能完成（/)
    if (locale === 'zh') expect(failure.message, shown).toMatch(/\p{Script=Han}/u)
    else expect(failure.message, shown).toMatch(/[a-z]{2}/i)
  }
  if (caller.inFar) return
  const asked = `${url}${typeof body === 'string' ? body : ''}`
  expect(text.includes(mark), `the far region shows: ${shown}`).toBe(false)
  if (!farFigures.test(asked)) expect(farFigures.exec(text)?.[0], `a far figure shows: ${shown}`).toBeUndefined()
  // Its ids may come back where they were sent, and nowhere else.
  const tellTale = [...Object.values(far), ...Object.values(attacked.farIds)].filter((id) => !asked.includes(id))
  if (typeof body !== 'object')
    expect(
      tellTale.filter((id) => id.length > 6 && text.includes(id)),
      `a far id shows: ${shown}`,
    ).toEqual([])
}

async function firstEvents(answer: Response): Promise<string> {
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let parts = 0; parts < 20 && !text.includes('data: '); parts += 1) {
    const { value, done } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  return text
}

/** What ends the session that asks, or changes the accounts which the others ask with. */
const endsSessions = new Set(['DELETE /session', 'POST /session/revocations', 'PUT /session/password'])

async function attack(callers: Caller[], each: number): Promise<string> {
  const problems: string[] = []
  const queue = routes.map((route, index) => ({ route, index }))
  const client = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { route, index } = next
      const ends = endsSessions.has(`${route.method} ${route.path}`)
      const able = ends ? callers.filter((caller) => !caller.headers.cookie) : callers
      const tries = fc.tuple(attempts(route), fc.nat(1_000))
      let found = 0
      for (const [attempt, number] of fc.sample(tries, { numRuns: each, seed: seed + index })) {
        // Who may not use the route at all need be turned away only once.
        const free = able.filter((caller) => !turnedAway.has(`${route.method} ${route.path} ${caller.role}`))
        const caller = (free.length > 0 ? free : able)[number % (free.length || able.length)]
        if (!caller || found === 2) break
        await hold(route, attempt, caller).catch((error: Error) => {
          found += 1
          problems.push(error.message.slice(0, 2_500))
        })
      }
    }
  }
  await Promise.all([client(), client(), client()])
  return problems.join('\n\n')
}

describe('bad input', () => {
  it('is answered and never breaks anything, and nobody learns of what lies outside their reach', async () => {
    const { administrator, head_office, ...bounded } = attacked.callers
    const below = await attack(Object.values(bounded), runs)
    const above = await attack([administrator, head_office], runs)
    expect(`${below}\n\n${above}`.trim()).toBe('')
    expect(succeeded.size).toBeGreaterThan(routes.length * 0.4)
  }, 600_000)

  it('is refused when nobody signed in', async () => {
    const nobody = { role: 'employee', inFar: false } as const
    const wrong = { authorization: 'Bearer nobody' }
    const forged = { cookie: 'baton.session_token=x.y' }
    expect(await attack([{ ...nobody, headers: {} }], 1)).toBe('')
    expect(
      await attack(
        [
          { ...nobody, headers: wrong },
          { ...nobody, headers: forged },
        ],
        1,
      ),
    ).toBe('')
  }, 120_000)

  it('is answered below the routes, too: broken addresses, heads and bodies', async () => {
    const { hostname, port } = new URL(attacked.serving.address)
    const head = `Host: ${hostname}\r\nConnection: close\r\n`
    const json = 'Content-Type: application/json\r\n'
    const requests = [
      `GET /api/v1/boards/%zz HTTP/1.1\r\n${head}\r\n`,
      `GET /api/v1/boards/%c0%af HTTP/1.1\r\n${head}\r\n`,
      `GET /api/v1/../../etc/passwd HTTP/1.1\r\n${head}\r\n`,
      `GET //evil.example/%2e%2e HTTP/1.1\r\n${head}\r\n`,
      `GET /api/v1/boards/${'S'.repeat(2_000)} HTTP/1.1\r\n${head}\r\n`,
      `GET /api/v1/kpis HTTP/1.1\r\n${head}X-Long: ${'x'.repeat(40_000)}\r\n\r\n`,
      `GET /api/v1/kpis?${'a=1&'.repeat(3_000)} HTTP/1.1\r\n${head}\r\n`,
      `BREW /api/v1/kpis HTTP/1.1\r\n${head}\r\n`,
      `nonsense\r\n\r\n`,
      `PATCH /api/v1/kpis HTTP/1.1\r\n${head}\r\n`,
      `POST /api/v1/session HTTP/1.1\r\n${head}${json}Content-Length: 5\r\n\r\n{"a":`,
      `POST /api/v1/session HTTP/1.1\r\n${head}${json}Content-Length: x\r\n\r\n{}`,
      `POST /api/v1/session HTTP/1.1\r\n${head}${json}Cookie: a=b\r\nOrigin: not a url\r\nContent-Length: 2\r\n\r\n{}`,
      `POST /api/v1/session HTTP/1.1\r\n${head}Content-Type: \u0001/;;\r\nContent-Length: 2\r\n\r\n{}`,
      `POST /api/v1/session HTTP/1.1\r\n${head}${json}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`,
      `POST /api/v1/imports HTTP/1.1\r\n${head}Authorization: ${attacked.administrator.authorization}\r\nContent-Type: multipart/form-data\r\nContent-Length: 2\r\n\r\n{}`,
    ]
    const problems: string[] = []
    for (const request of requests) {
      const answer = await spoken(hostname, Number(port), request)
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])
      const body = answer.split('\r\n\r\n').slice(1).join('\r\n\r\n')
      const shown = `${request.slice(0, 200)}\n-> ${answer.slice(0, 400)}`
      // An address outside the API may be one of the screens': once they are built, it is answered with their page.
      const page = !request.includes('/api/') && status === 200 && /<!doctype html>/i.test(body)
      if (page) continue
      if (!(status >= 400 && status < 500)) problems.push(shown)
      else if (!/"code":"[a-z_.]+","message":"[^"]/.test(body)) problems.push(shown)
    }
    expect(problems.join('\n\n')).toBe('')
  })

  it('leaves the product standing: health, sign-in and a board as before', async () => {
    const { serving, administrator } = attacked
    expect((await fetch(`${serving.address}/readyz`)).status).toBe(200)
    expect(await signIn(serving.address, 'employee')).toContain('baton.session_token')
    const board = await fetch(`${serving.address}/api/v1/boards/S1?period=2024-03`, { headers: administrator })
    expect(board.status).toBe(200)
  })
})

/** Sends the very bytes, and returns all that comes back. */
function spoken(host: string, port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, host, () => socket.write(request, 'latin1'))
    socket.setTimeout(5_000, () => socket.destroy())
    socket.setEncoding('utf8')
    socket.on('data', (text) => {
      answer += text
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', (error) => (answer ? resolve(answer) : reject(error)))
  })
}
