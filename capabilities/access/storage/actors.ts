import { type Database, sql, type Transaction } from '#platform/database'
import type { Role } from '../rules/roles.ts'

export type ActorRow = {
  no: number
  kind: 'user' | 'key'
  name: string
  personNo: number | null
  scope: string
  payScope: string
  permissions: string
}

const columns = `a.no, a.kind, a.name, a.person_no AS "personNo", s.scope::text AS scope, s.pay_scope::text AS "payScope", s.permissions`

const ofUser = `SELECT ${columns} FROM access.actor a JOIN access.actor_scope s ON s.actor_no = a.no
  WHERE a.user_id = $1 AND a.disabled_at IS NULL`

/** In one round trip, since every request asks. */
export async function actorOfUser(database: Database, userId: string): Promise<ActorRow | null> {
  const [found] = await database.hotAsWorker<ActorRow>('access.actor_of_user', ofUser, [userId])
  return found ?? null
}

const ofKey = `
  SELECT ${columns}, k.id AS "keyId", CASE WHEN k.expires_at <= now() THEN k.expires_at END AS "expiredAt" FROM access.api_key k
  JOIN access.actor a ON a.no = k.actor_no JOIN access.actor_scope s ON s.actor_no = a.no
  WHERE k.hash = $1 AND k.revoked_at IS NULL AND a.disabled_at IS NULL`

/** Whose key it is; also of one that has expired, with the time at which it did. */
export async function actorOfKey(
  database: Database,
  hash: Buffer,
): Promise<(ActorRow & { keyId: string; expiredAt: Date | null }) | null> {
  type Found = ActorRow & { keyId: string; expiredAt: Date | null }
  const [found] = await database.hotAsWorker<Found>('access.actor_of_key', ofKey, [hash])
  return found ?? null
}

export type GrantRow = {
  actorNo: number
  role: Role
  nodeNo: number | null
  node: string | null
  nodeKind: string | null
  nodeName: string | null
}

export async function grantsOf(tx: Transaction, actorNos: number[]): Promise<GrantRow[]> {
  const found = await sql<GrantRow>`
    SELECT g.actor_no AS "actorNo", g.role, g.node_no AS "nodeNo", n.id AS node, n.kind AS "nodeKind", n.name AS "nodeName"
    FROM access.role_grant g LEFT JOIN organisation.node n ON n.no = g.node_no
    WHERE g.actor_no = ANY (${actorNos}) ORDER BY g.actor_no, g.role, n.id`.execute(tx)
  return found.rows
}

export async function insertActor(
  tx: Transaction,
  actor: {
    kind: 'user' | 'key'
    name: string
    userId: string | null
    personNo: number | null
    demonstration: boolean
    now: Date
  },
): Promise<number> {
  const made = await sql<{
    no: number
  }>`INSERT INTO access.actor (kind, name, user_id, person_no, demonstration, created_at)
    VALUES (${actor.kind}, ${actor.name}, ${actor.userId}, ${actor.personNo}, ${actor.demonstration}, ${actor.now}) RETURNING no`.execute(
    tx,
  )
  return (made.rows[0] as { no: number }).no
}

export async function replaceGrants(
  tx: Transaction,
  actorNo: number,
  grants: { role: Role; nodeNo: number | null }[],
  by: { no: number | null; now: Date },
) {
  await sql`DELETE FROM access.role_grant WHERE actor_no = ${actorNo}`.execute(tx)
  await sql`INSERT INTO access.role_grant (actor_no, role, node_no, granted_at, granted_by)
    SELECT DISTINCT ${actorNo}::int, role, "nodeNo", ${by.now}::timestamptz, ${by.no}::int
    FROM json_to_recordset(${JSON.stringify(grants)}::json) AS g(role text, "nodeNo" int)`.execute(tx)
}

export async function nodeNumbers(tx: Transaction, ids: string[]): Promise<Map<string, { no: number; kind: string }>> {
  const found = await sql<{
    id: string
    no: number
    kind: string
  }>`SELECT id, no, kind FROM organisation.node WHERE id = ANY (${ids})`.execute(tx)
  return new Map(found.rows.map((row) => [row.id, row]))
}

export type UserRow = {
  no: number
  userId: string
  username: string
  name: string
  person: string | null
  disabled: boolean
}

export async function userRows(tx: Transaction, no: number | null = null): Promise<UserRow[]> {
  const found = await sql<UserRow>`
    SELECT a.no, u.id AS "userId", coalesce(u."displayUsername", u.username, u.email) AS username, a.name, p.id AS person, a.disabled_at IS NOT NULL AS disabled
    FROM access.actor a JOIN access."user" u ON u.id = a.user_id LEFT JOIN organisation.node p ON p.no = a.person_no
    WHERE a.kind = 'user' AND (${no}::int IS NULL OR a.no = ${no}) ORDER BY a.name COLLATE "zh-x-icu", a.no`.execute(tx)
  return found.rows
}

/** Returns the new user's id, or null when the name is taken. */
export async function insertUser(
  tx: Transaction,
  user: { username: string; shownAs: string; name: string; email: string; password: string },
): Promise<string | null> {
  const made = await sql<{ id: string }>`INSERT INTO access."user" (id, name, email, username, "displayUsername")
    VALUES (gen_random_uuid()::text, ${user.name}, ${user.email}, ${user.username}, ${user.shownAs})
    ON CONFLICT DO NOTHING RETURNING id`.execute(tx)
  const id = made.rows[0]?.id
  if (!id) return null
  await sql`INSERT INTO access.account (id, "accountId", "providerId", "userId", password)
    VALUES (gen_random_uuid()::text, ${id}, 'credential', ${id}, ${user.password})`.execute(tx)
  return id
}

