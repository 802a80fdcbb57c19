import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'
import type { ResourceKind } from '../rules/resources.ts'

export type ActionRow = {
  id: string
  nodeNo: number
  node: string
  month: string
  title: string
  ownerId: string | null
  ownerName: string | null
  due: Day
  kpi: string | null
  state: 'open' | 'done' | 'dropped'
  outcome: string
}
export type ResourceRow = {
  id: string
  nodeNo: number
  month: string
  action: string | null
  kind: ResourceKind
  title: string
  quantity: number | null
  amountFen: number | null
}
export type By = { name: string; now: Date }

const actionColumns = sql.raw(`a.id, a.node_no AS "nodeNo", n.id AS node, a.month, a.title, o.name AS "ownerName",
  CASE WHEN a.owner_no IS NOT NULL THEN coalesce(o.id, '') END AS "ownerId",
  a.due_day AS due, a.kpi, a.state, a.outcome`)
const actionFrom = sql.raw(`plans.month_action a JOIN organisation.node n ON n.no = a.node_no
  LEFT JOIN organisation.node o ON o.no = a.owner_no`)
const resourceColumns = sql.raw(
  `id, node_no AS "nodeNo", month, action_id AS action, kind, title, quantity, amount_fen AS "amountFen"`,
)

export async function actionsOf(tx: Transaction, nodeNo: number, month: string): Promise<ActionRow[]> {
  const found = await sql<ActionRow>`SELECT ${actionColumns} FROM ${actionFrom}
    WHERE a.node_no = ${nodeNo} AND a.month = ${month} ORDER BY a.due_day, a.id`.execute(tx)
  return found.rows
}

export async function actionById(tx: Transaction, id: string): Promise<ActionRow | null> {
  const found = await sql<ActionRow>`SELECT ${actionColumns} FROM ${actionFrom} WHERE a.id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

type NewAction = {
  id: string
  nodeNo: number
  month: string
  title: string
  ownerNo: number | null
  due: Day
  kpi: string | null
}

export async function insertAction(tx: Transaction, row: NewAction, by: By): Promise<void> {
  await sql`INSERT INTO plans.month_action (id, node_no, month, title, owner_no, due_day, kpi, changed_by, changed_at)
    VALUES (${row.id}, ${row.nodeNo}, ${row.month}, ${row.title}, ${row.ownerNo}, ${row.due}, ${row.kpi}, ${by.name}, ${by.now})`.execute(
    tx,
  )
}

type ChangedAction = Omit<NewAction, 'nodeNo' | 'month'> & { state: ActionRow['state']; outcome: string }

export async function updateAction(tx: Transaction, row: ChangedAction, by: By): Promise<void> {
  await sql`UPDATE plans.month_action SET title = ${row.title}, owner_no = ${row.ownerNo}, due_day = ${row.due}, kpi = ${row.kpi},
    state = ${row.state}, outcome = ${row.outcome}, changed_by = ${by.name}, changed_at = ${by.now} WHERE id = ${row.id}`.execute(
    tx,
  )
}

/** What a node's months take, from one month to another. */
export async function resourcesOf(tx: Transaction, nodeNo: number, from: string, to: string): Promise<ResourceRow[]> {
  const found = await sql<ResourceRow>`SELECT ${resourceColumns} FROM plans.resource
    WHERE node_no = ${nodeNo} AND month BETWEEN ${from} AND ${to} ORDER BY month, kind, title, id`.execute(tx)
  return found.rows
}

export async function insertResource(tx: Transaction, row: ResourceRow, by: By): Promise<void> {
  await sql`INSERT INTO plans.resource (id, node_no, month, action_id, kind, title, quantity, amount_fen, changed_by, changed_at)
    VALUES (${row.id}, ${row.nodeNo}, ${row.month}, ${row.action}, ${row.kind}, ${row.title}, ${row.quantity}, ${row.amountFen},
      ${by.name}, ${by.now})`.execute(tx)
}

/** False when there is no such resource in the scope. */
export async function deleteResource(tx: Transaction, id: string): Promise<boolean> {
  const gone = await sql`DELETE FROM plans.resource WHERE id = ${id} RETURNING id`.execute(tx)
  return gone.rows.length > 0
}
