import { type Column, DataTable } from '#design/dataTable'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import styles from './import.module.css'
import type { Reject } from './importing.ts'
import { imports } from './messages.ts'

type RejectTableProps = {
  rejects: Reject[]
  /** What they are the rejects of, where more than one list is on the page. */
  of?: string
  fieldName?: (field: string) => string
}

/** Refused rows: which one, which field, what stood there, and why. */
export function RejectTable({ rejects, of, fieldName = (field) => field }: RejectTableProps) {
  const text = useMessages(imports)
  const format = useFormat()
  const columns: Column<Reject>[] = [
    {
      id: 'row',
      title: text.columns.row,
      cell: ({ row }) => text.rowNumber({ row: format.count(row) }),
      width: '90px',
      sortBy: ({ row }) => row,
    },
    { id: 'field', title: text.columns.field, cell: ({ field }) => fieldName(field), sortBy: ({ field }) => field },
    {
      id: 'value',
      title: text.columns.value,
      cell: ({ value }) => <span className={styles.value}>{value ?? '–'}</span>,
    },
    { id: 'reason', title: text.columns.reason, cell: ({ reason }) => reason, width: '50%' },
  ]
  return (
    <DataTable
      caption={of ? `${text.rejects} · ${of}` : text.rejects}
      columns={columns}
      rows={rejects}
      rowKey={({ row, field, code }) => `${row} ${field} ${code}`}
      dense
    />
  )
}
