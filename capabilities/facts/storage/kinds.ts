/** How a kind of fact is kept: its table, its columns beside the head, and the days that it counts on. */
export type KindTable = {
  kind: 'work-orders' | 'surveys'
  table: string
  /** Column name and type, in the names that rows are given with. */
  columns: readonly (readonly [string, string])[]
  days: readonly string[]
  /** Columns that follow from other facts: not part of what a version says, and worked out anew after it was written. */
  credited: readonly string[]
}

export const workOrderTable: KindTable = {
  kind: 'work-orders',
  table: 'facts.work_order',
  columns: [
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
    ['rework', 'boolean'],
    ['original_order', 'text'],
  ],
  days: ['opened_day', 'delivered_day'],
  credited: ['charged_no'],
}

export const surveyTable: KindTable = {
  kind: 'surveys',
  table: 'facts.survey',
  columns: [
    ['answered_at', 'timestamptz'],
    ['answered_day', 'date'],
    ['order_id', 'text'],
    ['advisor_no', 'int'],
    ['technician_no', 'int'],
    ['credited_advisor_no', 'int'],
    ['credited_technician_no', 'int'],
    ['nps', 'smallint'],
    ['stars', 'smallint'],
    ['score', 'float8'],
    ['points', 'float8'],
    ['text', 'text'],
  ],
  days: ['answered_day'],
  credited: ['credited_advisor_no', 'credited_technician_no'],
}
