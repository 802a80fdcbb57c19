import { randomBytes } from 'node:crypto'
import { record } from '#audit'
import type { Actor } from '#foundation/actor'
import { conflict, forbidden, invalid, notFound, registerSentences } from '#foundation/failure'
import { dayAt } from '#foundation/period'
import type { Database, Transaction } from '#platform/database'
import { passwordHash } from '#platform/passwords'
import { permissionsOf, type Role } from '../rules/roles.ts'
import {
  actorsWithin,
  grantsOf,
  insertActor,
  insertKey,
  insertUser,
  keyKnown,
  keyRows,
  nodeNumbers,
  nodesWithin,
  replaceGrants,
  revokeKey,
  setDisabled,
  setPassword,
  type UserRow,
  userRows,
} from '../storage/actors.ts'
import { refreshScopes } from '../storage/scopes.ts'
import { keyHash } from './authenticate.ts'

type Deps = { database: Database }
/** Nobody at all: the first start, the demonstration network. */
type Who = { actor: Actor | null; now: Date }
export type Grant = { role: Role; node: string | null }

/** Works out every scope again, after the tree, a grant or the day has changed. */
export async function refreshAllScopes(tx: Transaction, now: Date, actors: number[] | null = null): Promise<void> {
  await refreshScopes(tx, { today: dayAt(now, 'Asia/Shanghai'), actors }, permissionsOf)
}

/** Adds somebody who can sign in; the name must be free. Returns the actor's number. */
export async function addUser(
  deps: Deps,
  who: Who,
  user: {
    username: string
    name: string
    password: string
    person: string | null
    grants: Grant[]
    demonstration?: boolean
    email?: string
  },
): Promise<number> {
  const username = user.username.normalize('NFKC').toLowerCase()
  return changing(deps, async (tx) => {
    const numbers = await nodeNumbers(tx, user.person ? [user.person] : [])
    const person = user.person ? numbers.get(user.person) : null
    if (user.person && person?.kind !== 'person') throw invalid('access.person.unknown', { person: user.person })
    const password = await passwordHash(user.password)
    const email = user.email ?? `${randomBytes(8).toString('hex')}@users.invalid`
    const userId = await insertUser(tx, { username, shownAs: user.username, name: user.name, email, password })
    if (userId === null) throw conflict('access.username.taken', { username: user.username })
    const no = await insertActor(tx, {
      kind: 'user',
      name: user.name,
      userId,
      personNo: person?.no ?? null,
      demonstration: user.demonstration ?? false,
      now: who.now,
    })
    await grant(tx, who, no, user.grants)
    await record(tx, who, { action: 'access.user.add', subject: user.username, details: { grants: user.grants } })
    return no
  })
}

export async function setGrants(deps: Deps, who: Who, no: number, grants: Grant[]): Promise<void> {
  await changing(deps, async (tx) => {
    const user = await existing(tx, who, no)
    if (who.actor?.no === no && !grants.some((item) => item.role === 'administrator'))
      throw conflict('access.grants.own_administrator')
    await grant(tx, who, no, grants)
    await record(tx, who, { action: 'access.grants.set', subject: user.username, details: { grants } })
  })
}

export async function disable(deps: Deps, who: Who, no: number, disabled: boolean): Promise<void> {
  await changing(deps, async (tx) => {
    const user = await existing(tx, who, no)
    if (who.actor?.no === no) throw conflict('access.user.own_account')
    await setDisabled(tx, no, disabled ? who.now : null)
    await record(tx, who, { action: disabled ? 'access.user.close' : 'access.user.reopen', subject: user.username })
  })
}

export async function resetPassword(deps: Deps, who: Who, no: number, password: string): Promise<void> {
  const hash = await passwordHash(password)
  await changing(deps, async (tx) => {
    const user = await existing(tx, who, no)
    await setPassword(tx, user.userId, hash)
    await record(tx, who, { action: 'access.password.reset', subject: user.username })
  })
}

