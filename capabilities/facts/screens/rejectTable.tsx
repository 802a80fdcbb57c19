import { TextInput } from '@mantine/core'
import { type Column, DataTable } from '#design/dataTable'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import styles from './import.module.css'
import type { Reject } from './importing.ts'
import { imports } from './messages.ts'

type Shown = Reject & { personal?: boolean }

type RejectTableProps = {
  rejects: Shown[]
  /** What they are the rejects of, where more than one list is on the page. */
  of?: string
  fieldName?: (field: string) => string
  /** What cells should say instead, by row and field. */
  corrections?: Record<string, string>
  onCorrect?: (key: string, text: string) => void
}

/** Refused rows: which one, which field, what stood there, and why; and what should stand there. */
export function RejectTable({ rejects, of, fieldName = (field) => field, corrections, onCorrect }: RejectTableProps) {
  const text = useMessages(imports)
  const format = useFormat()
  const columns: Column<Shown>[] = [
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
    { id: 'reason', title: text.columns.reason, cell: ({ reason }) => reason, width: onCorrect ? '40%' : '50%' },
  ]
  if (onCorrect)
    columns.push({
      id: 'corrected',
      title: text.corrected,
      cell: ({ row, field, value, personal }) =>
        field !== '' && (
          <TextInput
            size="xs"
            aria-label={text.correctedOf({ row: format.count(row), field: fieldName(field) })}
            placeholder={personal ? text.masked : (value ?? '')}
            value={corrections?.[`${row} ${field}`] ?? ''}
            onChange={(event) => onCorrect(`${row} ${field}`, event.currentTarget.value)}
          />
        ),
    })
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