/** Also ends every session that was begun with the old one. */
export async function setPassword(tx: Transaction, userId: string, password: string) {
  await sql`UPDATE access.account SET password = ${password} WHERE "userId" = ${userId} AND "providerId" = 'credential'`.execute(
    tx,
  )
  await sql`DELETE FROM access.session WHERE "userId" = ${userId}`.execute(tx)
}

export async function setDisabled(tx: Transaction, no: number, at: Date | null) {
  await sql`UPDATE access.actor SET disabled_at = ${at} WHERE no = ${no}`.execute(tx)
  if (at)
    await sql`DELETE FROM access.session WHERE "userId" = (SELECT user_id FROM access.actor WHERE no = ${no})`.execute(
      tx,
    )
}

export async function insertKey(
  tx: Transaction,
  key: { id: string; actorNo: number; name: string; hash: Buffer; now: Date; expiresAt: Date | null },
) {
  await sql`INSERT INTO access.api_key (id, actor_no, name, hash, created_at, expires_at)
    VALUES (${key.id}, ${key.actorNo}, ${key.name}, ${key.hash}, ${key.now}, ${key.expiresAt})`.execute(tx)
}

export async function keyKnown(tx: Transaction, hash: Buffer): Promise<boolean> {
  const found = await sql`SELECT FROM access.api_key WHERE hash = ${hash}`.execute(tx)
  return found.rows.length > 0
}

export type KeyRow = {
  id: string
  actorNo: number
  name: string
  createdAt: Date
  lastUsedAt: Date | null
  expiresAt: Date | null
}

export async function keyRows(tx: Transaction): Promise<KeyRow[]> {
  const found =
    await sql<KeyRow>`SELECT id, actor_no AS "actorNo", name, created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt"
    FROM access.api_key WHERE revoked_at IS NULL ORDER BY created_at DESC`.execute(tx)
  return found.rows
}

export async function revokeKey(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const changed =
    await sql`UPDATE access.api_key SET revoked_at = ${now} WHERE id = ${id} AND revoked_at IS NULL`.execute(tx)
  return (changed.numAffectedRows ?? 0n) > 0n
}

export async function noteKeysUsed(tx: Transaction, ids: string[], now: Date) {
  await sql`UPDATE access.api_key SET last_used_at = ${now} WHERE id = ANY (${ids})`.execute(tx)
}

export async function demonstrationUsers(
  tx: Transaction,
): Promise<{ username: string; name: string; role: Role; where: string }[]> {
  const found = await sql<{ username: string; name: string; role: Role; where: string }>`
    SELECT coalesce(u."displayUsername", u.username) AS username, a.name, g.role, coalesce(n.name, '') AS "where"
    FROM access.actor a JOIN access."user" u ON u.id = a.user_id JOIN access.role_grant g ON g.actor_no = a.no
    LEFT JOIN organisation.node n ON n.no = g.node_no WHERE a.demonstration AND a.disabled_at IS NULL ORDER BY a.no`.execute(
    tx,
  )
  return found.rows
}

/** Call as the actor: what it may see of where it belongs. */
export async function homePlaces(tx: Transaction, actor: { no: number; personNo: number | null }, today: string) {
  const found = await sql<{ person: string | null; company: string | null; demonstration: boolean; today: string }>`
    SELECT (SELECT id FROM organisation.node WHERE no = ${actor.personNo}::int) AS person,
      (SELECT id FROM organisation.node WHERE kind = 'company' AND (closed_on IS NULL OR closed_on >= ${today}::date) ORDER BY no LIMIT 1) AS company,
      coalesce((SELECT demonstration FROM access.actor WHERE no = ${actor.no}), false) AS demonstration`.execute(tx)
  const row = found.rows[0]
  return {
    person: row?.person ?? null,
    company: row?.company ? { id: row.company, kind: 'company' } : null,
    demonstration: row?.demonstration ?? false,
  }
}

/** The actors among these whose every grant, and whose person, lie within a scope. */
export async function actorsWithin(tx: Transaction, scope: string, actorNos: number[]): Promise<Set<number>> {
  const whole = scope === '{(,)}'
  const found = await sql<{ no: number }>`
    SELECT a.no FROM access.actor a
    WHERE a.no = ANY (${actorNos}) AND (${whole} OR (
      (a.person_no IS NULL OR a.person_no <@ ${scope}::int4multirange)
      AND NOT EXISTS (
        SELECT FROM access.role_grant g WHERE g.actor_no = a.no AND (g.node_no IS NULL OR NOT g.node_no <@ ${scope}::int4multirange)
      )
    ))`.execute(tx)
  return new Set(found.rows.map((row) => row.no))
}

export async function nodesWithin(tx: Transaction, scope: string, nodeNos: number[]): Promise<Set<number>> {
  const found = await sql<{ no: number }>`
    SELECT no FROM unnest(${nodeNos}::int[]) AS no WHERE no <@ ${scope}::int4multirange`.execute(tx)
  return new Set(found.rows.map((row) => row.no))
}
