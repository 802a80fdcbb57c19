import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { differences } from '#measures'
import { openDatabase } from '#platform/database'
import { runningEmbeddedPostgres } from '#platform/embeddedPostgres'
import { startDemonstration } from './harness/demonstration.ts'
import { report } from './harness/report.ts'

/**
 * A working day in a hurry: files go in, boards are read, screens stay open and are opened anew, people open, tick and close
 * their cards, for as many minutes as said (30). At the end memory must not have grown, no request may have failed, and every
 * rollup must be what the facts give. Ends with 1 where that is not so.
 */
const minutes = Number(process.argv[2] ?? process.env.BATON_SOAK_MINUTES ?? 30)
const screens = 24
const key = 'key-of-the-soak-0123456789'
const folder = mkdtempSync(join(tmpdir(), 'baton-soak-'))
const headers = { authorization: `Bearer ${key}` }
const json = { ...headers, 'content-type': 'application/json' }
const counts = new Map<string, number>()
const failures: string[] = []
const count = (what: string, by = 1) => counts.set(what, (counts.get(what) ?? 0) + by)
const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const size = { BATON_DEMO_STORES: '12', BATON_DEMO_MONTHS: '4', BATON_DEMO_ORDERS_PER_DAY: '6', ...process.env }
const server = await startDemonstration(folder, { BATON_API_KEY: key, ...(size as Record<string, string>) })
let end = 0
const going = () => Date.now() < end

/** One request, counted; whatever is no success is kept for the end. */
async function ask(what: string, path: string, init: RequestInit = { headers }) {
  try {
    const answer = await fetch(`${server.address}/api/v1${path}`, init)
    const text = await answer.text()
    count(what)
    if (answer.ok) return text === '' ? null : JSON.parse(text)
    failures.push(`${what} ${path.split('?')[0]}: ${answer.status} ${text.slice(0, 200)}`)
  } catch (error) {
    failures.push(`${what} ${path.split('?')[0]}: ${(error as Error).message}`)
  }
  return null
}

const send = (what: string, method: string, path: string, body: unknown, more: Record<string, string> = {}) =>
  ask(what, path, { method, headers: { ...json, ...more }, body: JSON.stringify(body) })

type Person = { id: string; name: string }
type Nodes = { nodes: { id: string; kind: string }[] }
const { nodes } = (await ask('nodes', '/org/nodes')) as Nodes
const stores = nodes.filter(({ kind }) => kind === 'store').map(({ id }) => id)
const reading = nodes.filter(({ kind }) => kind !== 'person').map(({ id }) => id)
const some = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item
const month = new Date().toISOString().slice(0, 7)

/** Files of orders: short ones at once, long ones in the background; the same numbers come again and again, corrected. */
async function importing(rows: number, everyMilliseconds: number) {
  const head = '工单号,门店编码,进厂时间,交车时间,工时费,材料费,是否预约,是否增项,是否返修'
  for (let round = 0; going(); round += 1) {
    const store = some(stores)
    const day = `${month}-01`
    const lines = Array.from(
      { length: rows },
      (_, at) => `K${rows}-${store}-${at},${store},${day} 08:30,${day} 16:00,${100 + (round % 50)},40,是,否,否`,
    )
    const form = new FormData()
    form.append('kind', 'work-orders')
    form.append('source', 'soak')
    form.append('file', new Blob([[head, ...lines].join('\n')]), 'soak.csv')
    const began = (await ask('file', '/imports', { method: 'POST', headers, body: form })) as { id: string } | null
    for (let state = 'waiting'; began && going() && (state === 'waiting' || state === 'running'); ) {
      const one = (await ask('import looked at', `/imports/${began.id}`)) as { state: string; rejected: number } | null
      state = one?.state ?? 'gone'
      if (state === 'failed' || (one?.rejected ?? 0) > 0) failures.push(`an import ended as ${JSON.stringify(one)}`)
      await rest(500)
    }
    count('rows of files', rows)
    await rest(everyMilliseconds)
  }
}

async function boards() {
  while (going()) {
    const node = encodeURIComponent(some(reading))
    await ask('board', `/boards/${node}?period=${month}`)
    await ask('facts behind', `/kpis/jobs/facts?node=${encodeURIComponent(some(stores))}&period=${month}&limit=50`)
    await rest(30)
  }
}

/** A screen that stays open for half a minute, and is then opened anew somewhere else. */
async function liveScreen() {
  while (going()) {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), 15_000 + Math.random() * 30_000)
    const path = `/boards/${encodeURIComponent(some(reading))}/events?period=${month}`
    try {
      const answer = await fetch(`${server.address}/api/v1${path}`, { headers, signal: stop.signal })
      if (!answer.ok) failures.push(`screen: ${answer.status}`)
      count('screens opened')
      const decoder = new TextDecoder()
      for await (const part of answer.body as ReadableStream<Uint8Array>)
        count('board events', decoder.decode(part, { stream: true }).split('data: ').length - 1)
      if (going()) failures.push('a screen was ended by the server')
    } catch (error) {
      if (!stop.signal.aborted) failures.push(`screen: ${(error as Error).message}`)
    }
    clearTimeout(timer)
    if (!going()) stop.abort()
  }
}

