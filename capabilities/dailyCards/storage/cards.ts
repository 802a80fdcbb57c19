import type { Words } from '#foundation/actor'
import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'
import type { ProgressKind, TaskKind } from '../rules/card.ts'

export type CardRow = {
  personNo: number
  person: string
  name: string
  position: string
  storeNo: number
  store: string
  day: Day
  proposedAt: Date
  openedAt: Date | null
  closedAt: Date | null
  highlight: string
  problem: string
  problemSolved: boolean
  tomorrow: string
}

export type TaskRow = {
  id: string
  personNo: number
  day: Day
  kind: TaskKind
  place: number
  title: Words
  kpi: string | null
  goal: Words | null
  goalValue: number | null
  progress: ProgressKind | null
  steps: Words[]
  expected: Words | null
  because: Words[]
  sourceKind: string
  sourceId: string
  script: string | null
  minutes: number | null
  done: boolean | null
  why: string
  stepsDone: number[]
  version: number
  device: string | null
  actual: Actual | null
}

/** What the facts said. */
export type Actual = {
  of: 'person' | 'store'
  value: number | null
  numerator: number | null
  denominator: number | null
}

const cardColumns =
  sql.raw(`c.person_no AS "personNo", p.id AS person, p.name, c.position, c.store_no AS "storeNo", coalesce(s.id, '') AS store, c.day,
  c.proposed_at AS "proposedAt", c.opened_at AS "openedAt", c.closed_at AS "closedAt", c.highlight, c.problem,
  c.problem_solved AS "problemSolved", c.tomorrow`)
const cardFrom = sql.raw(
  `"dailyCards".card c JOIN organisation.node p ON p.no = c.person_no LEFT JOIN organisation.node s ON s.no = c.store_no`,
)
const taskColumns =
  sql.raw(`id, person_no AS "personNo", day, kind, place, title, kpi, goal, goal_value AS "goalValue", progress, steps, expected,
  because, source_kind AS "sourceKind", source_id AS "sourceId", script, minutes, done, why, steps_done AS "stepsDone", version, device, actual`)

export async function cardOf(tx: Transaction, personNo: number, day: Day): Promise<CardRow | null> {
  const found =
    await sql<CardRow>`SELECT ${cardColumns} FROM ${cardFrom} WHERE c.person_no = ${personNo} AND c.day = ${day}`.execute(
      tx,
    )
  return found.rows[0] ?? null
}

/** The last card before a day. */
export async function cardBefore(tx: Transaction, personNo: number, day: Day): Promise<CardRow | null> {
  const found = await sql<CardRow>`SELECT ${cardColumns} FROM ${cardFrom}
    WHERE c.person_no = ${personNo} AND c.day < ${day} ORDER BY c.day DESC LIMIT 1`.execute(tx)
  return found.rows[0] ?? null
}

export async function cardsOfPeople(
  tx: Transaction,
  personNos: readonly number[],
  from: Day,
  to: Day,
): Promise<CardRow[]> {
  const found = await sql<CardRow>`SELECT ${cardColumns} FROM ${cardFrom}
    WHERE c.person_no = ANY (${[...personNos]}::int[]) AND c.day BETWEEN ${from} AND ${to} ORDER BY c.day, p.id`.execute(
    tx,
  )
  return found.rows
}

/** Strategic first, then routine, then learning. */
export async function tasksOf(tx: Transaction, personNos: readonly number[], from: Day, to: Day): Promise<TaskRow[]> {
  const found = await sql<TaskRow>`SELECT ${taskColumns} FROM "dailyCards".task
    WHERE person_no = ANY (${[...personNos]}::int[]) AND day BETWEEN ${from} AND ${to}
    ORDER BY person_no, day, array_position(ARRAY['strategic', 'routine', 'learning'], kind), place`.execute(tx)
  return found.rows
}

export async function taskById(tx: Transaction, id: string): Promise<TaskRow | null> {
  const found = await sql<TaskRow>`SELECT ${taskColumns} FROM "dailyCards".task WHERE id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

/** Changes of one person's cards come one after another. */
export async function lockCards(tx: Transaction, personNo: number): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7004, ${personNo})`.execute(tx)
}

export type NewCard = { personNo: number; day: Day; storeNo: number; position: string }
export type NewTask = Omit<TaskRow, 'done' | 'why' | 'stepsDone' | 'version' | 'device' | 'actual'>

