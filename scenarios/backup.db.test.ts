import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brokenLinks } from '#audit'
import { differences } from '#measures'
import { backUp } from '#platform/backup/backup'
import { restore } from '#platform/backup/restore'
import { openDatabase } from '#platform/database'
import { openLog } from '#platform/log'
import { createTestDatabase } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { serve } from '../server/serve.ts'
import { type Attacked, far, near, now, openAttacked } from './attack/network.ts'

// What is restored is what was kept: every board, score and amount, and the product goes on from there.
const folder = mkdtempSync(join(tmpdir(), 'baton-backup-'))
const file = join(folder, 'kept.baton')
const leftOut = ['access.session', 'access.verification']
let attacked: Attacked
const made: { drop(): Promise<void> }[] = []

const emptyDatabase = async () => {
  const database = await createTestDatabase()
  made.push(database)
  return database.url
}

beforeAll(async () => {
  attacked = await openAttacked()
  const settlement = `/settlements/${attacked.nearIds.settlement}`
  const { lines } = await send('GET', settlement)
  for (const { line, factor } of lines)
    if (factor === null) await send('PUT', `${settlement}/lines/${line}/factor`, { factor: 1, reason: '新人' })
  await send('POST', `${settlement}/checks`)
  await send('POST', `${settlement}/approvals`)
}, 60_000)
afterAll(async () => {
  await attacked?.close()
  for (const { drop } of made) await drop()
  rmSync(folder, { recursive: true, force: true })
})

async function send(method: string, path: string, body?: object) {
  const answer = await fetch(`${attacked.serving.address}/api/v1${path}`, {
    method,
    headers: { ...attacked.administrator, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await answer.text()
  expect(answer.ok, text).toBe(true)
  return JSON.parse(text)
}

const paths = [
  ...[near.store, near.region, near.department, near.person, far.store, 'C1'].map(
    (node) => `/boards/${node}?period=2024-03&asOf=2024-04-10T12:00:00%2B08:00`,
  ),
  `/scorecards/${near.person}?period=2024-03`,
  '/scorecards?node=C1&period=2024-03',
  '/ledger?period=2024-03',
  '/settlements',
  '/targets?node=S1',
  '/actions?node=C1',
  '/strategy/maps/R1',
  '/org/nodes',
  '/org/people',
  '/audit?limit=100',
  '/users',
  `/plans/${near.store}/weeks/2024-04-W2`,
  `/cards/${near.person}/day?day=2024-04-10`,
]

async function answers(address: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const path of paths) {
    const answer = await fetch(`${address}/api/v1${path}`, { headers: attacked.administrator })
    expect(answer.status, path).toBe(200)
    found[path] = await answer.json()
  }
  return found
}

const refused = async (url: string, from: string) => {
  const problem = await restore(url, from, { leftOut }).then(
    () => null,
    (error: Error) => error,
  )
  expect(problem?.constructor.name).toBe('BackupProblem')
  return problem?.message
}

describe('a backup', () => {
  it('gives back every board, score and amount, and the product goes on', { timeout: 120_000 }, async () => {
    const before = await answers(attacked.serving.address)
    expect(JSON.stringify(before['/ledger?period=2024-03'])).toContain('"P1"')
    const kept = await backUp(attacked.databaseUrl, file, { leftOut, now: new Date(now) })
    expect(kept.rows).toBeGreaterThan(100)
    const url = await emptyDatabase()
    expect(await restore(url, file, { leftOut })).toEqual(kept)

    const data = mkdtempSync(join(folder, 'server-'))
    const env = { BATON_DATA: data, DATABASE_URL: url, BATON_DEMO: '0', PORT: '0', BATON_NOW: now }
    const serving = await serve(readConfiguration(env), openLog('silent'))
    await serving.ready
    expect(await answers(serving.address)).toEqual(before)
    // Numbers go on counting where they stood, and what may not be changed still may not.
    const again = await fetch(`${serving.address}/api/v1/users`, {
      method: 'POST',
      headers: { ...attacked.administrator, 'content-type': 'application/json' },
      body: JSON.stringify({
        username: 'later',
        name: 'later',
        password: '0123456789',
        grants: [{ role: 'employee', node: near.store }],
      }),
    })
    expect(again.status).toBe(201)
    await serving.close()

    const database = openDatabase({ url, connections: 3 })
    expect(await database.asWorker((tx) => brokenLinks(tx))).toEqual([])
    expect(await differences({ database })).toBe(0)
    await database.close()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await expect(client.query('DELETE FROM incentives.ledger_entry')).rejects.toThrow('append-only')
    await expect(
      client.query('INSERT INTO organisation.placement (node_no, parent_no, from_day) VALUES (-5, -6, now())'),
    ).rejects.toThrow()
    await client.end()
  })

  it('is not mixed with what is there already', async () => {
    expect(await refused(attacked.databaseUrl, file)).toContain('not empty')
  })

  it('that is damaged, cut off, of another version or no backup at all is refused, and nothing of it stays', {
    timeout: 120_000,
  }, async () => {
    const url = await emptyDatabase()
    const lines = gunzipSync(readFileSync(file)).toString().split('\n')
    const spoiled = (name: string, change: (copy: string[]) => string[]) => {
      const path = join(folder, name)
      writeFileSync(path, gzipSync(change([...lines]).join('\n')))
      return path
    }
    const row = lines.findIndex((line) => line.startsWith('"'))
    const head = JSON.parse(lines[0] as string)
    const withHead = (migrations: string[]) => (copy: string[]) => [
      JSON.stringify({ ...head, migrations }),
      ...copy.slice(1),
    ]
    const cut = join(folder, 'cut')
    writeFileSync(cut, readFileSync(file).subarray(0, 5_000))
    const none = join(folder, 'none')
    writeFileSync(none, 'a,b\n1,2\n')

    expect(await refused(url, cut)).toContain('damaged')
    expect(await refused(url, none)).toContain('damaged')
    expect(await refused(url, join(folder, 'absent'))).toContain('no file')
    expect(
      await refused(
        url,
        spoiled('row', (copy) => copy.toSpliced(row, 1)),
      ),
    ).toContain('damaged')
    expect(
      await refused(
        url,
        spoiled('end', (copy) => copy.slice(0, -2)),
      ),
    ).toContain('end')
    expect(await refused(url, spoiled('newer', withHead([...head.migrations, '9999_later'])))).toContain('newer')
    expect(await refused(url, spoiled('older', withHead(head.migrations.slice(1))))).toContain('older')
    expect(
      await refused(
        url,
        spoiled('other', () => ['{"a":1}']),
      ),
    ).toContain('no backup')
    await restore(url, file, { leftOut })
  })
})
