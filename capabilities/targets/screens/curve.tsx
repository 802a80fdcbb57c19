import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { roundHalfAway } from '#foundation/money'
import type { Kpi } from '#kpis/ui'
import { sums } from '../rules/decomposition.ts'
import styles from './curve.module.css'
import { stepOf } from './draft.ts'
import { targetMessages } from './messages.ts'

type CurveProps = {
  kpi: Kpi
  months: readonly number[]
  locked: readonly boolean[]
  /** What is in force now, and what the season would propose; drawn behind. */
  inForce: readonly (number | null)[]
  alternative: readonly number[] | null
  /** How many months are over. */
  closed: number
  onChange: ((month: number, value: number) => void) | null
  onToggle: (month: number) => void
}

const width = 1200
const height = 240
const foot = 30
const top = 26
const column = width / 12

/** Twelve months as bars with a handle each: dragged, or moved by the arrow keys; space locks. */
export function Curve({ kpi, months, locked, inForce, alternative, closed, onChange, onToggle }: CurveProps) {
  const text = useMessages(targetMessages)
  const format = useFormat()
  const box = useRef<SVGSVGElement>(null)
  const held = useRef<{ month: number; low: number; high: number } | null>(null)
  const additive = sums(kpi.aggregation)
  const all = [...months, ...inForce.filter((value) => value !== null), ...(alternative ?? [])]
  const most = Math.max(...all)
  const least = Math.min(...all)
  const room = Math.max(most - least, Math.abs(most) * 0.05, 1e-9)
  // Sums stand on zero; a path shows its way, not its height.
  const low = additive ? 0 : least - room * 0.5
  const high = additive ? most * 1.15 || 1 : most + room * 0.3
  const y = (value: number) => top + (height - top - foot) * (1 - (value - low) / (high - low))
  const x = (month: number) => (month + 0.5) * column
  const step = stepOf(months, kpi.unit)
  const line = (values: readonly number[]) => values.map((value, month) => `${x(month)},${y(value)}`).join(' ')
  const fitting = (value: number) => {
    const round = roundHalfAway(Math.round(value / step) * step, 2)
    return additive ? Math.max(0, Math.round(round)) : round
  }
  const change = (month: number, value: number) => onChange?.(month, fitting(value))

  const drag = (event: PointerEvent) => {
    const at = held.current
    const bounds = box.current?.getBoundingClientRect()
    if (!at || !bounds || !onChange) return
    const inside = ((event.clientY - bounds.top) / bounds.height) * height
    const share = 1 - (inside - top) / (height - top - foot)
    // The scale of the moment when it was taken hold of: it must not run away under the finger.
    change(at.month, at.low + share * (at.high - at.low))
  }
  const onKeyDown = (event: KeyboardEvent, month: number) => {
    const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key]
    if (by !== undefined) {
      event.preventDefault()
      change(month, (months[month] ?? 0) + by * step)
    } else if (event.key === ' ') {
      event.preventDefault()
      onToggle(month)
    }
  }
  return (
    <svg
      ref={box}
      className={styles.curve}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      onPointerMove={drag}
      onPointerUp={() => {
        held.current = null
      }}
      onPointerLeave={() => {
        held.current = null
      }}
    >
      <title>{text.editor.curve}</title>
      {closed > 0 && <rect className={styles.closedArea} x={0} y={0} width={closed * column} height={height - foot} />}
      {months.map((value, month) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a month is its place in the year
          key={month}
          className={styles.bar}
          data-locked={locked[month] || undefined}
          x={x(month) - column * 0.3}
          y={Math.min(y(value), height - foot)}
          width={column * 0.6}
          height={Math.max(0, height - foot - y(value))}
        />
      ))}
      {inForce.map((value, month) =>
        value === null ? null : (
          <line
            // biome-ignore lint/suspicious/noArrayIndexKey: a month is its place in the year
            key={month}
            className={styles.inForce}
            x1={x(month) - column * 0.36}
            x2={x(month) + column * 0.36}
            y1={y(value)}
            y2={y(value)}
          />
        ),
      )}
      {alternative && <polyline className={styles.alternative} points={line(alternative)} />}
      <polyline className={styles.line} points={line(months)} />
      <line className={styles.ground} x1={0} x2={width} y1={height - foot} y2={height - foot} />
      {months.map((value, month) => (
        <g
          // biome-ignore lint/suspicious/noArrayIndexKey: a month is its place in the year
          key={month}
          role="slider"
          tabIndex={0}
          aria-label={text.valueOf({ month: month + 1 })}
          aria-orientation="vertical"
          aria-valuemin={roundHalfAway(low, 2)}
          aria-valuemax={roundHalfAway(high, 2)}
          aria-valuenow={value}
          aria-valuetext={text.editor.valueText({
            value: format.value(value, kpi.unit),
            state: locked[month] ? text.editor.locked : text.editor.free,
          })}
          aria-readonly={onChange === null || undefined}
          className={styles.handle}
          onKeyDown={(event) => onKeyDown(event, month)}
          onPointerDown={(event) => {
            if (!onChange) return
            event.preventDefault()
            event.currentTarget.focus()
            held.current = { month, low, high }
          }}
        >
          <rect className={styles.grip} x={month * column} y={0} width={column} height={height} />
          <line className={styles.knob} x1={x(month)} x2={x(month)} y1={y(value)} y2={y(value)} />
          {!locked[month] && <line className={styles.hollow} x1={x(month)} x2={x(month)} y1={y(value)} y2={y(value)} />}
        </g>
      ))}
    </svg>
  )
}
