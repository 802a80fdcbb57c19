import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fetchFile } from '#design/api'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { type ScreenProps, useSearch } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { dayAt } from '#foundation/period'
import { type Kpi, useKpis } from '#kpis/ui'
import { ChildrenPanel, type Sharing } from './childrenPanel.tsx'
import { type Draft, firstDraft, groundOf, outcome, planOf, useDraft } from './draft.ts'
import { EventsPanel } from './eventsPanel.tsx'
import { targetMessages } from './messages.ts'
import { PartsPanel } from './partsPanel.tsx'
import { PlanEditor } from './planEditor.tsx'
import { PlanVersions, RollingPanel } from './planVersions.tsx'
import {
  usePreview,
  useVersions,
  useYear,
  type Version,
  type Versions,
  type YearTable as Year,
  type YearRow,
} from './reads.ts'
import { SavePlan } from './savePlanForm.tsx'
import styles from './targets.module.css'
import { YearTable } from './yearTable.tsx'

/** A node's year: every KPI by month, and the chosen one taken apart, shared out, proposed and approved (E3). */
export default function TargetsScreen({ params, search }: ScreenProps) {
  const node = params.node ?? ''
  const text = useMessages(targetMessages)
  const may = useMay()
  const [, change] = useSearch()
  const wanted = /^\d{4}$/.test(search.year ?? '')
    ? Number(search.year)
    : Number(dayAt(new Date(), 'Asia/Shanghai').slice(0, 4))
  const { data, error, refetch } = useYear(node, wanted)
  const { get, loading } = useKpis()
  const writable = may('targets.write')
  // Output comes first where it has a target: its year is the one that is shared out.
  const chosen = search.kpi ?? data?.rows.find((row) => row.kpi === 'outputValue')?.kpi ?? data?.rows[0]?.kpi ?? null
  const kpi = chosen ? get(chosen) : undefined
  const known = new Set(data?.rows.map((row) => row.kpi))
  const choose = (id: string) => change({ kpi: id })
  const download = useMutation({
    mutationFn: () =>
      fetchFile(`/targets/year/export.xlsx?node=${encodeURIComponent(node)}&year=${wanted}`, `${node} ${wanted}.xlsx`),
  })
  return (
    <div className={styles.page}>
      <PageHeader
        title={text.title({ node: data?.node.name ?? node })}
        period={<YearStepper year={wanted} onChange={(year) => change({ year: String(year) })} />}
        actions={
          data ? (
            <>
              {writable && <KpiChoice known={known} onChoose={choose} />}
              <Button
                variant="default"
                leftSection={<Icon name="download" size={16} />}
                loading={download.isPending}
                onClick={() => download.mutate()}
              >
                {text.download}
              </Button>
            </>
          ) : null
        }
      />
      {download.error ? <FailureNote title={text.downloadFailed} error={download.error} /> : null}
      {error ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : null}
      {(!data && !error) || loading ? <Skeletons shape="list" count={6} /> : null}
      {data && !kpi && !loading && (
        <EmptyState icon="target" title={text.none} why={writable ? text.noneWhy : text.noneReadOnly} />
      )}
      {data && kpi && (
        <KpiYear key={`${node} ${wanted} ${kpi.id}`} kpi={kpi} table={data} onChoose={choose} writable={writable} />
      )}
    </div>
  )
}

/** KPIs without targets in this year yet. */
function KpiChoice({ known, onChoose }: { known: ReadonlySet<string>; onChoose: (kpi: string) => void }) {
  const text = useMessages(targetMessages)
  const { kpis, nameOf } = useKpis()
  return (
    <select
      className={styles.select}
      aria-label={text.addKpi}
      value=""
      onChange={(event) => event.target.value && onChoose(event.target.value)}
    >
      <option value="">{text.addKpi}</option>
      {kpis
        .filter(({ id }) => !known.has(id))
        .map(({ id }) => (
          <option key={id} value={id}>
            {nameOf(id)}
          </option>
        ))}
    </select>
  )
}

function YearStepper({ year, onChange }: { year: number; onChange: (year: number) => void }) {
  const text = useMessages(targetMessages)
  return (
    <div className={styles.stepper}>
      <button type="button" aria-label={text.previousYear} title={text.previousYear} onClick={() => onChange(year - 1)}>
        <Icon name="left" size={17} />
      </button>
      <b>{year}</b>
      <button type="button" aria-label={text.nextYear} title={text.nextYear} onClick={() => onChange(year + 1)}>
        <Icon name="right" size={17} />
      </button>
    </div>
  )
}

