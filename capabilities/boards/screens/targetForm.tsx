import { Button, NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { callApi } from '#design/api'
import { ErrorNote } from '#design/errorNote'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { useToast } from '#design/toast'
import type { Kpi } from '#kpis/ui'
import styles from './kpiPage.module.css'
import { boardMessages } from './messages.ts'
import type { Board } from './reads.ts'

export type Target = { period: string; value: number; version: number; reason: string; by: string; setAt: string }
type Received = {
  accepted: number
  replaced: number
  ignored: number
  rejected: { row: number; field: string; value: string | null; reason: string; code: string }[]
}

type TargetFormProps = { board: Board; kpi: Kpi; current: Target | null; onDone: () => void }

/** Another value for a target, with the reason that everybody below will read. */
export default function TargetForm({ board, kpi, current, onDone }: TargetFormProps) {
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
