import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'
import { type Role, roleRules } from '../rules/roles.ts'

type Wanted = { actorNo: number; permissions: string }

/**
 * Works out again what grants come to: for each actor the set of node numbers that it sees, and the set whose pay it sees.
 * Without actors named, for all of them.
 */
export async function refreshScopes(
  tx: Transaction,
  { today, actors = null }: { today: Day; actors?: number[] | null },
  permissionsOf: (roles: Role[]) => string[],
) {
  const grants = await sql<{ actorNo: number; roles: Role[] }>`
    SELECT a.no AS "actorNo", coalesce(array_agg(g.role) FILTER (WHERE g.role IS NOT NULL), '{}') AS roles
    FROM access.actor a LEFT JOIN access.role_grant g ON g.actor_no = a.no
    WHERE (${actors}::int[] IS NULL OR a.no = ANY (${actors})) GROUP BY a.no`.execute(tx)
  const wanted: Wanted[] = grants.rows.map((row) => ({
    actorNo: row.actorNo,
    permissions: permissionsOf(row.roles).join(','),
  }))
  const seesSubtree = rolesWhere((role) => roleRules[role].sees === 'subtree')
  const seesPay = rolesWhere((role) => roleRules[role].permissions.includes('pay.read'))
  await sql`
    WITH wanted AS (SELECT * FROM json_to_recordset(${JSON.stringify(wanted)}::json) AS w("actorNo" int, permissions text)),
    granted AS (SELECT g.actor_no, g.role, g.node_no FROM access.role_grant g JOIN wanted w ON w."actorNo" = g.actor_no),
    roots AS (SELECT DISTINCT node_no FROM granted WHERE node_no IS NOT NULL AND role = ANY (${seesSubtree})),
    below AS (SELECT roots.node_no AS root, organisation.subtree(roots.node_no, ${today}::date) AS no FROM roots),
    reach AS (
      SELECT g.actor_no, b.no, g.role = ANY (${seesPay}) AS pay FROM granted g JOIN below b ON b.root = g.node_no AND g.role = ANY (${seesSubtree})
      UNION ALL
      SELECT g.actor_no, g.node_no, false FROM granted g WHERE g.node_no IS NOT NULL AND NOT g.role = ANY (${seesSubtree})
      UNION ALL
      SELECT a.no, a.person_no, false FROM access.actor a JOIN wanted w ON w."actorNo" = a.no WHERE a.person_no IS NOT NULL
      UNION ALL
      -- Whoever leads a team or works in a store sees that store's own board.
      SELECT a.no, s.store_no, false FROM access.actor a JOIN wanted w ON w."actorNo" = a.no
      JOIN organisation.staffing s ON s.person_no = a.person_no AND s.from_day <= ${today}::date AND coalesce(s.to_day, 'infinity') >= ${today}::date
    ),
    scopes AS (
      SELECT w."actorNo" AS actor_no, w.permissions,
        CASE WHEN EXISTS (SELECT FROM granted g WHERE g.actor_no = w."actorNo" AND g.node_no IS NULL AND g.role = ANY (${seesSubtree})) THEN '{(,)}'::int4multirange
          ELSE coalesce((SELECT range_agg(int4range(r.no, r.no, '[]')) FROM reach r WHERE r.actor_no = w."actorNo"), '{}') END AS scope,
        CASE WHEN EXISTS (SELECT FROM granted g WHERE g.actor_no = w."actorNo" AND g.node_no IS NULL AND g.role = ANY (${seesPay})) THEN '{(,)}'::int4multirange
          ELSE coalesce((SELECT range_agg(int4range(r.no, r.no, '[]')) FROM reach r WHERE r.actor_no = w."actorNo" AND r.pay), '{}') END AS pay_scope
      FROM wanted w
    )
    INSERT INTO access.actor_scope AS known (actor_no, scope, pay_scope, permissions)
    SELECT actor_no, scope, pay_scope, permissions FROM scopes
    ON CONFLICT (actor_no) DO UPDATE SET scope = excluded.scope, pay_scope = excluded.pay_scope, permissions = excluded.permissions
    WHERE (known.scope, known.pay_scope, known.permissions) IS DISTINCT FROM (excluded.scope, excluded.pay_scope, excluded.permissions)`.execute(
    tx,
  )
}

function rolesWhere(test: (role: Role) => boolean): Role[] {
  return (Object.keys(roleRules) as Role[]).filter(test)
}
