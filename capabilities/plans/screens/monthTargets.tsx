import { useState } from 'react'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Light } from '#design/light'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { useKpis } from '#kpis/ui'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import { type BoardLine, usePlanBoard } from './reads.ts'

const order = ['red', 'yellow', 'green', 'grey'] as const
const first = 8

/** What the month's KPIs should be and where they stand: what its actions and tasks are for; the most pressing first. */
export function MonthTargets({ node, month }: { node: string; month: string }) {
  const text = useMessages(planMessages)
  const { data, error, refetch } = usePlanBoard(node, month)
  const [all, setAll] = useState(false)
  const aimed = (data?.kpis ?? [])
    .filter(({ target }) => target !== null)
    .sort((a, b) => order.indexOf(a.light) - order.indexOf(b.light))
  return (
    <section className={styles.block}>
      <h2 className={styles.heading}>{text.targets.title}</h2>
      {error && !data ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="list" count={4} /> : null}
      {data && aimed.length === 0 && <EmptyState icon="target" title={text.targets.none} why={text.targets.noneWhy} />}
      {aimed.length > 0 && (
        <ul className={styles.rows}>
          {aimed.slice(0, all ? undefined : first).map((line) => (
            <Target key={line.id} line={line} node={node} month={month} />
          ))}
        </ul>
      )}
      {aimed.length > first && (
        <button type="button" className={styles.moreButton} onClick={() => setAll(!all)}>
          {all ? text.targets.fewer : text.targets.all({ count: aimed.length })}
        </button>
      )}
    </section>
  )
}

function Target({ line, node, month }: { line: BoardLine; node: string; month: string }) {
  const all = useMessages(planMessages)
  const format = useFormat()
  const library = useKpis()
  const unit = library.get(line.id)?.unit
  const shown = (value: number | null) => (value === null || !unit ? all.noData : format.value(value, unit))
  return (
    <li className={styles.target}>
      <ScreenLink
        to={`/kpis/${line.id}/${encodeURIComponent(node)}`}
        search={{ period: month }}
        className={styles.link}
      >
        {library.nameOf(line.id)}
      </ScreenLink>
      <span className={styles.pair}>
        <span className={styles.soft}>{all.targets.target}</span>
        {shown(line.target)}
      </span>
      <span className={styles.pair}>
        <span className={styles.soft}>{all.targets.value}</span>
        <b>{shown(line.value)}</b>
      </span>
      <span>
        <Light light={line.light} withWord />
      </span>
    </li>
  )
}
