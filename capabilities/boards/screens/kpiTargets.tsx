import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { callApi } from '#design/api'
import { ExportButton } from '#design/export'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import type { Kpi } from '#kpis/ui'
import styles from './kpiPage.module.css'
import { boardMessages } from './messages.ts'
import type { Board } from './reads.ts'
import type { Target } from './targetForm.tsx'

const TargetForm = lazy(() => import('./targetForm.tsx'))

/** What the KPI should be in the period, every value that it was before and why, and setting another one. */
export function KpiTargets({ board, kpi }: { board: Board; kpi: Kpi }) {
  const text = useMessages(boardMessages).kpi
  const words = useWords()
  const format = useFormat()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const search = { node: board.node.id, kpi: kpi.id, period: board.period }
  const { data, error, refetch } = useQuery({
    queryKey: ['targets', board.node.id, board.period, kpi.id],
    queryFn: ({ signal }) => callApi<{ targets: Target[] }>('/targets/versions', { search, signal }),
  })
  const versions = [...(data?.targets ?? [])].sort((a, b) => b.version - a.version)
  const derived = versions.length === 0 && board.kpis.some((each) => each.id === kpi.id && each.target !== null)
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2 className={styles.heading}>{text.targets}</h2>
        {versions.length > 0 && (
          <ExportButton
            path="/targets/versions/export.xlsx"
            search={search}
            name={`${words(kpi.names)}-${board.node.name}-${board.period}`}
            size="xs"
          />
        )}
        {may('targets.write') && data && !open && (
          <Button variant="default" size="xs" onClick={() => setOpen(true)}>
            {versions.length > 0 ? text.change : text.set}
          </Button>
        )}
      </div>
      {error && !data ? <FailureNote title={text.versionsFailed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="list" count={2} /> : null}
      {open && (
        <Suspense fallback={<Skeletons shape="text" count={2} />}>
          <TargetForm board={board} kpi={kpi} current={versions[0] ?? null} onDone={() => setOpen(false)} />
        </Suspense>
      )}
      {data && versions.length === 0 && (
        <p className={styles.soft}>{derived ? text.derived : text.noTarget({ period: format.period(board.period) })}</p>
      )}
      {versions.length > 0 && (
        <ol className={styles.versions}>
          {versions.map((target, index) => (
            <li key={target.version}>
              <b>{format.value(target.value, kpi.unit)}</b>
              <span>
                {target.reason}
                <span className={styles.soft}>
                  {index === 0 ? `${text.inForce} · ` : ''}
                  {text.version({ version: target.version })} ·{' '}
                  {text.setBy({ by: target.by, at: format.dateTime(target.setAt) })}
                </span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
