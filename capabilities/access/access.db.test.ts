import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#foundation/actor'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import { type SignInLibrary, signInLibrary } from '#platform/signIn'
import { createTestDatabase } from '#platform/testing'
import { addApiKey, addUser, type Gate, gate, keyHash, refreshAllScopes } from './access.ts'
import { disable, listApiKeys, removeApiKey, resetPassword, setGrants } from './operations/manageUsers.ts'

const now = new Date('2024-04-01T08:00:00+08:00')
const admin: Actor = {
  no: 1,
  kind: 'system',
  name: 'test',
  personNo: null,
  permissions: new Set(['org.write']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const nobody = { actor: null, now }
let database: Database
let library: SignInLibrary
let doors: Gate
let drop: () => Promise<void>

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url })
  library = signInLibrary({
    database,
    schema: 'access',
    secret: 'a secret for this test of 32 letters',
    secureCookies: false,
  })
  doors = gate({ database, library, now: () => now })
  await importOrganisation(
    { database, followTree: (tx) => refreshAllScopes(tx, now) },
    { actor: admin, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
        { id: 'S2', kind: 'store', parent: 'C1', name: '二店' },
      ],
      people: ['P1', 'P2'].map((id, index) => ({
        id,
        name: id,
        memberships: [{ node: `S${index + 1}`, position: 'technician', from: '2023-01-01', to: null }],
      })),
    },
  )
})
afterAll(async () => {
  await doors.close()
  await database.close()
  await drop()
})

const signIn = async (username: string, password: string) => {
  const answer = await library.api
    .signInUsername({ body: { username, password }, returnHeaders: true })
    .catch(() => null)
  return (
    answer?.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ') ?? null
  )
}
const byCookie = (cookie: string) => doors.authenticate({ headers: { cookie }, locale: 'zh' })

describe('signing in', () => {
  it('works with a Chinese name, and lets the actor see what was granted', async () => {
    await addUser({ database }, nobody, {
      username: '王小明',
      name: '王小明',
      password: '一二三四五六七八九十',
      person: 'P1',
      grants: [{ role: 'employee', node: 'S1' }],
    })
    expect(await signIn('王小明', 'wrong password')).toBeNull()
    const cookie = (await signIn('王小明', '一二三四五六七八九十')) as string
    const actor = await byCookie(cookie)
    expect(actor).toMatchObject({ kind: 'user', name: '王小明', payScope: '{}' })
    expect(actor?.permissions.has('scorecards.read')).toBe(true)
    expect(actor?.permissions.has('facts.write')).toBe(false)
    expect(await byCookie(`${cookie.slice(0, -6)}AAAAAA`)).toBeNull()
  })

  it('takes a user name once', async () => {
    const again = {
      username: '王小明',
      name: '他人',
      password: '0123456789',
      person: null,
      grants: [{ role: 'employee' as const, node: 'S1' }],
    }
    await expect(addUser({ database }, nobody, again)).rejects.toMatchObject({ code: 'access.username.taken' })
  })

  it('ends when the account is closed, and with a new password', async () => {
    const no = await addUser({ database }, nobody, {
      username: 'li',
      name: '李',
      password: '0123456789',
      person: 'P2',
      grants: [{ role: 'store_manager', node: 'S2' }],
    })
    const first = (await signIn('li', '0123456789')) as string
    await resetPassword({ database }, nobody, no, 'abcdefghij')
    expect(await byCookie(first)).toBeNull()
    const second = (await signIn('LI', 'abcdefghij')) as string
    expect(await byCookie(second)).not.toBeNull()
    await disable({ database }, nobody, no, true)
    expect(await byCookie(second)).toBeNull()
    await disable({ database }, nobody, no, false)
    await setGrants({ database }, nobody, no, [])
    expect(await byCookie((await signIn('li', 'abcdefghij')) as string)).toMatchObject({ permissions: new Set() })
  })
})

describe('an API key', () => {
  it('is its own actor until it is revoked', async () => {
    const { id, key } = await addApiKey({ database }, nobody, {
      name: 'DMS',
      grants: [{ role: 'store_manager', node: 'S1' }],
    })
    const by = (value: string) => doors.authenticate({ headers: { authorization: `Bearer ${value}` }, locale: 'zh' })
    const actor = await by(key)
    expect(actor).toMatchObject({ kind: 'key', name: 'DMS' })
    expect(actor?.payScope).not.toBe('{}')
    await expect(by('no such key')).rejects.toMatchObject({ code: 'access.key.unknown' })
    await removeApiKey({ database }, nobody, id)
    await expect(by(key)).rejects.toMatchObject({ failure: 'unauthorised' })
  })

  it('ends by itself where an end was set, and one in the past is refused', async () => {
    const wanted = { name: 'until', grants: [{ role: 'store_manager' as const, node: 'S1' }] }
    const past = addApiKey({ database }, nobody, { ...wanted, expiresAt: '2024-01-01T00:00:00+08:00' })
    await expect(past).rejects.toMatchObject({ code: 'access.key.expiry_past' })
    const later = { ...nobody, now: new Date('2100-01-01T00:00:00Z') }
    const passed = addApiKey({ database }, later, { ...wanted, expiresAt: '2099-01-01T00:00:00+08:00' })
    await expect(passed).rejects.toMatchObject({ code: 'access.key.expiry_past' })
    const expiresAt = new Date(Date.now() + 1_500).toISOString()
    const { id, key } = await addApiKey({ database }, nobody, { ...wanted, expiresAt })
    const enter = () => doors.authenticate({ headers: { authorization: `Bearer ${key}` }, locale: 'zh' })
    expect(await enter()).toMatchObject({ name: 'until' })
    const listed = (await listApiKeys({ database }, nobody)).find((one) => one.id === id)
    expect(listed).toMatchObject({ expiresAt, lastUsedAt: null })
    await new Promise((resolve) => setTimeout(resolve, 1_600))
    await expect(enter()).rejects.toMatchObject({
      failure: 'unauthorised',
      code: 'access.key.expired',
      values: { expiredAt: expiresAt },
    })
    const hot = await database.hot<{ actor_no: number }>('assume', 'SELECT * FROM access.assume_key($1)', [
      keyHash(key),
    ])
    expect(hot).toEqual([])
  })

  it('of a data supplier may send facts of its stores and do nothing else', async () => {
    const { key } = await addApiKey({ database }, nobody, {
      name: 'DMS of store one',
      grants: [{ role: 'data_supplier', node: 'S1' }],
    })
    const actor = await doors.authenticate({ headers: { authorization: `Bearer ${key}` }, locale: 'zh' })
    expect(actor?.permissions).toEqual(new Set(['facts.write']))
    expect(actor?.payScope).toBe('{}')
    const seen = await database.asActor(actor as Actor, (tx) =>
      sql<{ id: string }>`SELECT id FROM organisation.node WHERE kind = 'store'`.execute(tx),
    )
    expect(seen.rows).toEqual([{ id: 'S1' }])
  })

  it('tells when it was used last', async () => {
    const { id, key } = await addApiKey({ database }, nobody, { name: 'used', grants: [] })
    const lastUsedAt = async () =>
      (await listApiKeys({ database }, nobody)).find((one) => one.id === id)?.lastUsedAt ?? null
    const other = gate({ database, library, now: () => now })
    await other.authenticate({ headers: { authorization: `Bearer ${key}` }, locale: 'zh' })
    expect(await lastUsedAt()).toBeNull()
    // Uses are noted in bundles: once a minute, and when the server ends.
    await other.close()
    expect(await lastUsedAt()).toBe(now.toISOString())
  })
})
