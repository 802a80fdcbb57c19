import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { ScreenLink, useNode } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { StateBadge } from '#design/stateBadge'
import { studio } from '#design/studio'
import { MeasureList, useToday } from '#measures/ui'
import { studioMessages } from './studioMessages.ts'
import { type DefinedKpi, type KpiVersion, useDefinedKpis } from './studioReads.ts'

/** What is defined here: KPIs, and below them the measures that they are made of. */
export default function StudioScreen() {
  const text = useMessages(studioMessages)
  const may = useMay()
  const { data, error, refetch } = useDefinedKpis(may('kpis.define'))
  if (!may('kpis.define')) return <EmptyState alone icon="lock" title={text.title} why={text.readOnly} />
  return (
    <div className={studio.page}>
      <PageHeader title={text.title} meta={<span>{text.about}</span>} />
      <section className={studio.section}>
        <div className={studio.listHead}>
          <h2 className={studio.heading}>{text.list.title}</h2>
          <ScreenLink className={studio.add} to="/kpis/studio/kpis/new">
            <Icon name="plus" size={16} />
            {text.list.add}
          </ScreenLink>
        </div>
        {error && !data ? <FailureNote title={text.list.failed} error={error} onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Skeletons shape="table" count={3} /> : null}
        {data?.length === 0 && <EmptyState icon="formula" title={text.list.none} why={text.list.noneWhy} />}
        {data && data.length > 0 && <Kpis kpis={data} />}
      </section>
      <MeasureList />
    </div>
  )
}

function Kpis({ kpis }: { kpis: DefinedKpi[] }) {
  const text = useMessages(studioMessages)
  const words = useWords()
  const newestOf = (kpi: DefinedKpi) => kpi.versions[0] as KpiVersion
  const columns: Column<DefinedKpi>[] = [
    {
      id: 'kpi',
      title: text.list.kpi,
      heading: true,
      sortBy: (kpi) => words(newestOf(kpi).names),
      cell: (kpi) => (
        <ScreenLink className={studio.link} to={`/kpis/studio/kpis/${kpi.id}`}>
          {words(newestOf(kpi).names)}
        </ScreenLink>
      ),
    },
    { id: 'formula', title: text.list.formula, width: '44%', cell: (kpi) => <code>{newestOf(kpi).formula}</code> },
    { id: 'state', title: text.list.state, cell: (kpi) => <State newest={newestOf(kpi)} /> },
  ]
  return <DataTable caption={text.list.title} columns={columns} rows={kpis} rowKey={(kpi) => kpi.id} />
}

function State({ newest: { version, retired, from } }: { newest: KpiVersion }) {
  const text = useMessages(studioMessages).list
  const format = useFormat()
  const [node] = useNode()
  const today = useToday(node)
  const day = format.day(from, { year: true })
  return (
    <span className={studio.badges}>
      {retired ? (
        <StateBadge tone="stopped">{text.retired({ day })}</StateBadge>
      ) : today !== null && from > today ? (
        <StateBadge tone="going">{text.planned({ day })}</StateBadge>
      ) : (
        <StateBadge tone="done">{text.inForce}</StateBadge>
      )}
      <span className={studio.soft}>{text.version({ version })}</span>
    </span>
  )
}
