import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { useKpis } from '#kpis/ui'
import { dayMessages } from './messages.ts'
import styles from './myDay.module.css'
import type { CardTask } from './reads.ts'

/** "14 / 15", or the figure with its unit where nothing is counted out; null where the facts say nothing. */
export function useLiveText(): (task: Pick<CardTask, 'live' | 'kpi' | 'progress'>) => string | null {
  const format = useFormat()
  const { get } = useKpis()
  return ({ live, kpi, progress }) => {
    if (!live || live.value === null) return null
    const unit = kpi ? get(kpi)?.unit : undefined
    if (progress === 'count' && live.numerator !== null) return format.count(live.numerator)
    if (unit === 'percent' && live.numerator !== null && live.denominator)
      return `${format.count(live.numerator)} / ${format.count(live.denominator)}`
    return unit ? format.value(live.value, unit) : format.count(live.value)
  }
}

/** How far the day is by the facts, and whether that is enough. */
export function LiveProgress({ task, closed }: { task: CardTask; closed: boolean }) {
  const text = useMessages(dayMessages)
  const words = useWords()
  const { get } = useKpis()
  const shown = useLiveText()(task)
  if (!task.live) return null
  const share = task.progress === 'share' && task.live.denominator ? (task.live.value ?? 0) : null
  const kpi = task.kpi ? get(task.kpi) : undefined
  const label = closed ? text.liveClosed : task.live.of === 'store' ? text.liveStore : text.live
  return (
    <div className={styles.live}>
      <p className={styles.liveLine}>
        <span>
          {label}
          {kpi ? ` · ${words(kpi.names)}` : ''}
        </span>
        {shown === null ? <span className={styles.soft}>{text.noFacts}</span> : <b>{shown}</b>}
        {task.goalReached && <span className={styles.reached}>✓ {text.reached}</span>}
      </p>
      {share !== null && share <= 100 && task.goalValue === 100 && (
        <div className={styles.meter} aria-hidden="true">
          <span style={{ width: `${share}%` }} />
        </div>
      )}
    </div>
  )
}