/** Cards that are there already stay as they are, and so do their tasks; returns whose cards are new. */
export async function insertCards(
  tx: Transaction,
  cards: readonly NewCard[],
  tasks: readonly NewTask[],
  now: Date,
): Promise<number[]> {
  const made = await sql<{ personNo: number }>`
    INSERT INTO "dailyCards".card (person_no, day, store_no, position, proposed_at)
    SELECT "personNo", day, "storeNo", position, ${now}::timestamptz
    FROM json_to_recordset(${JSON.stringify(cards)}::json) AS c("personNo" int, day date, "storeNo" int, position text)
    ORDER BY "personNo" ON CONFLICT DO NOTHING RETURNING person_no AS "personNo"`.execute(tx)
  const fresh = new Set(made.rows.map(({ personNo }) => personNo))
  await insertTasks(
    tx,
    tasks.filter(({ personNo }) => fresh.has(personNo)),
  )
  return [...fresh]
}

export async function insertTasks(tx: Transaction, tasks: readonly NewTask[]): Promise<void> {
  if (tasks.length === 0) return
  await sql`INSERT INTO "dailyCards".task (id, person_no, day, kind, place, title, kpi, goal, goal_value, progress, steps, expected, because,
      source_kind, source_id, script, minutes)
    SELECT id, "personNo", day, kind, place, title, kpi, goal, "goalValue", progress, steps, expected, because, "sourceKind", "sourceId", script, minutes
    FROM json_to_recordset(${JSON.stringify(tasks)}::json) AS t(id uuid, "personNo" int, day date, kind text, place int, title jsonb, kpi text,
      goal jsonb, "goalValue" float8, progress text, steps jsonb, expected jsonb, because jsonb, "sourceKind" text, "sourceId" text, script text,
      minutes int)`.execute(tx)
}

type Edited = Pick<
  TaskRow,
  'id' | 'kind' | 'place' | 'title' | 'kpi' | 'expected' | 'steps' | 'goal' | 'goalValue' | 'progress'
>

export async function updateTask(tx: Transaction, task: Edited): Promise<void> {
  await sql`UPDATE "dailyCards".task SET kind = ${task.kind}, place = ${task.place}, title = ${JSON.stringify(task.title)}, kpi = ${task.kpi},
    goal = ${task.goal === null ? null : JSON.stringify(task.goal)}, goal_value = ${task.goalValue}, progress = ${task.progress},
    expected = ${task.expected === null ? null : JSON.stringify(task.expected)}, steps = ${JSON.stringify(task.steps)}, steps_done = '{}',
    version = version + 1, device = NULL WHERE id = ${task.id}`.execute(tx)
}

/** Takes a task away; those behind it move up. */
export async function deleteTask(tx: Transaction, task: TaskRow): Promise<void> {
  await sql`DELETE FROM "dailyCards".task WHERE id = ${task.id}`.execute(tx)
  await closeGap(tx, task)
}

/** Moves up what stood behind a task that has left its place. */
export async function closeGap(tx: Transaction, { personNo, day, kind, place }: TaskRow): Promise<void> {
  const behind = await sql<{ id: string; place: number }>`SELECT id, place FROM "dailyCards".task
    WHERE person_no = ${personNo} AND day = ${day} AND kind = ${kind} AND place > ${place} ORDER BY place`.execute(tx)
  for (const task of behind.rows)
    await sql`UPDATE "dailyCards".task SET place = ${task.place - 1} WHERE id = ${task.id}`.execute(tx)
}

type Ticked = Pick<TaskRow, 'id' | 'done' | 'why' | 'stepsDone' | 'version' | 'device'>

export async function tickTask(tx: Transaction, task: Ticked): Promise<void> {
  await sql`UPDATE "dailyCards".task SET done = ${task.done}, why = ${task.why}, steps_done = ${task.stepsDone}::smallint[],
    version = ${task.version}, device = ${task.device} WHERE id = ${task.id}`.execute(tx)
}

export async function openCard(tx: Transaction, personNo: number, day: Day, at: Date): Promise<boolean> {
  const opened =
    await sql`UPDATE "dailyCards".card SET opened_at = ${at} WHERE person_no = ${personNo} AND day = ${day} AND opened_at IS NULL
    RETURNING day`.execute(tx)
  return opened.rows.length > 0
}

type Closing = { highlight: string; problem: string; problemSolved: boolean; tomorrow: string; at: Date }

/** Closes a card, or changes what was said at its closing; the moment of the first closing stays. */
export async function closeCard(tx: Transaction, personNo: number, day: Day, closing: Closing): Promise<void> {
  await sql`UPDATE "dailyCards".card SET opened_at = coalesce(opened_at, ${closing.at}), closed_at = coalesce(closed_at, ${closing.at}),
    highlight = ${closing.highlight}, problem = ${closing.problem}, problem_solved = ${closing.problemSolved}, tomorrow = ${closing.tomorrow}
    WHERE person_no = ${personNo} AND day = ${day}`.execute(tx)
}

export async function keepActual(tx: Transaction, id: string, actual: Actual | null): Promise<void> {
  await sql`UPDATE "dailyCards".task SET actual = ${actual === null ? null : JSON.stringify(actual)} WHERE id = ${id}`.execute(
    tx,
  )
}
