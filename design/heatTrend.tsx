import type { Light as Colour, Unit } from '#foundation/figure'
import { useFormat } from './format.tsx'
import styles from './heatTrend.module.css'
import { Light } from './light.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import { ScreenLink, type Search } from './screen.tsx'
import { Sparkline } from './sparkline.tsx'
import { Unseen } from './unseen.tsx'

type HeatTrendProps = {
  value: number | null
  unit: Unit
  light: Colour
  /** The values of past months, oldest first. */
  trend: (number | null)[]
  target: number | null
  /** What is read aloud before the value: store and KPI. */
  label: string
  /** Why there is no light, in words. */
  reason?: string | undefined
  to: string
  search?: Search
}

/** A cell of the network table: shape, figure and tint, its months below, and the way into it. */
export function HeatTrend({ value, unit, light, trend, target, label, reason, to, search }: HeatTrendProps) {
  const text = useMessages(kit)
  const format = useFormat()
  const drawn = trend.filter((each) => each !== null).length > 1
  return (
    <ScreenLink className={styles.cell} data-light={light} to={to} search={search} title={reason}>
      <Unseen>{label}</Unseen>
      <span className={styles.figure}>
        <Light light={light} size="sm" word={reason} />
        {value === null ? (
          <span className={styles.none}>{text.noValue}</span>
        ) : (
          <span>{format.value(value, unit)}</span>
        )}
      </span>
      <span className={styles.trend} aria-hidden="true">
        {drawn && <Sparkline values={trend} target={target} label="" width={92} height={18} />}
      </span>
    </ScreenLink>
  )
}
