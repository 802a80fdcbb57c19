import { apiError, callApi } from '#design/api'
import { afterAnswer, type Doing, type Made, type Outcome, waitSeconds } from '../rules/outbox.ts'
import { changeQueue, deviceId, newId, type Queue, readQueue } from './keeping.ts'

const atOnce = 200
const patienceMilliseconds = 20_000

/** What a person did and the server has not yet taken: kept on the phone, sent in order, by one tab at a time. */
export type Outbox = {
  person: string
  /** Null until it has been read from the phone. */
  queue: () => Queue | null
  subscribe: (changed: () => void) => () => void
  add: (day: string, ...doings: Doing[]) => Promise<void>
  send: () => Promise<void>
  dismiss: (id: string) => Promise<void>
}

type Heard = (days: string[]) => Promise<void>
const boxes = new Map<string, { box: Outbox; hear: (heard: Heard) => void }>()

/** The one outbox of a person in this page. `heard` asks for the touched days anew before what was taken leaves the queue. */
export function outboxOf(person: string, heard: Heard): Outbox {
  const known = boxes.get(person) ?? openOutbox(person)
  boxes.set(person, known)
  known.hear(heard)
  return known.box
}

/** Sends what is waiting, if anything; resolves to how much is left. */
export async function sendRest(person: string): Promise<number> {
  const { box } = boxes.get(person) ?? openOutbox(person)
  await box.send()
  return (await readQueue(person)).waiting.length
}

function openOutbox(person: string): { box: Outbox; hear: (heard: Heard) => void } {
  let queue: Queue | null = null
  let heard: Heard = async () => undefined
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let under: Promise<void> | null = null
  const listeners = new Set<() => void>()
  const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`baton my day ${person}`)

  /** Done a moment ago and not yet on the phone: it shows all the same. */
  let unsaved: Made[] = []

  const show = (next: Queue) => {
    const known = new Set(next.waiting.map(({ id }) => id))
    queue = { ...next, waiting: [...next.waiting, ...unsaved.filter(({ id }) => !known.has(id))] }
    for (const changed of listeners) changed()
  }
  const change = async (how: (before: Queue) => Queue) => {
    show(await changeQueue(person, how))
    otherTabs?.postMessage('changed')
  }
  const reread = async () => show(await readQueue(person))
  const settle = async (part: readonly Made[], taken: readonly { id: string; outcome: Outcome }[]) => {
    await heard([...new Set(part.map(({ day }) => day))])
    await change((before) => {
      const after = afterAnswer(before.waiting, taken)
      return { waiting: after.waiting, notes: [...before.notes, ...after.notes] }
    })
  }

  /** A part that the server refuses as a whole is sent one by one, so that a bad change does not hold up the others. */
  const sendPart = async (part: readonly Made[]): Promise<void> => {
    try {
      const { taken } = await callApi<{ taken: { id: string; outcome: Outcome }[] }>('/my/day/changes', {
        method: 'POST',
        body: { device: await deviceId(), person, changes: part },
        signal: AbortSignal.timeout(patienceMilliseconds),
      })
      await settle(part, taken)
    } catch (error) {
      if (apiError(error).kind !== 'refused') throw error
      const [only] = part
      if (part.length === 1 && only) return settle(part, [{ id: only.id, outcome: 'refused' }])
      for (const one of part) await sendPart([one])
    }
  }

  const sendAll = () =>
    exclusively(`baton outbox ${person}`, async () => {
      for (;;) {
        const { waiting } = await readQueue(person)
        if (waiting.length === 0) break
        await sendPart(waiting.slice(0, atOnce))
      }
    })

  const send = (): Promise<void> => {
    clearTimeout(timer)
    under ??= sendAll()
      .then(
        () => {
          failures = 0
        },
        (error: unknown) => {
          const { kind } = apiError(error)
          // Who is signed out, or somebody else by now, sends when they are back.
          if (kind === 'signedOut' || kind === 'forbidden' || kind === 'conflict' || kind === 'missing') return
          failures += 1
          timer = setTimeout(() => void send(), waitSeconds(failures) * 1000)
        },
      )
      .finally(() => {
        under = null
      })
    return under
  }

  otherTabs?.addEventListener('message', () => void reread())
  addEventListener('online', () => void send())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void reread().then(send)
  })
  void reread().then(() => (queue?.waiting.length ? send() : undefined))

  const box: Outbox = {
    person,
    queue: () => queue,
    subscribe: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    add: async (day, ...doings) => {
      const at = new Date().toISOString()
      const made = doings.map((act): Made => ({ id: newId(), day, at, do: act }))
      unsaved = [...unsaved, ...made]
      if (queue) show(queue)
      await change((before) => ({ ...before, waiting: [...before.waiting, ...made] }))
      unsaved = unsaved.filter((one) => !made.includes(one))
      // What is under way has read the queue already: after it, once more.
      await under
      void send()
    },
    send,
    dismiss: (id) =>
      change((before) => ({ ...before, notes: before.notes.filter(({ change: made }) => made.id !== id) })),
  }
  const hear = (how: Heard) => {
    heard = how
  }
  return { box, hear }
}

/** One sender at a time, whichever tab it is in. Without locks two may send the same, which the server takes once. */
function exclusively(name: string, work: () => Promise<void>): Promise<void> {
  return 'locks' in navigator ? navigator.locks.request(name, work) : work()
}
