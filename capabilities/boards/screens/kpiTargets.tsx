import { Button, NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { callApi } from '#design/api'
import { ErrorNote } from '#design/errorNote'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { useToast } from '#design/toast'
import type { Kpi } from '#kpis/ui'
import styles from './kpiPage.module.css'
import { boardMessages } from './messages.ts'
import type { Board } from './reads.ts'

type Target = { period: string; value: number; version: number; reason: string; by: string; setAt: string }
type Received = {
  accepted: number
  replaced: number
  ignored: number
  rejected: { row: number; field: string; value: string | null; reason: string; code: string }[]
}

/** What the KPI should be in the period, every value that it was before and why, and setting another one. */
export function KpiTargets({ board, kpi }: { board: Board; kpi: Kpi }) {
  const text = useMessages(boardMessages).kpi
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
        {may('targets.write') && data && !open && (
          <Button variant="default" size="xs" onClick={() => setOpen(true)}>
            {versions.length > 0 ? text.change : text.set}
          </Button>
        )}
      </div>
      {error && !data ? <FailureNote title={text.versionsFailed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="list" count={2} /> : null}
      {open && <Form board={board} kpi={kpi} current={versions[0] ?? null} onDone={() => setOpen(false)} />}
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

type FormProps = { board: Board; kpi: Kpi; current: Target | null; onDone: () => void }

function Form({ board, kpi, current, onDone }: FormProps) {
  const text = useMessages(boardMessages).kpi
  const words = useWords()
  const format = useFormat()
  const queries = useQueryClient()
  const tell = useToast()
  const money = kpi.unit === 'fen'
  const [value, setValue] = useState<number | string>(current ? (money ? current.value / 100 : current.value) : '')
  const [reason, setReason] = useState('')
  const [faults, setFaults] = useState<{ value?: string; reason?: string }>({})
  const put = useMutation({
    mutationFn: (target: { value: number; reason: string }) =>
      callApi<Received>('/targets', {
        method: 'PUT',
        body: [{ node: board.node.id, kpi: kpi.id, period: board.period, ...target }],
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['targets', board.node.id] })
      void queries.invalidateQueries({ queryKey: ['board', board.node.id] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = {
      value: typeof value === 'number' ? undefined : text.valueWanted,
      reason: reason.trim() ? undefined : text.reasonWanted,
    }
    setFaults(found)
    if (typeof value !== 'number' || found.reason) return
    const next = money ? Math.round(value * 100) : value
    put.mutate(
      { value: next, reason: reason.trim() },
      {
        onSuccess: (received) => {
          if (received.rejected.length > 0) return
          const changed = received.accepted + received.replaced > 0
          tell({
            text: changed
              ? text.saved({ name: words(kpi.names), value: format.value(next, kpi.unit) })
              : text.unchanged,
            onUndo: changed && current ? () => put.mutate({ value: current.value, reason: text.undone }) : undefined,
          })
          onDone()
        },
      },
    )
  }
  const refused = put.data?.rejected[0]
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <NumberInput
        label={`${text.value} · ${format.period(board.period)}`}
        value={value}
        onChange={setValue}
        decimalScale={2}
        hideControls
        data-autofocus
        rightSectionWidth={56}
        rightSection={<span className={styles.soft}>{unitText(kpi, text)}</span>}
        error={faults.value}
      />
      <TextInput
        label={text.reason}
        placeholder={text.reasonExample}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={faults.reason}
        maxLength={500}
      />
      {refused && (
        <ErrorNote title={text.setFailed} place={refused.field} reason={refused.reason} code={refused.code} />
      )}
      {put.error ? <FailureNote title={text.setFailed} error={put.error} /> : null}
      <div className={styles.formActions}>
        <Button type="submit" loading={put.isPending} leftSection={<Icon name="check" size={16} />}>
          {text.save}
        </Button>
        <Button variant="default" onClick={onDone}>
          {text.cancel}
        </Button>
      </div>
    </form>
  )
}

function unitText({ unit }: Kpi, text: { yuan: string; percentUnit: string; unitsOfPoints: string }): string {
  if (unit === 'fen') return text.yuan
  if (unit === 'percent') return text.percentUnit
  return unit === 'points' || unit === 'score100' ? text.unitsOfPoints : ''
}