/** Makes a key; it is returned this once and kept as a hash only. */
export async function addApiKey(
  deps: Deps,
  who: Who,
  wanted: { name: string; grants: Grant[]; key?: string; expiresAt?: string | null },
): Promise<{ id: string; key: string }> {
  const key = wanted.key ?? `baton_${randomBytes(32).toString('base64url')}`
  const id = `key_${randomBytes(6).toString('hex')}`
  const expiresAt = wanted.expiresAt ? new Date(wanted.expiresAt) : null
  if (expiresAt && !(expiresAt > who.now)) throw invalid('access.key.expiry_past', { expiresAt: wanted.expiresAt })
  return changing(deps, async (tx) => {
    if (await keyKnown(tx, keyHash(key))) throw conflict('access.key.taken')
    const no = await insertActor(tx, {
      kind: 'key',
      name: wanted.name,
      userId: null,
      personNo: null,
      demonstration: false,
      now: who.now,
    })
    await insertKey(tx, { id, actorNo: no, name: wanted.name, hash: keyHash(key), now: who.now, expiresAt })
    await grant(tx, who, no, wanted.grants)
    await record(tx, who, {
      action: 'access.key.add',
      subject: id,
      details: { name: wanted.name, grants: wanted.grants, expiresAt: expiresAt?.toISOString() ?? null },
    })
    return { id, key }
  })
}

export async function removeApiKey(deps: Deps, who: Who, id: string): Promise<void> {
  await changing(deps, async (tx) => {
    const held = (await keyRows(tx)).find((key) => key.id === id)
    if (!held || !(await mayKeep(tx, who, [held.actorNo])).has(held.actorNo))
      throw notFound('access.key.not_found', { id })
    if (!(await revokeKey(tx, id, who.now))) throw notFound('access.key.not_found', { id })
    await record(tx, who, { action: 'access.key.revoke', subject: id })
  })
}

export async function listUsers(deps: Deps, who: Who, no: number | null = null) {
  return deps.database.asWorker(async (tx) => {
    const all = await userRows(tx, no)
    const kept = await mayKeep(
      tx,
      who,
      all.map((user) => user.no),
    )
    const users = all.filter((user) => kept.has(user.no))
    const grants = await grantsOf(
      tx,
      users.map((user) => user.no),
    )
    return users.map(({ userId, ...user }) => ({ ...user, grants: grantsFor(grants, user.no) }))
  })
}

export async function listApiKeys(deps: Deps, who: Who) {
  return deps.database.asWorker(async (tx) => {
    const all = await keyRows(tx)
    const kept = await mayKeep(
      tx,
      who,
      all.map((key) => key.actorNo),
    )
    const keys = all.filter((key) => kept.has(key.actorNo))
    const grants = await grantsOf(
      tx,
      keys.map((key) => key.actorNo),
    )
    return keys.map(({ actorNo, ...key }) => ({
      ...key,
      createdAt: key.createdAt.toISOString(),
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
      expiresAt: key.expiresAt?.toISOString() ?? null,
      grants: grantsFor(grants, actorNo),
    }))
  })
}

const grantsFor = (grants: Awaited<ReturnType<typeof grantsOf>>, no: number): Grant[] =>
  grants.filter((item) => item.actorNo === no).map(({ role, node }) => ({ role, node }))

async function existing(tx: Transaction, who: Who, no: number): Promise<UserRow> {
  const user = (await userRows(tx, no))[0]
  if (!user || !(await mayKeep(tx, who, [no])).has(no)) throw notFound('access.user.not_found', { no })
  return user
}

/** Whose accounts and keys somebody may keep: those granted nothing beyond the keeper's own scope. */
async function mayKeep(tx: Transaction, { actor }: Who, actorNos: number[]): Promise<Set<number>> {
  return actor ? actorsWithin(tx, actor.scope, actorNos) : new Set(actorNos)
}

