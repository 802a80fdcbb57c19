import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'
import type { CardRow, TaskRow } from './cards.ts'

export type PlanRow = {
  kpi: string
  /** Whose plan it is; null outside the scope. */
  node: string | null
  week: string
  title: string
  result: string
  owner: string
  state: string
}

/** The task of a week's plan, when the actor sees it. */
export async function weekTask(tx: Transaction, id: string): Promise<PlanRow | null> {
  const found =
    await sql<PlanRow>`SELECT t.kpi, n.id AS node, t.week, t.title, t.result, coalesce(o.name, '') AS owner, t.state
    FROM plans.week_task t LEFT JOIN organisation.node o ON o.no = t.owner_no
    LEFT JOIN organisation.node n ON n.no = t.node_no WHERE t.id::text = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

/** The tasks of a week's plans for these KPIs, at a node and below. */
export async function weekTasksFor(
  tx: Transaction,
  nodeNo: number,
  kpis: readonly string[],
  week: string,
  day: Day,
): Promise<PlanRow[]> {
  const found =
    await sql<PlanRow>`SELECT t.kpi, n.id AS node, t.week, t.title, t.result, coalesce(o.name, '') AS owner, t.state
    FROM plans.week_task t LEFT JOIN organisation.node o ON o.no = t.owner_no
    LEFT JOIN organisation.node n ON n.no = t.node_no
    WHERE t.week = ${week} AND t.kpi = ANY (${[...kpis]}) AND t.state <> 'dropped'
      AND t.node_no IN (SELECT organisation.subtree(${nodeNo}, ${day}::date))
    ORDER BY t.kpi, t.node_no, t.place LIMIT 500`.execute(tx)
  return found.rows
}

export type WalkedTask = Pick<TaskRow, 'id' | 'day' | 'kpi' | 'title' | 'done' | 'progress' | 'goalValue' | 'actual'> &
  Pick<CardRow, 'person' | 'name' | 'store' | 'closedAt'>

/** The strategic tasks for these KPIs on the cards of a day, at a node and below; so many of each KPI at most. */
export async function tasksFor(
  tx: Transaction,
  nodeNo: number,
  kpis: readonly string[],
  day: Day,
  most: number,
): Promise<WalkedTask[]> {
  const found = await sql<WalkedTask>`SELECT * FROM (
      SELECT t.id, t.day, t.kpi, t.title, t.done, t.progress, t.goal_value AS "goalValue", t.actual, p.id AS person, p.name,
        coalesce(s.id, '') AS store, c.closed_at AS "closedAt", row_number() OVER (PARTITION BY t.kpi ORDER BY p.id) AS place
      FROM "dailyCards".task t JOIN "dailyCards".card c ON c.person_no = t.person_no AND c.day = t.day
      JOIN organisation.node p ON p.no = t.person_no LEFT JOIN organisation.node s ON s.no = c.store_no
      WHERE t.day = ${day} AND t.kind = 'strategic' AND t.kpi = ANY (${[...kpis]})
        AND t.person_no IN (SELECT organisation.subtree(${nodeNo}, ${day}::date))) t
    WHERE place <= ${most} ORDER BY kpi, place`.execute(tx)
  return found.rows
}

export async function doneFor(
  tx: Transaction,
  nodeNo: number,
  kpis: readonly string[],
  day: Day,
): Promise<Map<string, number>> {
  const found = await sql<{ kpi: string; done: number }>`SELECT kpi, count(*)::int AS done FROM "dailyCards".task
    WHERE day = ${day} AND kind = 'strategic' AND done AND kpi = ANY (${[...kpis]})
      AND person_no IN (SELECT organisation.subtree(${nodeNo}, ${day}::date)) GROUP BY kpi`.execute(tx)
  return new Map(found.rows.map(({ kpi, done }) => [kpi, done]))
}

/** The person's last strategic task for a KPI before a day. */
export async function taskBefore(tx: Transaction, personNo: number, kpi: string, day: Day): Promise<TaskRow | null> {
  const found = await sql<TaskRow>`SELECT id, day, title, done, actual FROM "dailyCards".task
    WHERE person_no = ${personNo} AND kpi = ${kpi} AND kind = 'strategic' AND day < ${day} ORDER BY day DESC LIMIT 1`.execute(
    tx,
  )
  return found.rows[0] ?? null
}
