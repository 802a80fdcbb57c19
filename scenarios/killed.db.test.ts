import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { differences } from '#measures'
import { openDatabase } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { type Server, startServer } from './running/server.ts'

const rounds = Number(process.env.BATON_KILL_ROUNDS ?? 4)
const key = 'key-of-the-kill-test-0123456789'
const folder = mkdtempSync(join(tmpdir(), 'baton-kill-'))
const running = new Set<Server>()

afterAll(() => {
  for (const server of running) server.child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Starts the product as a user would, on the database of this test. */
async function start(databaseUrl: string) {
  const server = await startServer({ databaseUrl, key, folder })
  running.add(server)
  server.child.once('exit', () => running.delete(server))
  return server
}

const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }

function order(id: string, store: string, day: number) {
  const date = `2024-03-${String(day).padStart(2, '0')}`
  return {
    source: 'dms',
    externalId: id,
    version: `${date}T18:00:00+08:00`,
    store,
    openedAt: `${date}T08:30:00+08:00`,
    deliveredAt: `${date}T16:00:00+08:00`,
    advisor: 'A1',
    leadTechnician: 'P1',
    labour: [{ technician: 'P1', billedMinutes: 90, actualMinutes: 80 }],
    labourFen: 100_00,
    partsFen: 50_00,
    hasAppointment: false,
    hasAddOn: false,
    rework: null,
  }
}

/**
 * Sends small and large requests from several clients and kills the server some time after the first was acknowledged;
 * returns the ids that were.
 */
async function sendUntilDead(address: string, dying: Server['child'], round: number): Promise<string[]> {
  const acknowledged: string[] = []
  let doomed = false
  const doom = () => {
    if (!doomed) setTimeout(() => dying.kill('SIGKILL'), Math.random() * 900)
    doomed = true
  }
  const client = async (name: string, size: number) => {
    for (let number = 0; ; number += 1) {
      const ids = Array.from({ length: size }, (_, index) => `${round}-${name}-${number}-${index}`)
      const body = JSON.stringify(
        ids.map((id, index) => order(id, index % 2 ? 'S1' : 'S2', 1 + ((number + index) % 31))),
      )
      const answer = await fetch(`${address}/api/v1/facts/work-orders`, { method: 'POST', headers, body }).catch(
        () => null,
      )
      const read = await answer?.json().catch(() => null)
      if (!answer || !read) return
      expect(answer.status, JSON.stringify(read)).toBe(200)
      doom()
      expect(read).toMatchObject({ accepted: size, rejected: [] })
      acknowledged.push(...ids)
    }
  }
  await Promise.all([client('one', 1), client('two', 7), client('many', 400)])
  return acknowledged
}

async function kept(address: string): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  let after: string | null = '0'
  while (after !== null) {
    const answer: { items: { externalId: string }[]; next: string | null } = await fetch(
      `${address}/api/v1/kpis/jobs/facts?node=C1&period=2024-03&limit=500&after=${after}`,
      { headers },
    ).then((read) => read.json())
    for (const { externalId } of answer.items) found.set(externalId, (found.get(externalId) ?? 0) + 1)
    after = answer.next
  }
  return found
}

/** How often something is asked again that follows in the background. */
const patience = 300
const pause = () => new Promise((resolve) => setTimeout(resolve, 100))

async function jobsOn(address: string): Promise<number | null> {
  const board = await fetch(`${address}/api/v1/boards/C1?period=2024-03`, { headers }).then((read) => read.json())
  return board.kpis.find(({ id }: { id: string }) => id === 'jobs').value
}

async function expectRollupsLikeRebuild(url: string): Promise<void> {
  const database = openDatabase({ url })
  try {
    let found = await differences({ database })
    for (let tries = 0; tries < patience && found > 0; tries += 1) {
      await pause()
      found = await differences({ database })
    }
    expect(found).toBe(0)
  } finally {
    await database.close()
  }
}

