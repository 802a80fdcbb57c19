import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { StateBadge } from '#design/stateBadge'
import { studio } from '#design/studio'
import { measureMessages } from './measureMessages.ts'
import styles from './measures.module.css'
import { type DefinedMeasure, useDefinedMeasures, useStreams } from './reads.ts'

/** The measures defined here, each with its state and how far its history is computed back. */
export default function MeasureList() {
  const text = useMessages(measureMessages)
  const words = useWords()
  const format = useFormat()
  const { data, error, refetch } = useDefinedMeasures()
  const { data: streams = [] } = useStreams()
  const newestOf = (measure: DefinedMeasure) => measure.versions[0] as DefinedMeasure['versions'][number]
  const columns: Column<DefinedMeasure>[] = [
    {
      id: 'measure',
      title: text.list.measure,
      heading: true,
      sortBy: (measure) => words(newestOf(measure).names),
      cell: (measure) => (
        <ScreenLink className={studio.link} to={`/kpis/studio/measures/${measure.id}`}>
          {words(newestOf(measure).names)}
        </ScreenLink>
      ),
    },
    { id: 'id', title: text.list.id, cell: (measure) => <code>{measure.id}</code> },
    {
      id: 'counts',
      title: text.list.counts,
      cell: (measure) => {
        const { of, amount } = newestOf(measure)
        const stream = streams.find((one) => one.of === of)
        const field = amount === 'count' ? null : stream?.fields.find((one) => one.id === amount.sum)
        const how = field ? text.editor.sum({ field: words(field.names) }) : text.editor.count
        return (
          <span>
            {stream ? words(stream.names) : of} · {how}
            {measure.personal && <span className={studio.soft}> · {text.list.personal}</span>}
          </span>
        )
      },
    },
    {
      id: 'state',
      title: text.list.state,
      cell: (measure) => {
        const { left, marked } = measure.progress
        const { version, retired, from } = newestOf(measure)
        return (
          <span className={studio.badges}>
            {left > 0 ? (
              <StateBadge tone="going">
                {text.list.computing({ left: format.count(left), marked: format.count(marked) })}
              </StateBadge>
            ) : retired ? (
              <StateBadge tone="stopped">{text.list.retired({ day: format.day(from, { year: true }) })}</StateBadge>
            ) : (
              <StateBadge tone="done">{text.list.ready}</StateBadge>
            )}
            <span className={studio.soft}>{text.list.version({ version })}</span>
          </span>
        )
      },
    },
  ]
  return (
    <section className={`${studio.section} ${styles.section}`}>
      <div className={studio.listHead}>
        <h2 className={studio.heading}>{text.list.title}</h2>
        <ScreenLink className={studio.add} to="/kpis/studio/measures/new">
          <Icon name="plus" size={16} />
          {text.list.add}
        </ScreenLink>
      </div>
      <p className={studio.soft}>{text.list.about}</p>
      {error && !data ? <FailureNote title={text.list.failed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="table" count={3} /> : null}
      {data?.length === 0 && <EmptyState icon="formula" title={text.list.none} why={text.list.noneWhy} />}
      {data && data.length > 0 && (
        <DataTable caption={text.list.title} columns={columns} rows={data} rowKey={(measure) => measure.id} />
      )}
    </section>
  )
}
