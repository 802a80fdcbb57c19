import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLog } from '#platform/log'
import { createTestDatabase } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'

// Doors: guessing is slowed and locks nobody out, each sign-in is a session of its own, and what is ended ends everywhere.
const key = 'sign-in-test-key-0123456789'
const secret = 'right-password-1'
const folder = mkdtempSync(join(tmpdir(), 'baton-sign-in-'))
let serving: Serving
let drop: () => Promise<void>
const administrator = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }

beforeAll(async () => {
  const database = await createTestDatabase()
  drop = database.drop
  const env = { BATON_DATA: folder, DATABASE_URL: database.url, BATON_DEMO: '0', BATON_API_KEY: key, PORT: '0' }
  const configuration = readConfiguration({ ...env, BATON_TRUST_PROXY: '1' })
  serving = await serve(configuration, openLog('silent'))
  await serving.ready
  await post('/org/import', { nodes: [{ id: 'C1', kind: 'company', parent: null, name: '公司' }] })
  for (const username of ['guessed', 'leaving', 'closed'])
    await post('/users', {
      username,
      name: username,
      password: secret,
      grants: [{ role: 'head_office', node: 'C1' }],
    })
}, 60_000)
afterAll(async () => {
  await serving?.close()
  await drop?.()
  rmSync(folder, { recursive: true, force: true })
})

const api = (path: string) => `${serving.address}/api/v1${path}`
async function post(path: string, body: object) {
  const answer = await fetch(api(path), { method: 'POST', headers: administrator, body: JSON.stringify(body) })
  const read = await answer.json()
  expect(answer.ok, JSON.stringify(read)).toBe(true)
  return read
}

async function signIn(username: string, password: string, from: string, cookie?: string) {
  const answer = await fetch(api('/session'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from, ...(cookie ? { cookie } : {}) },
    body: JSON.stringify({ username, password }),
  })
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  return { status: answer.status, cookie: cookies.join('; ') }
}
const statusAs = async (cookie: string) => (await fetch(api('/session'), { headers: { cookie } })).status

/** Opens the company's board and tells how long it stayed open. */
async function openBoard(headers: Record<string, string>, stop: AbortSignal) {
  const answer = await fetch(api('/boards/C1/events'), { headers, signal: stop })
  expect(answer.status).toBe(200)
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
  const drained = async () => {
    while (!(await reader.read()).done);
    return 'ended'
  }
  return { ended: drained().catch(() => 'cut') }
}

describe('signing in', () => {
  it('slows who guesses, and lets the one whose name it is in from elsewhere', async () => {
    const statuses: number[] = []
    for (let time = 0; time < 12; time += 1)
      statuses.push((await signIn('guessed', 'wrong-password', '203.0.113.9')).status)
    expect(new Set(statuses.slice(0, 10))).toEqual(new Set([401]))
    expect(statuses.at(-1)).toBe(429)
    // Written otherwise it is the same name.
    expect((await signIn('GUESSED', secret, '203.0.113.9')).status).toBe(429)
    expect((await signIn('guessed', secret, '198.51.100.7')).status).toBe(200)
    expect((await signIn('leaving', secret, '203.0.113.9')).status).toBe(200)
  })

  it('makes a session of its own each time, whatever cookie came with it', async () => {
    const first = await signIn('leaving', secret, '198.51.100.1')
    const second = await signIn('leaving', secret, '198.51.100.1', first.cookie)
    const planted = await signIn('leaving', secret, '198.51.100.1', 'baton.session_token=planted.by-somebody')
    expect(new Set([first.cookie, second.cookie, planted.cookie]).size).toBe(3)
    expect(planted.cookie).not.toContain('planted')
    expect(await statusAs('baton.session_token=planted.by-somebody')).toBe(401)
  })

  it('ends on every device and in every open board, for who leaves, is closed or lost the key', {
    timeout: 60_000,
  }, async () => {
    const stop = new AbortController()
    const phone = await signIn('leaving', secret, '198.51.100.2')
    const desk = await signIn('leaving', secret, '198.51.100.3')
    const closed = await signIn('closed', secret, '198.51.100.4')
    const made = await post('/api-keys', { name: 'wall', grants: [{ role: 'head_office', node: 'C1' }] })
    const stays = await openBoard({ authorization: administrator.authorization }, stop.signal)
    const boards = [
      await openBoard({ cookie: phone.cookie }, stop.signal),
      await openBoard({ cookie: closed.cookie }, stop.signal),
      await openBoard({ authorization: `Bearer ${made.key}` }, stop.signal),
    ]

    const everywhere = await fetch(api('/session/revocations'), { method: 'POST', headers: { cookie: desk.cookie } })
    expect(everywhere.status).toBe(200)
    const { users } = await fetch(api('/users'), { headers: administrator }).then((answer) => answer.json())
    const { no } = users.find(({ username }: { username: string }) => username === 'closed')
    const body = JSON.stringify({ disabled: true })
    expect((await fetch(api(`/users/${no}/disabled`), { method: 'PUT', headers: administrator, body })).status).toBe(
      200,
    )
    const revoked = await fetch(api(`/api-keys/${made.id}`), {
      method: 'DELETE',
      headers: { authorization: administrator.authorization },
    })
    expect(revoked.status).toBe(200)

    for (const { cookie } of [phone, desk, closed]) expect(await statusAs(cookie)).toBe(401)
    expect(await Promise.all(boards.map(({ ended }) => ended))).toEqual(['ended', 'ended', 'ended'])
    const others = await Promise.race([stays.ended, Promise.resolve('open')])
    expect(others).toBe('open')
    stop.abort()
  })
})
