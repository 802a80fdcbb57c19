import { Button, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { callApi } from '#design/api'
import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { PeriodPicker } from '#design/periodPicker'
import { ScreenLink, useNavigateTo, useNode } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { dayAt } from '#foundation/period'
import { NodeSelect } from '#organisation/ui'
import { settlements } from './messages.ts'
import styles from './settlement.module.css'
import { monthAfter, monthBefore, type Settlement, type Summary, useSettlements } from './settling.ts'
import { SettlementBadge } from './stateCourse.tsx'

/** All settlements that the reader may see, newest month first. */
export default function SettlementsScreen() {
  const text = useMessages(settlements)
  const format = useFormat()
  const may = useMay()
  const [creating, setCreating] = useState(false)
  const { data, error, isPending, refetch } = useSettlements()
  const newButton = may('pay.settle') && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setCreating(true)}>
      {text.new}
    </Button>
  )
  const before = (row: Summary) =>
    data?.find(({ node, period }) => node.id === row.node.id && period === monthBefore(row.period))
  const columns: Column<Summary>[] = [
    {
      id: 'node',
      title: text.columns.node,
      cell: ({ id, node }) => (
        <ScreenLink className={styles.link} to={`/settlements/${encodeURIComponent(id)}`}>
          {node.name}
        </ScreenLink>
      ),
      sortBy: ({ node }) => node.name,
      heading: true,
    },
    {
      id: 'period',
      title: text.columns.period,
      cell: ({ period }) => format.period(period),
      sortBy: ({ period }) => period,
    },
    { id: 'state', title: text.columns.state, cell: ({ state }) => <SettlementBadge state={state} /> },
    {
      id: 'open',
      title: text.columns.open,
      numeric: true,
      cell: ({ open }) =>
        open === 0 ? <span className={styles.faint}>0</span> : <strong>{format.count(open)}</strong>,
      sortBy: ({ open }) => open,
    },
    {
      id: 'people',
      title: text.columns.people,
      numeric: true,
      cell: ({ people }) => format.count(people),
      sortBy: ({ people }) => people,
    },
    {
      id: 'total',
      title: text.columns.total,
      numeric: true,
      cell: ({ totalFen }) => format.money(totalFen),
      sortBy: ({ totalFen }) => totalFen,
    },
    {
      id: 'change',
      title: text.columns.change,
      numeric: true,
      cell: (row) => {
        const last = before(row)
        if (!last) return <span className={styles.faint}>{text.noChange}</span>
        const fen = row.totalFen - last.totalFen
        return `${fen > 0 ? '+' : ''}${format.money(fen)}`
      },
    },
    {
      id: 'changedAt',
      title: text.columns.changedAt,
      cell: ({ changedAt }) => format.dateTime(changedAt),
      sortBy: ({ changedAt }) => changedAt,
      deskOnly: true,
    },
  ]
  return (
    <>
      <PageHeader title={text.title} actions={newButton} />
      {isPending && <Skeletons shape="table" />}
      {error && <FailureNote title={text.notLoaded} error={error} onRetry={() => void refetch()} />}
      {data && (
        <DataTable
          caption={text.title}
          columns={columns}
          rows={data}
          rowKey={({ id }) => id}
          initialSort={{ column: 'period', down: true }}
          empty={
            <EmptyState
              icon="pay"
              title={text.none}
              why={may('pay.settle') ? text.noneWhy : text.noneReading}
              action={newButton}
            />
          }
        />
      )}
      {creating && <CreateDialog settled={data ?? []} onClose={() => setCreating(false)} />}
    </>
  )
}

function CreateDialog({ settled, onClose }: { settled: Summary[]; onClose: () => void }) {
  const text = useMessages(settlements).create
  const go = useNavigateTo()
  const queries = useQueryClient()
  const onPhone = useMediaQuery('(max-width: 47.99em)')
  const [looked] = useNode()
  const [node, setNode] = useState<string | null>(looked)
  // The month that has just ended, or the one after the last that was settled where the clock of the data is another.
  const latest = settled
    .map((each) => each.period)
    .sort()
    .at(-1)
  const ended = monthBefore(dayAt(new Date(), 'Asia/Shanghai').slice(0, 7))
  const [period, setPeriod] = useState(latest && latest < ended ? monthAfter(latest) : ended)
  const [asked, setAsked] = useState(false)
  const creating = useMutation({
    mutationFn: () => callApi<Settlement>('/settlements', { method: 'POST', body: { node, period } }),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['incentives', 'settlements'] })
      go(`/settlements/${encodeURIComponent(made.id)}`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (node) creating.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.title}
      size="md"
      fullScreen={onPhone}
      closeButtonProps={{ 'aria-label': text.cancel }}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <p className={styles.soft}>{text.why}</p>
        <NodeSelect
          label={text.node}
          description={text.nodeHint}
          required
          value={node}
          onChange={setNode}
          error={asked && !node ? text.nodeMissing : undefined}
        />
        <div className={styles.period}>
          <span>{text.period}</span>
          <PeriodPicker value={period} onChange={setPeriod} />
        </div>
        {creating.isPending && (
          <p className={styles.soft} role="status">
            {text.running}
          </p>
        )}
        {creating.error && <FailureNote title={text.failed} error={creating.error} />}
        <div className={styles.foot}>
          <Button variant="default" onClick={onClose}>
            {text.cancel}
          </Button>
          <Button type="submit" loading={creating.isPending}>
            {text.action}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
