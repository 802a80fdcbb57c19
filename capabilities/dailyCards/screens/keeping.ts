import { createStore, delMany, get, keys, set, type UseStore, update } from 'idb-keyval'
import type { Made, Note } from '../rules/outbox.ts'
import type { MyDay } from './reads.ts'

/** What the server said about a day, and when this phone heard it. */
export type Kept = { answer: MyDay; today: string; heardAt: number }
export type Queue = { waiting: Made[]; notes: Note[] }

const empty: Queue = { waiting: [], notes: [] }
/** Where a web view refuses to keep anything, the day lasts as long as the page. */
const inMemory = new Map<string, unknown>()
let place: Promise<UseStore | null> | null = null

function open(): Promise<UseStore | null> {
  place ??= (async () => {
    try {
      const store = createStore('baton-my-day', 'kept')
      await keys(store)
      return store
    } catch {
      return null
    }
  })()
  return place
}

async function read<Value>(key: string): Promise<Value | undefined> {
  const store = await open()
  return store ? get<Value>(key, store) : (inMemory.get(key) as Value | undefined)
}

async function write(key: string, value: unknown): Promise<void> {
  const store = await open()
  if (store) await set(key, value, store)
  else inMemory.set(key, value)
}

const answerKey = (person: string, day: string) => `answer ${person} ${day}`
const asideKey = (person: string, name: string) => `aside ${person} ${name}`
const queueKey = (person: string) => `queue ${person}`

/** Keeps the answer for a day; of the days before `today` and after tomorrow nothing stays. */
export async function keepAnswer(person: string, kept: Kept): Promise<void> {
  await write(answerKey(person, kept.answer.day), kept)
  const past = (await allKeys()).filter(
    (key) => key.startsWith(`answer ${person} `) && key < answerKey(person, kept.today),
  )
  await drop(past)
}

export function keptAnswer(person: string, day: string): Promise<Kept | undefined> {
  return read<Kept>(answerKey(person, day))
}

/** What the page shows beside the tasks, such as the names of KPIs, and when this phone heard it. */
export type KeptAside = { answer: unknown; heardAt: number }

export async function keepAside(person: string, name: string, kept: KeptAside): Promise<void> {
  await write(asideKey(person, name), kept)
}

export function keptAside(person: string, name: string): Promise<KeptAside | undefined> {
  return read<KeptAside>(asideKey(person, name))
}

/** The day that was today when this phone last heard from the server, and when that was. */
export async function lastHeard(person: string): Promise<{ today: string; heardAt: number } | null> {
  let last: Kept | null = null
  for (const key of await allKeys()) {
    if (!key.startsWith(`answer ${person} `)) continue
    const kept = await read<Kept>(key)
    if (kept && (!last || kept.heardAt > last.heardAt)) last = kept
  }
  return last && { today: last.today, heardAt: last.heardAt }
}

export async function readQueue(person: string): Promise<Queue> {
  return (await read<Queue>(queueKey(person))) ?? empty
}

/** Changes the queue in one step, whatever another tab does meanwhile. */
export async function changeQueue(person: string, change: (queue: Queue) => Queue): Promise<Queue> {
  const store = await open()
  if (!store) {
    const next = change((inMemory.get(queueKey(person)) as Queue | undefined) ?? empty)
    inMemory.set(queueKey(person), next)
    return next
  }
  let next = empty
  await update<Queue>(
    queueKey(person),
    (before) => {
      next = change(before ?? empty)
      return next
    },
    store,
  )
  return next
}

/** This phone, for telling one's own changes from those of another; says nothing about a person. */
export async function deviceId(): Promise<string> {
  const known = await read<string>('device')
  if (known) return known
  const made = newId()
  await write('device', made)
  return made
}

/** Also where the page is not served securely, as on a store's own network. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Forgets what was kept of everybody but `person`; another's unsent changes wait for them, unseen. */
export async function forgetOthers(person: string | null): Promise<void> {
  const others = (await allKeys()).filter((key) => /^(answer|aside) /.test(key) && !(person && isTold(key, person)))
  await drop(others)
}

/** Forgets a person's day and queue. */
export async function forget(person: string): Promise<void> {
  await drop((await allKeys()).filter((key) => key === queueKey(person) || isTold(key, person)))
}

/** What the server told this person, as opposed to what waits to be sent. */
const isTold = (key: string, person: string) =>
  key.startsWith(`answer ${person} `) || key.startsWith(`aside ${person} `)

async function allKeys(): Promise<string[]> {
  const store = await open()
  return store ? (await keys<string>(store)).map(String) : [...inMemory.keys()]
}

async function drop(some: string[]): Promise<void> {
  const store = await open()
  if (store && some.length > 0) await delMany(some, store)
  if (!store) for (const key of some) inMemory.delete(key)
}
