import { dayAt } from '#foundation/period'
import styles from './factClock.module.css'
import { useFormat } from './format.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'

type FactClockProps = {
  /** The instant of the newest fact (`factsUpTo`). */
  at: string | null
  /** The instant that counts as now (`asOf`): on another day the clock names the day too. */
  now?: string | Date
  /** Live: changes arrive by themselves. Lost: the line is down and being restored. */
  line?: 'live' | 'lost'
  /** Data should have moved by now. */
  stale?: boolean
  size?: 'desk' | 'wall'
}

/** "Data up to 10:32": how new the newest fact is. */
export function FactClock({ at, now = new Date(), line, stale = false, size = 'desk' }: FactClockProps) {
  const text = useMessages(kit).clock
  const format = useFormat()
  const today = at !== null && dayAt(at, 'Asia/Shanghai') === dayAt(now, 'Asia/Shanghai')
  const shown = at === null ? text.none : text.upTo({ time: today ? format.time(at) : format.dateTime(at) })
  return (
    <span className={styles.clock} data-line={line} data-stale={stale || undefined} data-size={size} aria-live="polite">
      <span className={styles.dot} aria-hidden="true" />
      {at === null ? shown : <time dateTime={at}>{shown}</time>}
      {line === 'lost' ? <span className={styles.note}>{text.reconnecting}</span> : null}
      {line !== 'lost' && stale ? <span className={styles.note}>{text.stale}</span> : null}
    </span>
  )
}
