import { useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useMessages } from '#design/locale'
import { useSearch } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { useKpis } from '#kpis/ui'
import styles from './board.module.css'
import { boardMessages } from './messages.ts'
import { Ranks } from './ranks.tsx'
import { useBoard } from './reads.ts'

/** Who leads among the stores or people below, by a KPI of the reader's choice. */
export function BoardRanking({ node, kind, period }: { node: string; kind: string; period: string | null }) {
  const text = useMessages(boardMessages)
  const { kpis, nameOf } = useKpis()
  const [search, change] = useSearch()
  const [fallback, setFallback] = useState('ftr')
  const by = search.ranking ?? fallback
  const below = kind !== 'person'
  const { data, error, refetch } = useBoard(node, period, { ranking: by, enabled: below })
  if (!below) return null
  return (
    <section className={styles.panel}>
      <div className={styles.panelHead}>
        <h2>{text.rankingOf[kind] ?? text.ranking}</h2>
        <select
          className={styles.select}
          aria-label={text.rankingBy}
          value={by}
          onChange={(event) => {
            setFallback(event.target.value)
            change({ ranking: event.target.value })
          }}
        >
          {kpis.length === 0 && <option value={by}>{nameOf(by)}</option>}
          {kpis.map((kpi) => (
            <option key={kpi.id} value={kpi.id}>
              {nameOf(kpi.id)}
            </option>
          ))}
        </select>
      </div>
      {error && !data ? (
        <FailureNote title={text.rankingFailed} error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Ranks
          ranked={data.ranking ?? []}
          total={data.ranked}
          unit={data.kpis.find((kpi) => kpi.id === by)?.unit ?? 'count'}
          to={(id) => `/boards/${encodeURIComponent(id)}`}
          search={period ? { period } : {}}
        />
      ) : (
        <Skeletons shape="list" count={4} />
      )}
    </section>
  )
}
