import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '#platform/testing'
import { type Server, startServer } from './running/server.ts'

// Pay is settled, and the server is killed in the middle of it, again and again: what was acknowledged as approved stands in
// the ledger once, what was not approved stands there not at all, and the ledger sums to what the settlements say.
const rounds = Number(process.env.BATON_KILL_ROUNDS ?? 3)
const stores = 24
const key = 'key-of-the-settlement-kill-0123456789'
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const folder = mkdtempSync(join(tmpdir(), 'baton-kill-pay-'))
let database: { url: string; drop(): Promise<void> }
let server: Server

type Line = { line: number; factor: number | null }
type Settlement = { id: string; state: string; totalFen: number; lines: Line[] }
type Ledger = { totalFen: number; entries: { person: string; amountFen: number }[] }

/** Null where the server died over it. */
async function call<Answer>(method: string, path: string, body: unknown = {}): Promise<Answer | null> {
  const answer = await fetch(`${server.address}/api/v1${path}`, {
    method,
    headers,
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  }).catch(() => null)
  const read = await answer?.json().catch(() => null)
  if (!answer || !read) return null
  expect(answer.status, `${method} ${path} ${JSON.stringify(read)}`).toBeLessThan(300)
  return read
}

/** One store's month, from wherever it stands to its approval; null where the server died. */
async function settle(store: string): Promise<Settlement | null> {
  let one = await call<Settlement>('POST', '/settlements', { node: store, period: '2024-03' })
  for (const { line } of one?.state === 'draft' ? one.lines.filter(({ factor }) => factor === null) : [])
    one = one && (await call('PUT', `/settlements/${one.id}/lines/${line}/factor`, { factor: 1.2, reason: '数据不足' }))
  if (one?.state === 'draft') one = await call('POST', `/settlements/${one.id}/checks`)
  if (one?.state === 'checked') one = await call('POST', `/settlements/${one.id}/approvals`)
  return one
}

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startServer({ databaseUrl: database.url, key, folder })
  const all = Array.from({ length: stores }, (_, at) => at)
  await call('POST', '/org/import', {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司' },
      ...all.map((at) => ({ id: `S${at}`, kind: 'store', parent: 'C1', name: `店${at}` })),
    ],
    people: all.flatMap((at) =>
      ['P', 'Q', 'R'].map((letter, index) => ({
        id: `${letter}${at}`,
        name: `${letter}${at}`,
        memberships: [{ node: `S${at}`, position: 'technician', from: '2023-01-01' }],
        bonusBases: [{ baseFen: 100_001 + at * 7 + index, from: '2023-01-01' }],
      })),
    ),
  })
}, 60_000)
afterAll(async () => {
  await server?.kill()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** What the ledger says, and that it says nobody twice and sums to the approved settlements. */
async function audited(): Promise<Map<string, Settlement>> {
  const read = await call<{ settlements: Settlement[] }>('GET', '/settlements')
  const made = read?.settlements ?? []
  const approved = made.filter(({ state }) => state === 'approved')
  const ledger = (await call<Ledger>('GET', '/ledger?period=2024-03')) as Ledger
  const people = ledger.entries.map(({ person }) => person)
  expect(new Set(people).size).toBe(people.length)
  expect(people.length).toBe(approved.length * 3)
  const sum = (amounts: number[]) => amounts.reduce((total, one) => total + one, 0)
  expect(sum(ledger.entries.map(({ amountFen }) => amountFen))).toBe(ledger.totalFen)
  expect(sum(approved.map(({ totalFen }) => totalFen))).toBe(ledger.totalFen)
  return new Map(made.map((one) => [one.id, one]))
}

describe('a server killed while pay is settled', () => {
  it('has approved what it acknowledged, once, and nothing by half', { timeout: 180_000 }, async () => {
    const acknowledged = new Set<string>()
    let next = 0
    for (let round = 0; round < rounds; round += 1) {
      const dying = server
      // After a few were approved, whatever the others are just about.
      let left = 1 + Math.floor(Math.random() * 3)
      const clerk = async () => {
        // Others may have begun the same store: settling is going on from wherever it stands.
        for (let alive = true; alive; ) {
          const one = await settle(`S${next++ % stores}`)
          alive = one !== null
          if (one?.state !== 'approved' || acknowledged.has(one.id)) continue
          acknowledged.add(one.id)
          left -= 1
          if (left === 0) setTimeout(() => dying.child.kill('SIGKILL'), Math.random() * 60)
        }
      }
      await Promise.all([clerk(), clerk(), clerk()])
      await dying.kill()
      server = await startServer({ databaseUrl: database.url, key, folder })
      const made = await audited()
      expect([...acknowledged].filter((id) => made.get(id)?.state !== 'approved')).toEqual([])
    }
    expect(acknowledged.size).toBeGreaterThan(0)
    // What was interrupted is settled to its end.
    for (let at = 0; at < stores; at += 1) expect(await settle(`S${at}`)).toMatchObject({ state: 'approved' })
    const made = await audited()
    expect(made.size).toBe(stores)
  })
})
