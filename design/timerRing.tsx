import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import styles from './timerRing.module.css'

type TimerRingProps = { secondsLeft: number; secondsPlanned: number; size?: number }

/** The time that is left for a matter on the agenda; it fills and says "over" rather than turning red. */
export function TimerRing({ secondsLeft, secondsPlanned, size = 96 }: TimerRingProps) {
  const text = useMessages(kit).timer
  const radius = 44
  const around = 2 * Math.PI * radius
  const share = Math.min(1, Math.max(0, secondsLeft / Math.max(1, secondsPlanned)))
  const time = clockOf(Math.abs(secondsLeft))
  const over = secondsLeft < 0
  return (
    <div
      className={styles.ring}
      data-over={over || undefined}
      style={{ width: size, height: size, fontSize: size * 0.22 }}
    >
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle className={styles.rail} cx="50" cy="50" r={radius} />
        <circle
          className={styles.rest}
          cx="50"
          cy="50"
          r={radius}
          strokeDasharray={`${share * around} ${around}`}
          transform="rotate(-90 50 50)"
        />
      </svg>
      <span role="timer" aria-label={over ? text.over({ time }) : text.left({ time })}>
        {over ? `+${time}` : time}
      </span>
    </div>
  )
}

function clockOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
}