type Task = { id: string; version: number; done: boolean | null }
type MyDay = { day: string; card: { tasks: Task[] } | null }

/** A person who signs in, opens the card, ticks everything, closes, and signs out. */
async function cards(person: Person) {
  const username = `soak-${person.id}`.toLowerCase()
  const password = `soak-${randomUUID()}`
  const grants = [{ role: 'employee', node: some(stores) }]
  await send('account', 'POST', '/users', { username, name: person.name, password, person: person.id, grants })
  const device = randomUUID()
  while (going()) {
    const signedIn = await fetch(`${server.address}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })
    if (!signedIn.ok) failures.push(`sign-in: ${signedIn.status}`)
    const cookie = signedIn.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const own = { headers: { cookie } }
    const today = (await ask('card', '/my/day', own)) as MyDay | null
    const tell = (changes: object[]) =>
      ask('card changed', '/my/day/changes', {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ device, changes }),
      })
    if (today?.card) {
      const change = (act: object) => ({ id: randomUUID(), day: today.day, at: new Date().toISOString(), do: act })
      await tell([change({ kind: 'open' })])
      const ticks = today.card.tasks.map(({ id, version }) =>
        change({ kind: 'tick', task: id, basedOn: version, done: Math.random() < 0.8, why: '缺件' }),
      )
      await tell([...ticks, change({ kind: 'close', highlight: '顺利', problem: '', tomorrow: '继续' })])
      count('cards closed')
    }
    await ask('signed out', '/session', { method: 'DELETE', headers: { cookie } })
    await rest(9_000 + Math.random() * 3_000)
  }
}

type Sample = { minute: number; residentMiB: number; heapMiB: number; eventLoopMs: number; pending: number }
const samples: Sample[] = []
async function metrics(): Promise<Sample> {
  const answer = await fetch(`${server.address}/metrics`)
  if (!answer.ok) throw new Error(String(answer.status))
  const text = await answer.text()
  const of = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? Number.NaN)
  return {
    minute: Math.round(((Date.now() - (end - minutes * 60_000)) / 60_000) * 10) / 10,
    residentMiB: Math.round(of('process_resident_memory_bytes') / 2 ** 20),
    heapMiB: Math.round(of('nodejs_heap_size_used_bytes') / 2 ** 20),
    eventLoopMs: Math.round(of('nodejs_eventloop_lag_p99_seconds') * 1000),
    pending: of('baton_pending_rollups'),
  }
}
async function sampling() {
  while (going()) {
    await metrics().then(
      (sample) => samples.push(sample),
      (error: Error) => failures.push(`metrics: ${error.message}`),
    )
    await rest(5_000)
  }
}

let differing = -1
try {
  const { people } = (await ask('people', `/org/people?node=${encodeURIComponent(some(stores))}`)) as {
    people: Person[]
  }
  end = Date.now() + minutes * 60_000
  await Promise.all([
    importing(400, 3_000),
    importing(6_000, 30_000),
    ...Array.from({ length: 3 }, boards),
    ...Array.from({ length: screens }, liveScreen),
    ...people.slice(0, 8).map(cards),
    sampling(),
  ])
  for (let tries = 0; tries < 600 && (await metrics()).pending > 0; tries += 1) await rest(200)
  const url = runningEmbeddedPostgres(folder)
  if (!url) throw new Error('the database is gone')
  const database = openDatabase({ url, connections: 3 })
  differing = await differences({ database })
  await database.close()
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** What garbage collection leaves is the least of a while; the first quarter warms up. */
const quarter = (which: number) => samples.slice((samples.length * which) >> 2, (samples.length * (which + 1)) >> 2)
const least = (of: (sample: Sample) => number, which: number) => Math.min(...quarter(which).map(of))
const heap = [1, 2, 3].map((which) => least(({ heapMiB }) => heapMiB, which))
const resident = [1, 2, 3].map((which) => least(({ residentMiB }) => residentMiB, which))
const grew = (values: readonly number[]) => (values.at(-1) ?? 0) - (values[0] ?? 0)
const flat =
  grew(heap) <= Math.max(30, (heap[0] ?? 0) * 0.2) && grew(resident) <= Math.max(80, (resident[0] ?? 0) * 0.2)
report('soak', { minutes, screens, stores: stores.length }, [
  ...[...counts].map(([what, times]) => ({ what, times })),
  { what: 'failures', times: failures.length },
  { what: 'rollups that differ', times: differing },
  ...[1, 2, 3].map((which, at) => ({ what: `heap MiB, quarter ${which + 1}`, times: heap[at] })),
  ...[1, 2, 3].map((which, at) => ({ what: `resident MiB, quarter ${which + 1}`, times: resident[at] })),
  { what: 'event loop p99 ms, most', times: Math.max(...samples.map(({ eventLoopMs }) => eventLoopMs)) },
])
for (const line of new Set(failures.slice(0, 200))) console.error(line)
if (!flat) console.error('Memory grew.')
process.exitCode = failures.length > 0 || differing !== 0 || !flat ? 1 : 0
