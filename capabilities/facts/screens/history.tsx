import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '#design/api'
import { Counts } from '#design/counts'
import { type Column, DataTable } from '#design/dataTable'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { Skeletons } from '#design/skeletons'
import styles from './import.module.css'
import { importOfId, importsKey, type PastImport, underWay } from './importing.ts'
import { imports } from './messages.ts'
import { Rejects } from './rejects.tsx'
import { RunningStep } from './runningStep.tsx'

/** Every imported file, and the rows that it rejected. */
export function History() {
  const text = useMessages(imports)
  const format = useFormat()
  const [open, setOpen] = useState<PastImport | null>(null)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: importsKey,
    queryFn: ({ signal }) =>
      callApi<{ imports: PastImport[] }>('/imports', { signal }).then((answer) => answer.imports),
    refetchInterval: ({ state }) => (state.data?.some(underWay) ? 3_000 : false),
  })
  const title = text.historyColumns
  const number = (id: 'accepted' | 'replaced' | 'ignored'): Column<PastImport> => ({
    id,
    title: title[id],
    numeric: true,
    cell: (row) => format.count(row[id]),
    sortBy: (row) => row[id],
  })
  const columns: Column<PastImport>[] = [
    { id: 'file', title: title.file, cell: ({ fileName }) => fileName, sortBy: ({ fileName }) => fileName },
    { id: 'at', title: title.at, cell: ({ at }) => format.dateTime(at), sortBy: ({ at }) => at },
    {
      id: 'state',
      title: title.state,
      cell: (row) =>
        row.state === 'running' && row.total
          ? `${text.states.running} ${Math.floor((row.done / row.total) * 100)}%`
          : text.states[row.state],
      sortBy: ({ state }) => state,
    },
    { id: 'kind', title: title.kind, cell: ({ kind }) => text.kinds[kind] },
    { id: 'source', title: title.source, cell: ({ source }) => source, sortBy: ({ source }) => source },
    { id: 'by', title: title.by, cell: ({ by }) => by, sortBy: ({ by }) => by },
    number('accepted'),
    number('replaced'),
    number('ignored'),
    {
      id: 'rejected',
      title: title.rejected,
      numeric: true,
      cell: ({ rejected }) => <span data-faulty={rejected > 0 || undefined}>{format.count(rejected)}</span>,
      sortBy: ({ rejected }) => rejected,
    },
  ]
  return (
    <section className={styles.history}>
      <h2>{text.history}</h2>
      {isPending && <Skeletons shape="table" />}
      {error && <FailureNote title={text.historyFailed} error={error} onRetry={() => void refetch()} />}
      {data && (
        <DataTable
          caption={text.history}
          columns={columns}
          rows={data}
          rowKey={({ id }) => id}
          onOpen={setOpen}
          empty={<p className={styles.soft}>{text.noHistory}</p>}
        />
      )}
      {open && <PastDrawer past={open} onClose={() => setOpen(null)} />}
    </section>
  )
}

function PastDrawer({ past, onClose }: { past: PastImport; onClose: () => void }) {
  const text = useMessages(imports)
  const format = useFormat()
  const queries = useQueryClient()
  const onPhone = useMediaQuery('(max-width: 47.99em)')
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['facts', 'import', past.id],
    queryFn: ({ signal }) => importOfId(past.id, signal),
    refetchInterval: ({ state }) => (state.data && underWay(state.data) ? 2_000 : false),
  })
  return (
    <Drawer
      opened
      onClose={onClose}
      title={past.fileName}
      position={onPhone ? 'bottom' : 'right'}
      size={onPhone ? '88%' : 'xl'}
      closeButtonProps={{ 'aria-label': text.close }}
    >
      <div className={styles.past}>
        <p className={styles.soft}>
          {format.dateTime(past.at)} · {text.kinds[past.kind]} · {past.source} · {past.by}
        </p>
        {past.state !== 'done' && (
          <RunningStep id={past.id} onDone={() => void queries.invalidateQueries({ queryKey: importsKey })} />
        )}
        <Counts
          large
          counts={(['accepted', 'replaced', 'ignored', 'rejected'] as const).map((name) => ({
            name: text[name],
            count: (data ?? past)[name],
            faulty: name === 'rejected' && past.rejected > 0,
          }))}
        />
        {isPending && <Skeletons shape="table" />}
        {error && <FailureNote title={text.rejectsFailed} error={error} onRetry={() => void refetch()} />}
        {data && data.rejects.length === 0 && data.state === 'done' && <p className={styles.soft}>{text.noRejects}</p>}
        {data && data.rejects.length > 0 && (
          <>
            <p className={styles.soft}>{text.correctWhy}</p>
            <Rejects id={past.id} fileName={past.fileName} correctable={!underWay(past)} shown={200} />
          </>
        )}
      </div>
    </Drawer>
  )
}
