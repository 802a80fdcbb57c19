import type { CSSProperties } from 'react'
import type { Light as Colour, Direction, Unit } from '#foundation/figure'
import styles from './figure.module.css'
import { useFormat } from './format.tsx'
import { Light } from './light.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import { NoData, type NoDataReason } from './noData.tsx'
import { Unseen } from './unseen.tsx'

type FigureProps = {
  label: string
  value: number | null
  unit: Unit
  light?: Colour
  target?: number | null
  /** The target at the pace of a running period; shown instead of the target when it differs. */
  due?: number | null
  /** The difference to what `since` names: `{ value: 1.2, since: '较上月' }`. */
  change?: { value: number; since: string } | null
  /** Tells a welcome change from an unwelcome one. */
  direction?: Direction
  size?: 'wall' | 'desk' | 'phone'
  /** Why there is no value, or no light. */
  noData?: NoDataReason
  /** A short reason for the light, in place of its word. */
  reason?: string
  /** Opens "where from"; the whole figure is then the button. */
  onTrace?: () => void
}

/** One number, large, with what it is judged by. Every figure is a door (H5.8). */
export function Figure(props: FigureProps) {
  const { label, size = 'desk', onTrace } = props
  const text = useMessages(kit)
  if (!onTrace) {
    return (
      <div className={styles.figure} data-size={size}>
        <Inside {...props} />
      </div>
    )
  }
  return (
    <button type="button" className={styles.figure} data-size={size} data-door onClick={onTrace}>
      <Inside {...props} />
      <Unseen>{text.whereFromOf({ label })}</Unseen>
    </button>
  )
}

function Inside({
  label,
  value,
  unit,
  light,
  target,
  due,
  change,
  direction,
  size = 'desk',
  noData,
  reason,
}: FigureProps) {
  const text = useMessages(kit)
  const format = useFormat()
  const shown = value === null ? null : format.figure(value, unit)
  const measuredBy = due ?? target ?? null
  const isDue = due !== undefined && due !== null && due !== target
  return (
    <>
      <span className={styles.label}>{label}</span>
      <span
        className={styles.value}
        data-long={(shown && shown.text.length > 8) || undefined}
        style={{ '--chars': shown ? shown.text.length + shown.unit.length * 0.5 : 4 } as CSSProperties}
      >
        {shown ? (
          <>
            <span className={styles.number}>{shown.text}</span>
            {shown.unit && <span className={styles.unit}>{shown.unit}</span>}
          </>
        ) : (
          <span className={styles.none}>{text.noValue}</span>
        )}
      </span>
      <span className={styles.judged}>
        {light && (
          <Light
            light={light}
            size={size === 'wall' ? 'wall' : 'md'}
            withWord
            word={judgement(light, reason, noData, text)}
          />
        )}
        {measuredBy !== null && (
          <span className={styles.target}>
            {isDue ? text.due : text.target} {format.value(measuredBy, unit)}
          </span>
        )}
        {!light && value === null && noData && <NoData reason={noData} />}
        {change && shown && <Change {...change} unit={unit} direction={direction} />}
      </span>
    </>
  )
}

function judgement(
  light: Colour,
  reason: string | undefined,
  noData: NoDataReason | undefined,
  text: { noData: Record<NoDataReason, string> },
): string | undefined {
  if (reason) return reason
  return light === 'grey' && noData ? text.noData[noData] : undefined
}

function Change({
  value,
  since,
  unit,
  direction,
}: {
  value: number
  since: string
  unit: Unit
  direction?: Direction
}) {
  const shown = useFormat().change(value, unit)
  const welcome = direction === undefined || value === 0 ? undefined : value > 0 === (direction === 'higher')
  return (
    <span className={styles.change} data-welcome={welcome}>
      <span className={styles.arrow} aria-hidden="true">
        {value > 0 ? '↑' : value < 0 ? '↓' : '→'}
      </span>
      {shown.text}
      {shown.unit && <span className={styles.changeUnit}>{shown.unit}</span>}{' '}
      <span className={styles.since}>{since}</span>
    </span>
  )
}