const organisation = {
  nodes: [
    { id: 'C1', kind: 'company', parent: null, name: '公司' },
    { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
    { id: 'S2', kind: 'store', parent: 'C1', name: '二店' },
  ],
  people: ['P1', 'A1'].map((id) => ({
    id,
    name: id,
    memberships: [{ node: 'S1', position: 'technician', from: '2023-01-01' }],
  })),
}

describe('a server killed in the middle of its work', () => {
  it('has lost nothing that it acknowledged, holds nothing twice, and its rollups are what the facts give', async () => {
    const database = await createTestDatabase()
    const acknowledged: string[] = []
    let { child, address } = await start(database.url)
    await fetch(`${address}/api/v1/org/import`, { method: 'POST', headers, body: JSON.stringify(organisation) })
    for (let round = 0; round < rounds; round += 1) {
      acknowledged.push(...(await sendUntilDead(address, child, round)))
      ;({ child, address } = await start(database.url))
      // What the dead server had already handed to the database may still commit: both are read until they agree.
      let facts = await kept(address)
      for (let tries = 0; tries < patience && (await jobsOn(address)) !== facts.size; tries += 1) {
        await pause()
        facts = await kept(address)
      }
      expect(acknowledged.filter((id) => !facts.has(id))).toEqual([])
      expect([...facts.values()].filter((times) => times > 1)).toEqual([])
      expect(await jobsOn(address)).toBe(facts.size)
    }
    expect(acknowledged.length).toBeGreaterThan(0)
    await expectRollupsLikeRebuild(database.url)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    await database.drop()
  }, 180_000)
})

/** A file that is long enough to be read in the background. */
async function importLong(address: string, rows: number): Promise<string> {
  const head =
    '工单号,门店编码,进厂时间,交车时间,服务顾问,主修技师,技师,计费工时,实际工时,工时费,材料费,是否预约,是否增项,是否返修'
  const lines = Array.from({ length: rows }, (_, at) => {
    const day = `2024-03-${String(1 + (at % 28)).padStart(2, '0')}`
    return `L${at},${at % 2 ? 'S1' : 'S2'},${day} 08:30,${day} 16:00,A1,P1,P1,1.5,1.2,600,400,是,否,否`
  })
  const form = new FormData()
  form.append('kind', 'work-orders')
  form.append('source', 'sheet')
  form.append('file', new Blob([[head, ...lines].join('\n')]), 'long.csv')
  const answer = await fetch(`${address}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: headers.authorization },
    body: form,
  })
  const body = await answer.json()
  expect(answer.status, JSON.stringify(body)).toBe(202)
  return body.id
}

describe('a server killed while a long file goes in', () => {
  it('goes on by itself after the restart, and nothing is there twice', async () => {
    const rows = 12_000
    const database = await createTestDatabase()
    let { child, address } = await start(database.url)
    await fetch(`${address}/api/v1/org/import`, { method: 'POST', headers, body: JSON.stringify(organisation) })
    const id = await importLong(address, rows)
    type Read = { state: string; done: number; accepted: number; ignored: number; rejected: number }
    const read = (): Promise<Read> =>
      fetch(`${address}/api/v1/imports/${id}`, { headers }).then((answer) => answer.json())
    const until = async (fits: (one: Read) => boolean) => {
      for (let tries = 0; ; tries += 1) {
        const one = await read()
        if (fits(one) || tries === 1_200) return one
        await pause()
      }
    }
    const begun = await until(({ done, state }) => done > 0 || state === 'done')
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    // Else the file was in before the server died, and nothing was shown.
    expect(begun.state).toBe('running')
    ;({ child, address } = await start(database.url))
    const ended = await until(({ state }) => state === 'done' || state === 'failed')
    expect(ended).toMatchObject({ state: 'done', done: rows, rejected: 0 })
    const facts = await kept(address)
    expect(facts.size).toBe(rows)
    expect([...facts.values()].filter((times) => times > 1)).toEqual([])
    for (let tries = 0; tries < patience && (await jobsOn(address)) !== rows; tries += 1) await pause()
    expect(await jobsOn(address)).toBe(rows)
    await expectRollupsLikeRebuild(database.url)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    await database.drop()
  }, 300_000)
})
