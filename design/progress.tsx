import { Button } from '@mantine/core'
import { useFormat } from './format.tsx'
import { Icon } from './icon.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import styles from './progress.module.css'

type ProgressProps = {
  label: string
  state: 'waiting' | 'running' | 'done' | 'stopped' | 'failed'
  done: number
  /** Null while it is not known how much there is. */
  total: number | null
  rejected?: number
  /** Minutes that are left, as far as one can tell. */
  minutesLeft?: number | null
  /** The work goes on when the page is left. */
  inBackground?: boolean
  onCancel?: () => void
}

/** Long work with its counts and a way to stop it (E1.5). */
export function Progress({
  label,
  state,
  done,
  total,
  rejected = 0,
  minutesLeft,
  inBackground,
  onCancel,
}: ProgressProps) {
  const text = useMessages(kit).progress
  const format = useFormat()
  const under = state === 'running' || state === 'waiting'
  const share = total === null || total === 0 ? null : Math.min(100, (done / total) * 100)
  const stateText = state === 'failed' ? text.failedState : text[state]
  return (
    <div className={styles.progress} data-state={state}>
      <div className={styles.head}>
        <span className={styles.label}>{label}</span>
        <span className={styles.state}>
          {state === 'done' && <Icon name="check" size={15} />}
          {state === 'failed' && <Icon name="fault" size={15} />}
          {stateText}
        </span>
      </div>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share)}
      >
        <span
          className={styles.bar}
          data-unknown={(under && share === null) || undefined}
          style={share === null ? undefined : { width: `${share}%` }}
        />
      </div>
      <div className={styles.foot}>
        <span>
          {total === null
            ? text.sofar({ done: format.count(done) })
            : text.of({ done: format.count(done), total: format.count(total) })}
        </span>
        {rejected > 0 && <span className={styles.rejected}>{text.failed({ count: format.count(rejected) })}</span>}
        {under && typeof minutesLeft === 'number' && <span>{text.left({ time: format.duration(minutesLeft) })}</span>}
        {under && inBackground && <span>{text.inBackground}</span>}
        {under && onCancel && (
          <Button size="compact-sm" variant="default" onClick={onCancel} className={styles.cancel}>
            {text.cancel}
          </Button>
        )}
      </div>
    </div>
  )
}
