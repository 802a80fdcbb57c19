import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'
import type { Horizon, State } from '../rules/countermeasure.ts'

export type SourceKind = 'card' | 'board' | 'plan'

export type Row = {
  id: string
  nodeNo: number
  nodeId: string
  nodeName: string
  title: string
  problem: string
  kpi: string
  expectedChange: number | null
  horizon: Horizon
  ownerNo: number
  ownerId: string
  ownerName: string
  due: Day
  resources: string
  acceptance: string
  fallback: string
  state: State
  sourceKind: SourceKind
  sourceId: string
  openedBy: string
  openedOn: Day
  doneOn: Day | null
}

const columns =
  sql.raw(`c.id, c.node_no AS "nodeNo", coalesce(n.id, '') AS "nodeId", coalesce(n.name, '') AS "nodeName", c.title, c.problem, c.kpi,
  c.expected_change AS "expectedChange", c.horizon, c.owner_no AS "ownerNo", coalesce(o.id, '') AS "ownerId", coalesce(o.name, '') AS "ownerName",
  c.due_day AS due, c.resources, c.acceptance, c.fallback, c.state, c.source_kind AS "sourceKind", c.source_id AS "sourceId",
  c.opened_by AS "openedBy", c.opened_on AS "openedOn", c.done_on AS "doneOn"`)
const from = sql.raw(
  `actions.countermeasure c LEFT JOIN organisation.node n ON n.no = c.node_no LEFT JOIN organisation.node o ON o.no = c.owner_no`,
)

export async function nodeById(
  tx: Transaction,
  id: string,
): Promise<{ no: number; id: string; kind: string; name: string } | null> {
  const found = await sql<{ no: number; id: string; kind: string; name: string }>`
    SELECT no, id, kind, name FROM organisation.node WHERE id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

/** Within the actor's scope: those of a node and below, those of a person, or all; what is soonest due comes first. */
export async function listed(
  tx: Transaction,
  {
    nodeNo,
    personNo,
    kpi,
    state,
    today,
  }: { nodeNo: number | null; personNo: number | null; kpi: string | null; state: State | null; today: Day },
): Promise<Row[]> {
  const found = await sql<Row>`SELECT ${columns} FROM ${from}
    WHERE (${nodeNo}::int IS NULL OR c.node_no IN (SELECT organisation.subtree(${nodeNo}::int, ${today}::date)))
      AND (${personNo}::int IS NULL OR c.owner_no = ${personNo} OR actions.concerns(c.id, ${personNo}::int))
      AND (${kpi}::text IS NULL OR c.kpi = ${kpi}) AND (${state}::text IS NULL OR c.state = ${state})
    ORDER BY c.state IN ('verified', 'dropped'), c.due_day, c.id LIMIT 500`.execute(tx)
  return found.rows
}

export async function byId(tx: Transaction, id: string): Promise<Row | null> {
  const found = await sql<Row>`SELECT ${columns} FROM ${from} WHERE c.id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

export async function bySource(tx: Transaction, kind: SourceKind, sourceId: string): Promise<Row | null> {
  const found =
    await sql<Row>`SELECT ${columns} FROM ${from} WHERE c.source_kind = ${kind} AND c.source_id = ${sourceId}`.execute(
      tx,
    )
  return found.rows[0] ?? null
}

type Written = Pick<
  Row,
  | 'id'
  | 'title'
  | 'problem'
  | 'kpi'
  | 'expectedChange'
  | 'horizon'
  | 'ownerNo'
  | 'due'
  | 'resources'
  | 'acceptance'
  | 'fallback'
>
type Opened = Written &
  Pick<Row, 'nodeNo' | 'sourceKind' | 'sourceId' | 'openedOn'> & { openedByNo: number; openedBy: string; now: Date }

/** False when something from the same source is there already. */
export async function insert(tx: Transaction, row: Opened): Promise<boolean> {
  const made =
    await sql`INSERT INTO actions.countermeasure (id, node_no, title, problem, kpi, expected_change, horizon, owner_no, due_day, resources,
      acceptance, fallback, source_kind, source_id, opened_by_no, opened_by, opened_on, changed_at)
    VALUES (${row.id}, ${row.nodeNo}, ${row.title}, ${row.problem}, ${row.kpi}, ${row.expectedChange}, ${row.horizon}, ${row.ownerNo}, ${row.due},
      ${row.resources}, ${row.acceptance}, ${row.fallback}, ${row.sourceKind}, ${row.sourceId}, ${row.openedByNo}, ${row.openedBy},
      ${row.openedOn}, ${row.now})
    ON CONFLICT DO NOTHING`.execute(tx)
  return made.numAffectedRows === 1n
}

export async function update(tx: Transaction, row: Written, now: Date): Promise<void> {
  await sql`UPDATE actions.countermeasure SET title = ${row.title}, problem = ${row.problem}, kpi = ${row.kpi}, expected_change = ${row.expectedChange},
    horizon = ${row.horizon}, owner_no = ${row.ownerNo}, due_day = ${row.due}, resources = ${row.resources}, acceptance = ${row.acceptance},
    fallback = ${row.fallback}, changed_at = ${now} WHERE id = ${row.id}`.execute(tx)
}

type Stepped = {
  id: string
  state: State
  note: string
  doneOn: Day | null
  actorNo: number
  actorName: string
  now: Date
}

/** Brings it into the state and keeps the step. */
export async function addStep(
  tx: Transaction,
  { id, state, note, doneOn, actorNo, actorName, now }: Stepped,
): Promise<void> {
  await sql`UPDATE actions.countermeasure SET state = ${state}, done_on = ${doneOn}, changed_at = ${now} WHERE id = ${id}`.execute(
    tx,
  )
  await sql`INSERT INTO actions.step (countermeasure_id, step, state, note, actor_no, actor_name, at)
    SELECT ${id}::uuid, count(*) + 1, ${state}, ${note}, ${actorNo}::int, ${actorName}, ${now}::timestamptz FROM actions.step
    WHERE countermeasure_id = ${id}`.execute(tx)
}

export async function stepsOf(
  tx: Transaction,
  id: string,
): Promise<{ state: State; note: string; by: string; at: Date }[]> {
  const found = await sql<{
    state: State
    note: string
    by: string
    at: Date
  }>`SELECT state, note, actor_name AS by, at FROM actions.step
    WHERE countermeasure_id = ${id} ORDER BY step`.execute(tx)
  return found.rows
}

export async function setConcerned(tx: Transaction, id: string, personNos: readonly number[]): Promise<void> {
  await sql`DELETE FROM actions.concerned WHERE countermeasure_id = ${id} AND person_no <> ALL (${[...personNos]}::int[])`.execute(
    tx,
  )
  await sql`INSERT INTO actions.concerned (countermeasure_id, person_no) SELECT ${id}::uuid, no FROM unnest(${[...personNos]}::int[]) AS no
    ON CONFLICT DO NOTHING`.execute(tx)
}

export async function concernedBy(tx: Transaction, id: string): Promise<{ id: string; name: string }[]> {
  const found = await sql<{
    id: string
    name: string
  }>`SELECT n.id, n.name FROM actions.concerned c JOIN organisation.node n ON n.no = c.person_no
    WHERE c.countermeasure_id = ${id} ORDER BY n.id`.execute(tx)
  return found.rows
}
