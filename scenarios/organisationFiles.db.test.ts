import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLog } from '#platform/log'
import { createTestDatabase } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'

/** A network set up out of tables, and a system that may send its facts and nothing else. */
const key = 'files-key-0123456789-abc'
const folder = mkdtempSync(join(tmpdir(), 'baton-files-'))
let serving: Serving
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await createTestDatabase()
  drop = database.drop
  const env = {
    BATON_DATA: folder,
    DATABASE_URL: database.url,
    BATON_DEMO: '0',
    BATON_API_KEY: key,
    PORT: '0',
    BATON_NOW: '2024-04-10T12:00:00+08:00',
  }
  serving = await serve(readConfiguration(env), openLog('silent'))
  await serving.ready
})
afterAll(async () => {
  await serving.close()
  await drop()
  rmSync(folder, { recursive: true, force: true })
})

type Answer = { status: number; body: Record<string, unknown> }
async function ask(path: string, init: RequestInit = {}, by = key): Promise<Answer> {
  const answer = await fetch(`${serving.address}/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${by}`, ...init.headers },
  })
  return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Record<string, unknown> }
}
const sendFile = (path: string, content: Buffer, fields: Record<string, string> = {}, by = key) => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  body.append('file', new Blob([new Uint8Array(content)]), 'table.csv')
  return ask(path, { method: 'POST', body }, by)
}
const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

describe('files of the organisation and of targets', () => {
  const stores = iconv.encode('门店编码,店名,大区\nS1,城东店,华北\nS2,城西店,华北\n', 'gb18030')

  it('are looked into, tried and kept over HTTP', async () => {
    const preview = await sendFile('/org/files/previews', stores, { kind: 'nodes' })
    expect(preview.body).toMatchObject({ rows: 2, mapping: { id: '门店编码', name: '店名', region: '大区' } })
    const fields = { kind: 'nodes', makeCodes: 'true', newCompany: 'Eastern Service' }
    const tried = await sendFile('/org/files?dryRun=true', stores, fields)
    expect(tried.body).toMatchObject({ dryRun: true, accepted: 4, made: 2, rejected: [] })
    expect((await ask('/org/nodes')).body).toEqual({ nodes: [] })
    expect((await sendFile('/org/files', stores, fields)).body).toMatchObject({ accepted: 4 })
    const people = Buffer.from(
      '工号,姓名,门店,岗位,入职日期\nP1,李建国,城东店,技师,2023-01-01\nP2,王芳,城北店,技师,2023-01-01\n',
    )
    const sent = await sendFile('/org/files', people, { kind: 'people' })
    expect(sent.body).toMatchObject({
      accepted: 1,
      rejectedRows: 1,
      rejected: [{ row: 2, field: '门店', code: 'org.file.place_unknown' }],
    })
    const targets = Buffer.from('门店,首次修复率,产值（万元）\n城东店,95%,35\n')
    const set = await sendFile('/targets/files', targets, { period: '2024-05' })
    expect(set.body).toMatchObject({ accepted: 2, changed: 2 })
  })

  it('are refused in words that help', async () => {
    const wrong = [
      await sendFile('/org/files', stores, { kind: 'planets' }),
      await sendFile('/org/files?dryRun=maybe', stores, { kind: 'nodes' }),
      await sendFile('/org/files', stores, { kind: 'nodes', mapping: '[]' }),
      await sendFile('/org/files', Buffer.from(''), { kind: 'nodes' }),
      await sendFile('/targets/files', stores),
    ]
    expect(wrong.map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'org.file.not_one_of'],
      [422, 'table.not_flag'],
      [422, 'table.mapping_unreadable'],
      [422, 'file.empty'],
      [422, 'targets.file.values_missing'],
    ])
    expect((await sendFile('/org/files', stores, { kind: 'nodes', parent: 'X9' })).status).toBe(404)
    expect((await sendFile('/org/files', stores, { kind: 'nodes' }, 'no key')).status).toBe(401)
    expect((await ask('/org/files', json({}))).status).toBe(415)
  })

  it('are described as forms', async () => {
    const document = (await (await fetch(`${serving.address}/api/openapi.json`)).json()) as {
      paths: Record<string, { post: { requestBody: { content: object } } }>
    }
    for (const path of ['/org/files', '/org/files/previews', '/targets/files', '/targets/files/previews'])
      expect(Object.keys(document.paths[path]?.post.requestBody.content ?? {})).toEqual(['multipart/form-data'])
  })
})

describe('the key of a data supplier', () => {
  const survey = {
    source: 'dms',
    externalId: 'V1',
    version: '2024-04-09T10:00:00+08:00',
    store: 'S1',
    answeredAt: '2024-04-09T10:00:00+08:00',
    nps: 9,
  }

  it('sends facts of its store, and opens nothing else', async () => {
    const made = await ask('/api-keys', json({ name: 'DMS', grants: [{ role: 'data_supplier', node: 'S1' }] }))
    const own = String(made.body.key)
    expect((await ask('/facts/surveys', json([survey]), own)).body).toMatchObject({ accepted: 1 })
    const elsewhere = await ask('/facts/surveys', json([{ ...survey, externalId: 'V2', store: 'S2' }]), own)
    expect(elsewhere.body).toMatchObject({ accepted: 0, rejected: [{ field: 'store' }] })
    const closed = await Promise.all(
      ['/boards/S1?period=2024-04', '/org/nodes', '/org/people', '/users', '/targets?node=S1', '/audit'].map(
        async (path) => (await ask(path, {}, own)).status,
      ),
    )
    expect(closed).toEqual(Array(closed.length).fill(403))
    // The ledger is open to whoever is signed in, and shows nobody's pay but one's own.
    expect((await ask('/ledger', {}, own)).body).toMatchObject({ entries: [] })
    expect((await sendFile('/org/files', Buffer.from('x'), { kind: 'nodes' }, own)).status).toBe(403)
  })

  it('says that it has expired, on every route', async () => {
    const expiresAt = new Date(Date.now() + 1_200).toISOString()
    const grants = [{ role: 'store_manager', node: 'S1' }]
    const own = String((await ask('/api-keys', json({ name: 'short', grants, expiresAt }))).body.key)
    expect((await ask('/boards/S1?period=2024-04', {}, own)).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 1_300))
    for (const path of ['/boards/S1?period=2024-04', '/org/nodes']) {
      const refused = await ask(path, {}, own)
      expect(refused).toMatchObject({
        status: 401,
        body: { code: 'access.key.expired', values: { expiredAt: expiresAt } },
      })
    }
  })
})