type KpiYearProps = { kpi: Kpi; table: Year; onChoose: (kpi: string) => void; writable: boolean }

function KpiYear(props: KpiYearProps) {
  const { kpi, table } = props
  const text = useMessages(targetMessages)
  const { data, error, refetch } = useVersions(table.node.id, kpi.id, table.year)
  const row = table.rows.find((one) => one.kpi === kpi.id)
  // What is worked on begins anew at whatever version was opened.
  const [opened, setOpened] = useState<{ draft: Draft; count: number } | null>(null)
  if (error && !data)
    return <FailureNote title={text.versions.loadFailed} error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeletons shape="list" count={4} />
  const open = (draft: Draft) => setOpened({ draft, count: (opened?.count ?? 0) + 1 })
  return (
    <Workbench
      key={opened?.count ?? 0}
      {...props}
      row={row}
      versions={data}
      first={opened?.draft ?? firstDraft(kpi, row, data.decompositions[0])}
      onOpen={(version) => open(firstDraft(kpi, row, version))}
      onTake={(months, basedOn) => {
        const [newest] = data.decompositions
        open({ ...firstDraft(kpi, row, newest), method: 'hand', locks: [...months], pauses: [], basedOn })
      }}
    />
  )
}

type WorkbenchProps = KpiYearProps & {
  row: YearRow | undefined
  versions: Versions
  first: Draft
  onOpen: (version: Version) => void
  onTake: (months: number[], basedOn: number) => void
}

const empty = (kpi: string): YearRow => ({
  kpi,
  goal: null,
  months: new Array<null>(12).fill(null),
  afterClose: new Array<boolean>(12).fill(false),
  locked: new Array<boolean>(12).fill(false),
  lockedAt: null,
  plan: null,
})

function Workbench({ kpi, table, row, versions, first, onChoose, onOpen, onTake, writable }: WorkbenchProps) {
  const { get, nameOf } = useKpis()
  const { draft, change, setMonth, togglePause } = useDraft(first)
  const [sharing, setSharing] = useState<Sharing>({ method: 'off', hand: {} })
  const at = { node: table.node.id, kpi: kpi.id, year: table.year }
  const { data: ground } = usePreview(writable ? groundOf(kpi, draft, at) : null)
  const result = outcome(kpi, draft, ground)
  const plan = result?.ok ? planOf(draft, at) : null
  const closed =
    table.today < `${table.year}-01-01`
      ? 0
      : table.today > `${table.year}-12-31`
        ? 12
        : Number(table.today.slice(5, 7)) - 1
  const approved = versions.decompositions.find(({ state }) => state === 'approved')
  const shared =
    plan && sharing.method !== 'off' ? { ...plan, children: { method: sharing.method, hand: sharing.hand } } : plan
  return (
    <>
      <YearTable
        rows={row ? table.rows : [...table.rows, empty(kpi.id)]}
        kpiOf={get}
        nameOf={nameOf}
        chosen={kpi.id}
        onChoose={onChoose}
        editing={{ draft, months: result?.ok ? result.months : null, setMonth, togglePause, writable }}
      />
      <div className={styles.columns}>
        <div className={styles.column}>
          <PlanEditor
            kpi={kpi}
            row={row}
            draft={draft}
            result={result}
            ground={ground}
            closed={closed}
            writable={writable}
            change={change}
            setMonth={setMonth}
          />
          {approved && <RollingPanel kpi={kpi} plan={approved} onTake={onTake} />}
          <EventsPanel node={at.node} year={at.year} writable={writable} />
          <PartsPanel node={at.node} kpi={kpi} year={at.year} today={table.today} />
        </div>
        <div className={styles.column}>
          {writable && table.node.kind !== 'person' && (
            <ChildrenPanel kpi={kpi} plan={plan} sharing={sharing} onChange={setSharing} writable={writable} />
          )}
          {writable && <SavePlan plan={shared} basedOn={draft.basedOn} closed={closed > 0} onSaved={() => undefined} />}
          <PlanVersions versions={versions} onOpen={onOpen} />
        </div>
      </div>
    </>
  )
}
