import { useState } from 'react'
import { type Column, DataTable } from '#design/dataTable'
import { ExportButton } from '#design/export'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { ScreenLink, useNode } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { usePositionName } from '#organisation/ui'
import styles from './kpiLibrary.module.css'
import { type Kpi, useKpis } from './library.ts'
import { kpiMessages } from './messages.ts'

/** Every KPI with what it means, who answers for it, and its benchmarks. */
export default function KpiLibraryScreen() {
  const text = useMessages(kpiMessages)
  const words = useWords()
  const format = useFormat()
  const positionName = usePositionName()
  const [node] = useNode()
  const { kpis, loading, error, reload } = useKpis()
  const [category, setCategory] = useState<string | null>(null)
  const categories = [...new Set(kpis.map((kpi) => kpi.category))]
  const rows = category === null ? kpis : kpis.filter((kpi) => kpi.category === category)
  const columns: Column<Kpi>[] = [
    {
      id: 'name',
      title: text.columns.name,
      heading: true,
      sortBy: (kpi) => words(kpi.names),
      width: '42%',
      cell: (kpi) => (
        <span className={styles.name}>
          {node ? (
            <ScreenLink to={`/kpis/${kpi.id}/${encodeURIComponent(node)}`}>{words(kpi.names)}</ScreenLink>
          ) : (
            words(kpi.names)
          )}
          <span className={styles.explanation}>{words(kpi.explanation)}</span>
        </span>
      ),
    },
    {
      id: 'category',
      title: text.columns.category,
      sortBy: (kpi) => text.categories[kpi.category] ?? kpi.category,
      cell: (kpi) => text.categories[kpi.category] ?? kpi.category,
    },
    {
      id: 'tier',
      title: text.columns.tier,
      deskOnly: true,
      cell: (kpi) => text.tiers[kpi.tier] ?? kpi.tier,
    },
    {
      id: 'industry',
      title: text.columns.industry,
      numeric: true,
      cell: (kpi) =>
        kpi.industry ? (
          industryText(kpi.industry, kpi, format.value)
        ) : (
          <span className={styles.none}>{text.noBenchmark}</span>
        ),
    },
    {
      id: 'excellent',
      title: text.columns.excellent,
      numeric: true,
      cell: (kpi) =>
        kpi.excellent === null ? (
          <span className={styles.none}>{text.noBenchmark}</span>
        ) : (
          <span className={styles.excellent}>
            {kpi.direction === 'higher' ? '≥ ' : '≤ '}
            {format.value(kpi.excellent, kpi.unit)}
            {kpi.direction === 'lower' && <span className={styles.none}>{text.lower}</span>}
          </span>
        ),
    },
    {
      id: 'accountable',
      title: text.columns.accountable,
      sortBy: (kpi) => positionName(kpi.accountable),
      cell: (kpi) => positionName(kpi.accountable),
    },
  ]
  return (
    <>
      <PageHeader
        title={text.library}
        actions={<ExportButton path="/kpis/export.xlsx" name={text.library} />}
        meta={
          <>
            {kpis.length > 0 && <span>{text.count({ count: kpis.length })}</span>}
            <span>{text.about}</span>
          </>
        }
      >
        {categories.length > 1 && (
          <div className={styles.filter}>
            {[null, ...categories].map((each) => (
              <button key={each ?? ''} type="button" aria-pressed={each === category} onClick={() => setCategory(each)}>
                {each === null ? text.allCategories : (text.categories[each] ?? each)}
              </button>
            ))}
          </div>
        )}
      </PageHeader>
      {error ? <FailureNote title={text.failed} error={error} onRetry={reload} /> : null}
      {loading && !error ? <Skeletons shape="table" count={8} /> : null}
      {kpis.length > 0 && <DataTable caption={text.library} columns={columns} rows={rows} rowKey={(kpi) => kpi.id} />}
    </>
  )
}

function industryText(
  { low, high }: { low: number; high: number },
  { unit }: Kpi,
  value: (value: number, unit: Kpi['unit']) => string,
) {
  return low === high ? value(low, unit) : `${value(low, unit)} – ${value(high, unit)}`
}
