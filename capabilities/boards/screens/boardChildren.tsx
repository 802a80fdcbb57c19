import { useState } from 'react'
import { type Column, DataTable } from '#design/dataTable'
import { FailureNote } from '#design/failureNote'
import { HeatCell } from '#design/heatCell'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { useKpis } from '#kpis/ui'
import styles from './board.module.css'
import { noDataOf } from './judged.ts'
import { boardMessages } from './messages.ts'
import { type Board, useChildren } from './reads.ts'
import type { OnTrace } from './traced.ts'

/** The nodes right below against each other: nodes x KPIs, each cell a door. */
export function BoardChildren({ board, period, onTrace }: { board: Board; period: string | null; onTrace: OnTrace }) {
  const text = useMessages(boardMessages)
  const { nameOf } = useKpis()
  const { kind } = board.node
  const [all, setAll] = useState(false)
  const { data, error, refetch, isPending } = useChildren(board.node.id, period, kind !== 'person')
  if (kind === 'person') return null
  if (error && !data) {
    return <FailureNote title={text.childrenFailed} error={error} onRetry={() => void refetch()} />
  }
  if (isPending) return <Skeletons shape="table" count={4} />
  const rows = data?.boards ?? []
  if (rows.length === 0) return null
  const ids = heatKpis(rows)
  const columns: Column<Board>[] = [
    {
      id: 'node',
      title: text.childName[kind] ?? text.columns.name,
      heading: true,
      sortBy: (row) => row.node.name,
      cell: (row) => (
        <ScreenLink
          to={`/boards/${encodeURIComponent(row.node.id)}`}
          search={period ? { period } : {}}
          className={styles.kpiName}
        >
          {row.node.name}
        </ScreenLink>
      ),
    },
    ...(all ? ids : ids.slice(0, first)).map(
      (id): Column<Board> => ({
        id,
        title: nameOf(id),
        numeric: true,
        sortBy: (row) => lineOf(row, id)?.value ?? null,
        cell: (row) => {
          const kpi = lineOf(row, id)
          if (!kpi) return null
          return (
            <HeatCell
              value={kpi.value}
              unit={kpi.unit}
              light={kpi.light}
              label={`${row.node.name} ${nameOf(id)}`}
              noData={noDataOf(kpi)}
              onTrace={() => onTrace(row, kpi)}
            />
          )
        },
      }),
    ),
  ]
  const title = text.children[kind] ?? ''
  return (
    <section className={styles.children}>
      <h2 className={styles.heading}>{title}</h2>
      <DataTable
        caption={title}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.node.id}
        dense
        keepFirst
        maxHeight="70vh"
      />
      {ids.length > first && (
        <button type="button" className={styles.more} onClick={() => setAll(!all)}>
          {all ? text.fewerKpis : text.allKpis({ count: ids.length })}
        </button>
      )}
    </section>
  )
}

const lineOf = (board: Board, id: string) => board.kpis.find((kpi) => kpi.id === id)

/** As many as can be compared at a glance. */
const first = 10

/** The KPIs that at least one of the nodes has a figure or a target for; what is judged against a target comes first. */
function heatKpis(boards: Board[]): string[] {
  const ids = boards[0]?.kpis.map((kpi) => kpi.id) ?? []
  const any = (id: string, has: 'value' | 'target') =>
    boards.some((board) => (lineOf(board, id)?.[has] ?? null) !== null)
  const judged = ids.filter((id) => any(id, 'target'))
  return [...judged, ...ids.filter((id) => !any(id, 'target') && any(id, 'value'))]
}
