import type { Direction, Unit } from '#foundation/figure'
import styles from './bulletBar.module.css'
import { useFormat } from './format.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'

type BulletBarProps = {
  value: number | null
  unit: Unit
  target?: number | null
  /** The target at today's pace. */
  due?: number | null
  /** From the industry's benchmark to an excellent one. */
  band?: { industry: number; excellent: number } | null
  direction?: Direction
  /** The ends of the scale; without them it holds everything shown, starting at 0 (or below, for NPS). */
  from?: number
  to?: number
  /** Names target, pace and benchmarks under the bar. */
  withLegend?: boolean
}

/** Actual against target, pace and benchmarks on one line. */
export function BulletBar({
  value,
  unit,
  target,
  due,
  band,
  direction = 'higher',
  from,
  to,
  withLegend,
}: BulletBarProps) {
  const text = useMessages(kit)
  const format = useFormat()
  const points = [value, target, due, band?.industry, band?.excellent].filter((point) => typeof point === 'number')
  const low = from ?? Math.min(0, ...points)
  const most = Math.max(...points, low + 1e-9)
  // Shares are seen within a hundred, unless they are so small that nothing would be told apart.
  const high = to ?? (unit === 'percent' && most <= 100 && most >= 40 ? 100 : most * 1.08)
  const at = (point: number) => `${Math.min(100, Math.max(0, ((point - low) / (high - low || 1)) * 100))}%`
  const span = (a: number, b: number) => ({
    insetInlineStart: at(Math.min(a, b)),
    insetInlineEnd: `calc(100% - ${at(Math.max(a, b))})`,
  })
  const pace = due !== undefined && due !== null && due !== target ? due : null
  const named: [string, number | null | undefined, string][] = [
    [text.target, target, 'target'],
    [text.due, pace, 'due'],
    [text.industry, band?.industry, 'band'],
    [text.excellent, band?.excellent, 'band'],
  ]
  const spoken = [
    `${text.actual} ${value === null ? text.noValue : format.value(value, unit)}`,
    ...named.flatMap(([name, point]) => (typeof point === 'number' ? [`${name} ${format.value(point, unit)}`] : [])),
  ].join(direction === 'lower' ? '; ' : ', ')
  return (
    <div className={styles.bullet}>
      <div className={styles.track} role="img" aria-label={spoken}>
        {band && <span className={styles.band} style={span(band.industry, band.excellent)} />}
        {value !== null && <span className={styles.actual} style={span(Math.max(low, 0), value)} />}
        {pace !== null && <span className={styles.due} style={{ insetInlineStart: at(pace) }} />}
        {typeof target === 'number' && <span className={styles.target} style={{ insetInlineStart: at(target) }} />}
      </div>
      {withLegend && (
        <div className={styles.legend} aria-hidden="true">
          {named.map(([name, point, mark]) =>
            typeof point === 'number' ? (
              <span key={name} data-mark={mark}>
                {name} {format.value(point, unit)}
              </span>
            ) : null,
          )}
        </div>
      )}
    </div>
  )
}
