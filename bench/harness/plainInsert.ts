import pg from 'pg'
import { allocate } from '#foundation/money'
import type { Orders } from './orders.ts'

/** What the database alone can do: the rows, already worked out, into the table of orders with its indexes and constraints. */

const columns = [
  ['source', 'text'],
  ['external_id', 'text'],
  ['version', 'timestamptz'],
  ['received_at', 'timestamptz'],
  ['deleted', 'boolean'],
  ['store_no', 'int'],
  ['opened_at', 'timestamptz'],
  ['opened_day', 'date'],
  ['promised_at', 'timestamptz'],
  ['delivered_at', 'timestamptz'],
  ['delivered_day', 'date'],
  ['customer', 'text'],
  ['vehicle', 'text'],
  ['advisor_no', 'int'],
  ['lead_no', 'int'],
  ['labour_technician_no', 'int[]'],
  ['labour_billed_minutes', 'int[]'],
  ['labour_actual_minutes', 'int[]'],
  ['labour_credited_fen', 'bigint[]'],
  ['billed_minutes', 'int'],
  ['actual_minutes', 'int'],
  ['labour_fen', 'bigint'],
  ['parts_fen', 'bigint'],
  ['has_appointment', 'boolean'],
  ['has_add_on', 'boolean'],
  ['has_door_to_door', 'boolean'],
  ['rework', 'boolean'],
  ['original_order', 'text'],
] as const

// unnest would flatten a column of arrays, so those travel as text.
const text = `INSERT INTO facts.work_order (${columns.map(([name]) => name).join(', ')})
  SELECT ${columns.map(([name, type]) => (type.endsWith('[]') ? `${name}::${type}` : name)).join(', ')}
  FROM unnest(${columns.map(([, type], at) => `$${at + 1}::${type.endsWith('[]') ? 'text' : type}[]`).join(', ')})
    AS r(${columns.map(([name]) => name).join(', ')})`

type Given = {
  url: string
  clients: number
  batches: number[][]
  made: Orders
  numbers: ReadonlyMap<string, number>
}

/** Each batch is a transaction of its own; the columns are made beforehand. */
export async function insertPlainly({ url, clients, batches, made, numbers }: Given): Promise<{ seconds: number }> {
  const connections = Array.from({ length: clients }, () => new pg.Client({ connectionString: url }))
  await Promise.all(connections.map((one) => one.connect()))
  let seconds = 0
  // A few batches at a time are made beforehand: a million rows of values would not fit well beside everything else.
  const stretch = clients * 8
  for (let at = 0; at < batches.length; at += stretch) {
    const values = batches.slice(at, at + stretch).map((batch) => columnsOf(made, batch, numbers))
    const started = performance.now()
    await Promise.all(
      connections.map(async (one, client) => {
        for (let batch = client; batch < values.length; batch += clients)
          await one.query({ name: 'plain', text, values: values[batch] as unknown[] })
      }),
    )
    seconds += (performance.now() - started) / 1000
  }
  await Promise.all(connections.map((one) => one.end()))
  return { seconds }
}

function columnsOf(made: Orders, batch: readonly number[], numbers: ReadonlyMap<string, number>): unknown[][] {
  const arrays: unknown[][] = columns.map(() => [])
  for (const index of batch) {
    const one = made.order(index)
    const no = (code: string) => numbers.get(code) as number
    const billed = one.labour.map((line) => line.billedMinutes)
    const actual = one.labour.map((line) => line.actualMinutes)
    const list = (all: readonly number[]) => `{${all.join(',')}}`
    const sum = (all: readonly number[]) => all.reduce((left, right) => left + right, 0)
    const day = one.openedAt.slice(0, 10)
    const row = [
      one.source,
      one.externalId,
      one.version,
      one.version,
      false,
      no(one.store),
      one.openedAt,
      day,
      one.promisedAt,
      one.deliveredAt,
      day,
      one.customer,
      one.vehicle,
      no(one.advisor),
      no(one.leadTechnician),
      list(one.labour.map((line) => no(line.technician))),
      list(billed),
      list(actual),
      list(allocate(one.labourFen + one.partsFen, billed)),
      sum(billed),
      sum(actual),
      one.labourFen,
      one.partsFen,
      one.hasAppointment,
      one.hasAddOn,
      one.hasDoorToDoor,
      one.rework !== null,
      one.rework?.originalOrder ?? null,
    ]
    for (const [column, value] of row.entries()) arrays[column]?.push(value)
  }
  return arrays
}
