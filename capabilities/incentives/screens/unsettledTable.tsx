import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { useMessages } from '#design/locale'
import { positionNames } from '#organisation/ui'
import { settlements } from './messages.ts'
import styles from './settlement.module.css'
import type { Settlement } from './settling.ts'

type Unsettled = Settlement['unsettled'][number]

/** Who gets no line, why, and what would change it. */
export function UnsettledTable({ settlement }: { settlement: Settlement }) {
  const text = useMessages(settlements).one
  const positions: Record<string, string> = useMessages(positionNames)
  const columns: Column<Unsettled>[] = [
    {
      id: 'person',
      title: text.unsettledColumns.person,
      cell: ({ name, person }) => (
        <span className={styles.who}>
          {name}
          <span>{person}</span>
        </span>
      ),
      sortBy: ({ name }) => name,
    },
    {
      id: 'position',
      title: text.unsettledColumns.position,
      cell: ({ position }) => positions[position] ?? position,
      sortBy: ({ position }) => positions[position] ?? position,
    },
    {
      id: 'why',
      title: text.unsettledColumns.why,
      cell: ({ why }) => text.unsettledWhy[why],
      sortBy: ({ why }) => why,
    },
    { id: 'remedy', title: text.unsettledColumns.remedy, cell: ({ why }) => text.unsettledRemedy[why] },
  ]
  return (
    <DataTable
      caption={text.tabs.unsettled}
      columns={columns}
      rows={settlement.unsettled}
      rowKey={({ person, position }) => `${person} ${position}`}
      empty={<EmptyState icon="check" title={text.noUnsettled} why={text.noUnsettledWhy} />}
    />
  )
}
