import { sql, type Transaction } from '#platform/database'
import type { Figure, TaskState } from '../rules/weekTask.ts'
import type { By } from './months.ts'

export type TaskRow = {
  id: string
  nodeNo: number
  node: string
  week: string
  ownerNo: number
  ownerId: string
  ownerName: string
  place: number | null
  title: string
  result: string
  kpi: string
  state: TaskState
  outcome: string
  carriedFrom: string | null
}

const columns =
  sql.raw(`t.id, t.node_no AS "nodeNo", n.id AS node, t.week, t.owner_no AS "ownerNo", coalesce(o.id, '') AS "ownerId",
  coalesce(o.name, '') AS "ownerName", t.place, t.title, t.result, t.kpi, t.state, t.outcome, t.carried_from AS "carriedFrom"`)
const from = sql.raw(
  `plans.week_task t LEFT JOIN organisation.node n ON n.no = t.node_no LEFT JOIN organisation.node o ON o.no = t.owner_no`,
)

export async function tasksOfNode(tx: Transaction, nodeNo: number, week: string): Promise<TaskRow[]> {
  const found = await sql<TaskRow>`SELECT ${columns} FROM ${from}
    WHERE t.node_no = ${nodeNo} AND t.week = ${week} ORDER BY o.name COLLATE "zh-x-icu", t.place NULLS LAST, t.id`.execute(
    tx,
  )
  return found.rows
}

export async function taskById(tx: Transaction, id: string): Promise<TaskRow | null> {
  const found = await sql<TaskRow>`SELECT ${columns} FROM ${from} WHERE t.id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

/** Two who give somebody tasks at the same moment must not both find the last place free. */
export async function lockOwner(tx: Transaction, ownerNo: number): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7003, ${ownerNo})`.execute(tx)
}

/** Read past the scope's edge: a task that another store gave takes a place as well. Call as the worker. */
export async function takenPlaces(tx: Transaction, ownerNo: number, week: string): Promise<number[]> {
  const found = await sql<{ place: number }>`SELECT place FROM plans.week_task
    WHERE owner_no = ${ownerNo} AND week = ${week} AND place IS NOT NULL`.execute(tx)
  return found.rows.map(({ place }) => place)
}

export type NewTask = Pick<
  TaskRow,
  'id' | 'nodeNo' | 'week' | 'ownerNo' | 'title' | 'result' | 'kpi' | 'carriedFrom'
> & { place: number }

export async function insertTask(tx: Transaction, row: NewTask, by: By): Promise<void> {
  await sql`INSERT INTO plans.week_task (id, node_no, week, owner_no, place, title, result, kpi, carried_from, changed_by, changed_at)
    VALUES (${row.id}, ${row.nodeNo}, ${row.week}, ${row.ownerNo}, ${row.place}, ${row.title}, ${row.result}, ${row.kpi},
      ${row.carriedFrom}, ${by.name}, ${by.now})`.execute(tx)
}

type ChangedTask = Pick<TaskRow, 'id' | 'ownerNo' | 'place' | 'title' | 'result' | 'kpi' | 'state' | 'outcome'>

export async function updateTask(tx: Transaction, row: ChangedTask, by: By): Promise<void> {
  await sql`UPDATE plans.week_task SET owner_no = ${row.ownerNo}, place = ${row.place}, title = ${row.title}, result = ${row.result},
    kpi = ${row.kpi}, state = ${row.state}, outcome = ${row.outcome}, changed_by = ${by.name}, changed_at = ${by.now}
    WHERE id = ${row.id}`.execute(tx)
}

export async function expectationsOf(
  tx: Transaction,
  nodeNo: number,
  week: string,
): Promise<{ kpi: string; value: number }[]> {
  const found = await sql<{ kpi: string; value: number }>`SELECT kpi, value FROM plans.week_expectation
    WHERE node_no = ${nodeNo} AND week = ${week} ORDER BY kpi`.execute(tx)
  return found.rows
}

/** A value of null takes the expectation back. */
export async function setExpectations(
  tx: Transaction,
  { nodeNo, week }: { nodeNo: number; week: string },
  values: readonly { kpi: string; value: number | null }[],
  by: By,
): Promise<void> {
  const kept = values.filter(({ value }) => value !== null)
  const gone = values.filter(({ value }) => value === null).map(({ kpi }) => kpi)
  await sql`DELETE FROM plans.week_expectation WHERE node_no = ${nodeNo} AND week = ${week} AND kpi = ANY (${gone})`.execute(
    tx,
  )
  await sql`INSERT INTO plans.week_expectation (node_no, week, kpi, value, changed_by, changed_at)
    SELECT ${nodeNo}::int, ${week}, kpi, value, ${by.name}, ${by.now}::timestamptz
    FROM unnest(${kept.map(({ kpi }) => kpi)}::text[], ${kept.map(({ value }) => value)}::float8[]) AS v(kpi, value)
    ON CONFLICT (node_no, week, kpi) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(
    tx,
  )
}

export type Closing = { week: string; figures: Figure[]; learned: string; by: string; at: Date }

export async function closingsOf(tx: Transaction, nodeNo: number, weeks: readonly string[]): Promise<Closing[]> {
  const found =
    await sql<Closing>`SELECT week, figures, learned, actor_name AS by, closed_at AS at FROM plans.week_closing
    WHERE node_no = ${nodeNo} AND week = ANY (${[...weeks]}::text[])`.execute(tx)
  return found.rows
}

/** False when the week was closed already. */
export async function insertClosing(
  tx: Transaction,
  row: {
    nodeNo: number
    week: string
    figures: readonly Figure[]
    learned: string
    actorNo: number
    actorName: string
    now: Date
  },
): Promise<boolean> {
  const made =
    await sql`INSERT INTO plans.week_closing (node_no, week, figures, learned, actor_no, actor_name, closed_at)
    VALUES (${row.nodeNo}, ${row.week}, ${JSON.stringify(row.figures)}, ${row.learned}, ${row.actorNo}, ${row.actorName}, ${row.now})
    ON CONFLICT DO NOTHING RETURNING week`.execute(tx)
  return made.rows.length > 0
}