/** Only who sees the whole installation may let somebody else see it. */
async function grant(tx: Transaction, who: Who, actorNo: number, grants: Grant[]) {
  const nodes = await nodeNumbers(
    tx,
    grants.flatMap((item) => (item.node ? [item.node] : [])),
  )
  const rows = grants.map((item) => {
    if (item.node === null && who.actor && who.actor.scope !== '{(,)}') throw forbidden('access.grant.beyond_scope')
    const node = item.node ? nodes.get(item.node) : null
    if (item.node && (!node || node.kind === 'person')) throw invalid('access.grant.node_unknown', { node: item.node })
    return { role: item.role, nodeNo: node?.no ?? null }
  })
  const reach = who.actor
    ? await nodesWithin(
        tx,
        who.actor.scope,
        rows.flatMap((row) => row.nodeNo ?? []),
      )
    : null
  if (reach && rows.some((row) => row.nodeNo !== null && !reach.has(row.nodeNo)))
    throw forbidden('access.grant.beyond_scope')
  await replaceGrants(tx, actorNo, rows, { no: who.actor?.no ?? null, now: who.now })
  await refreshAllScopes(tx, who.now, [actorNo])
}

/** The routes that lead here need 'access.manage', which covers the installation: hence the worker. */
const changing = <T>(deps: Deps, work: (tx: Transaction) => Promise<T>): Promise<T> => deps.database.asWorker(work)

registerSentences({
  'access.key.unknown': {
    zh: () => 'API 密钥无效、已停用或已过期。',
    en: () => 'The API key is not known, was revoked or has expired.',
  },
  'access.key.expired': {
    zh: ({ expiredAt }) => `这把接口密钥已在 ${expiredAt} 到期。请向管理员要一把新的，换到发送数据的系统里。`,
    en: ({ expiredAt }) =>
      `This API key expired at ${expiredAt}. Ask an administrator for a new one and put it into the system that calls.`,
  },
  'access.key.expiry_past': {
    zh: ({ expiresAt }) => `密钥的到期时间“${expiresAt}”已经过去。`,
    en: ({ expiresAt }) => `The key would expire at ${expiresAt}, which is past.`,
  },
  'access.key.taken': { zh: () => '这个密钥已经在用。', en: () => 'This key exists already.' },
  'access.key.not_found': {
    zh: ({ id }) => `没有在用的密钥“${id}”。`,
    en: ({ id }) => `There is no key "${id}" in force.`,
  },
  'access.user.not_found': {
    zh: ({ no }) => `没有编号为 ${no} 的账号。`,
    en: ({ no }) => `There is no account with number ${no}.`,
  },
  'access.user.own_account': {
    zh: () => '不能停用自己的账号，请由另一位管理员操作。',
    en: () => "You can't close your own account; another administrator can.",
  },
  'access.grants.own_administrator': {
    zh: () => '不能取消自己的管理员角色，请由另一位管理员操作。',
    en: () => "You can't take the administrator's role from yourself; another administrator can.",
  },
  'access.username.taken': {
    zh: ({ username }) => `用户名“${username}”已被使用，请换一个。`,
    en: ({ username }) => `The user name "${username}" is taken; choose another.`,
  },
  'access.person.unknown': {
    zh: ({ person }) => `找不到人员“${person}”。`,
    en: ({ person }) => `There is no person "${person}".`,
  },
  'access.grant.node_unknown': {
    zh: ({ node }) => `授权范围“${node}”不存在，或不是组织节点。`,
    en: ({ node }) => `The node "${node}" of the grant does not exist.`,
  },
  'access.grant.beyond_scope': {
    zh: () => '授权范围超出了您自己的范围。',
    en: () => 'The grant reaches beyond your own scope.',
  },
  'access.sign_in.refused': {
    zh: () => '用户名或密码不对，请再试一次。',
    en: () => 'The user name or the password is wrong; try again.',
  },
  'access.session.none': {
    zh: () => '这是接口密钥，没有登录会话和密码；请用账号登录后再操作，停用密钥请找管理员。',
    en: () =>
      'This is an API key, which has no session and no password; sign in with an account, or ask an administrator to revoke the key.',
  },
  'access.password.wrong': { zh: () => '当前密码不对。', en: () => 'The present password is wrong.' },
})
