import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '#platform/testing'
import { fileOf, grown, places, type Thing } from './growth/places.ts'
import { type Server, startServer } from './running/server.ts'

// A kind of fact, two measures of it and a KPI are added to a copy of the product, at the places that ARCHITECTURE.md names
// and nowhere else. Whatever another place would have to know makes one of these tests fail.
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'baton-growth-'))
const copy = join(folder, 'product')
const key = 'key-of-the-growth-test-0123456789'
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
let database: { url: string; drop(): Promise<void> }
let server: Server

/** Runs a program in the copy; returns its code and all it said. */
function runInCopy(...words: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, { cwd: copy, env: { ...process.env, VITEST: undefined } })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part))
    child.once('close', (code) => resolve({ code, said }))
  })
}

beforeAll(async () => {
  const left = new Set(['node_modules', 'dist', '.git', '.baton', 'coverage'])
  cpSync(root, copy, { recursive: true, filter: (path) => !left.has(relative(root, path).split('/')[0] ?? '') })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const place of places) {
    const path = join(copy, fileOf[place.path] ?? place.path)
    mkdirSync(dirname(path), { recursive: true })
    const before = place.put.some(({ before }) => before !== undefined) ? readFileSync(path, 'utf8') : ''
    writeFileSync(path, grown(before, place))
  }
  // The tests of the copy hold for its sources; here it is what is served and shown that must agree with itself.
  const types = { extends: './tsconfig.json', include: ['cli/**/*.ts', 'web/**/*.ts', 'web/**/*.tsx'] }
  writeFileSync(
    join(copy, 'tsconfig.served.json'),
    JSON.stringify({ ...types, exclude: ['**/*.test.ts', '**/*.test.tsx'] }),
  )
  database = await createTestDatabase()
}, 60_000)
afterAll(async () => {
  await server?.kill()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** The paths that the table under "How to add" marks for a thing. */
function told(thing: Thing): string[] {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
  const section = text.slice(text.indexOf('## How to add'), text.indexOf('## Where is'))
  const column = { kind: 2, measure: 3, kpi: 4 }[thing]
  return section.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim())
    const path = /^`([^`]+)`/.exec(cells[1] ?? '')?.[1]
    return path && cells[column] === 'x' ? [path.replace(/\/$/, '')] : []
  })
}

describe('a product that grows', () => {
  it('by the places that ARCHITECTURE.md names, and no others', () => {
    for (const thing of ['kind', 'measure', 'kpi'] as const) {
      const touched = places.filter((place) => place.for === thing).map(({ path }) => path)
      expect(touched.sort(), thing).toEqual(told(thing).sort())
    }
  })

  it('fits together: types, both languages, and the rules of the house', { timeout: 240_000 }, async () => {
    const [types, house] = await Promise.all([
      runInCopy(join('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '-p', 'tsconfig.served.json'),
      runInCopy(
        join('node_modules', 'vitest', 'vitest.mjs'),
        ...['run', '--project', 'unit', 'architecture.test.ts', 'catalogue/kpis.test.ts', 'capabilities/facts/rules'],
      ),
    ])
    expect(types.code, types.said).toBe(0)
    expect(house.code, house.said).toBe(0)
  })

  it('takes in such facts, shows the figure, and says where it comes from', { timeout: 120_000 }, async () => {
    server = await startServer({ databaseUrl: database.url, key, folder: join(folder, 'data'), root: copy })
    const call = async (method: string, path: string, body?: unknown) => {
      const answer = await fetch(`${server.address}/api/v1${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: answer.status, body: await answer.json() }
    }
    await call('POST', '/org/import', {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
      ],
      people: [{ id: 'P1', name: '洗车人', memberships: [{ node: 'S1', position: 'technician', from: '2023-01-01' }] }],
    })
    const wash = (id: string, minutes: unknown) => ({
      source: 'wash',
      externalId: id,
      version: '2024-03-18T18:00:00+08:00',
      store: 'S1',
      washedAt: '2024-03-18T16:00:00+08:00',
      washer: 'P1',
      minutes,
    })
    const sent = await call('POST', '/facts/washes', [wash('W1', 20), wash('W2', 30), wash('W3', -1)])
    expect(sent).toMatchObject({ status: 200, body: { accepted: 2, rejected: [{ row: 3, field: 'minutes' }] } })
    expect((await call('POST', '/facts/washes', [wash('W1', 20)])).body).toMatchObject({ ignored: 1 })
    const form = new FormData()
    form.append('kind', 'washes')
    form.append('source', 'sheet')
    form.append(
      'file',
      new Blob(['洗车单号,门店编码,洗车时间,洗车工号,洗车时长\nF1,S1,2024-03-19 10:00,P1,40\n']),
      'washes.csv',
    )
    const file = await fetch(`${server.address}/api/v1/imports`, {
      method: 'POST',
      headers: { authorization: headers.authorization },
      body: form,
    })
    expect(await file.json()).toMatchObject({ accepted: 1, rejectedRows: 0 })
    for (const node of ['S1', 'C1']) {
      const board = (await call('GET', `/boards/${node}?period=2024-03`)).body
      expect(
        board.kpis.find(({ id }: { id: string }) => id === 'minutesOfWash'),
        node,
      ).toMatchObject({ value: 30 })
    }
    const behind = (await call('GET', '/kpis/minutesOfWash/facts?node=S1&period=2024-03&limit=10')).body
    expect(behind.items.map(({ title }: { title: { zh: string } }) => title.zh)).toEqual([
      '洗车 W1',
      '洗车 W2',
      '洗车 F1',
    ])
  })
})
