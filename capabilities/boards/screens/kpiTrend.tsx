import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { DataTable } from '#design/dataTable'
import { useFormat } from '#design/format'
import { Light } from '#design/light'
import { useMessages, useWords } from '#design/locale'
import { Unseen } from '#design/unseen'
import { benchmarkBand, type Kpi, useKpiTrace } from '#kpis/ui'
import { useReason } from './judged.ts'
import styles from './kpiTrend.module.css'
import { boardMessages } from './messages.ts'
import type { Board, TrendPoint } from './reads.ts'
import { chartScale, path, steps } from './trendScale.ts'

type KpiTrendProps = {
  kpi: Kpi
  node: Board['node']
  points: TrendPoint[] /** The month that runs. */
  running: string
}

const height = 280
const pointRoom = 26
const inset = { top: 18, right: 16, bottom: 30, left: 64 }

/** A KPI over the months: the line, each month's light and target, and the band from industry to excellent. */
export function KpiTrend({ kpi, node, points, running }: KpiTrendProps) {
  const text = useMessages(boardMessages).kpi
  const words = useWords()
  const format = useFormat()
  const { ref, width: given } = useElementSize()
  const scroller = useRef<HTMLElement>(null)
  // Points that stand closer than a thumb can tell apart scroll sideways instead.
  const width = given === 0 ? 0 : Math.max(given, points.length * pointRoom + inset.left + inset.right)
  useEffect(() => {
    if (width > given && scroller.current) scroller.current.scrollLeft = width
  }, [width, given])
  const { trace, drawer } = useKpiTrace()
  const [pointed, setPointed] = useState<number | null>(null)
  const band = benchmarkBand(kpi)
  const inner = { width: Math.max(0, width - inset.left - inset.right), height: height - inset.top - inset.bottom }
  const scale = chartScale(points, band, kpi.unit === 'percent')
  const x = (index: number) => inset.left + ((index + 0.5) / points.length) * inner.width
  const y = (value: number) => inset.top + (1 - (value - scale.low) / (scale.high - scale.low)) * inner.height
  const last = points.length - 1
  const runs = points[last]?.period === running
  const settled = points.map((point, index) =>
    point.value === null || (runs && index === last) ? null : { x: x(index), y: y(point.value) },
  )
  const beforeLast = points[last - 1]?.value ?? null
  const atLast = points[last]?.value ?? null
  const everySecond = inner.width / points.length < 44
  const named = words(kpi.names)
  const at = pointed === null ? null : points[pointed]
  return (
    <div className={styles.trend}>
      <div ref={ref} />
      <section
        className={styles.scroll}
        ref={scroller}
        aria-label={text.trendAlt({
          name: named,
          from: format.period(points[0]?.period ?? ''),
          to: format.period(points[last]?.period ?? ''),
        })}
        onPointerLeave={() => setPointed(null)}
      >
        <div className={styles.chart} style={{ width: width || undefined, height }}>
          {width > 0 && (
            <svg width={width} height={height} aria-hidden="true" className={styles.drawing}>
              {band && (
                <rect
                  className={styles.band}
                  x={inset.left}
                  width={inner.width}
                  y={Math.min(y(band.industry), y(band.excellent))}
                  height={Math.abs(y(band.industry) - y(band.excellent))}
                />
              )}
              {scale.ticks.map((tick) => (
                <g key={tick}>
                  <line className={styles.rule} x1={inset.left} x2={width - inset.right} y1={y(tick)} y2={y(tick)} />
                  <text className={styles.tick} x={inset.left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
                    {format.value(tick, kpi.unit)}
                  </text>
                </g>
              ))}
              {points.map((point, index) =>
                everySecond && (last - index) % 2 === 1 ? null : (
                  <text key={point.period} className={styles.tick} x={x(index)} y={height - 8} textAnchor="middle">
                    {monthLabel(point.period, index)}
                  </text>
                ),
              )}
              <path
                className={styles.target}
                d={steps(
                  points.map((point) => (point.target === null ? null : y(point.target))),
                  x,
                  inner.width / points.length,
                )}
              />
              <path className={styles.line} d={path(settled)} />
              {runs && beforeLast !== null && atLast !== null && (
                <path className={styles.running} d={`M${x(last - 1)} ${y(beforeLast)}L${x(last)} ${y(atLast)}`} />
              )}
            </svg>
          )}
          {width > 0 &&
            points.map((point, index) =>
              point.value === null ? null : (
                <button
                  key={point.period}
                  type="button"
                  className={styles.point}
                  style={{ left: x(index), top: y(point.value) }}
                  onPointerEnter={() => setPointed(index)}
                  onFocus={() => setPointed(index)}
                  onBlur={() => setPointed(null)}
                  onClick={() =>
                    trace({
                      kpi: kpi.id,
                      node: node.id,
                      nodeName: node.name,
                      period: point.period,
                      light: point.light,
                      target: point.target,
                    })
                  }
                >
                  <Light light={point.light} size="sm" />
                  <Unseen>
                    {format.period(point.period)} {format.value(point.value, kpi.unit)}
                    {point.target === null ? '' : `, ${text.lineTarget} ${format.value(point.target, kpi.unit)}`}
                  </Unseen>
                </button>
              ),
            )}
          {at && at.value !== null && pointed !== null && (
            <div
              className={styles.tip}
              aria-hidden="true"
              data-side={pointed > points.length / 2 ? 'left' : 'right'}
              style={{ left: x(pointed), top: y(at.value) }}
            >
              <span className={styles.tipPeriod}>
                {format.period(at.period)}
                {at.period === running ? ` · ${text.running}` : ''}
              </span>
              <b>{format.value(at.value, kpi.unit)}</b>
              <span>{at.target === null ? '' : `${text.lineTarget} ${format.value(at.target, kpi.unit)}`}</span>
            </div>
          )}
        </div>
      </section>
      <p className={styles.legend} aria-hidden="true">
        <span data-mark="line">{text.lineActual}</span>
        <span data-mark="target">{text.lineTarget}</span>
        {band && <span data-mark="band">{text.band}</span>}
        {runs && <span data-mark="running">{text.running}</span>}
      </p>
      <TrendTable kpi={kpi} points={points} />
      {drawer}
    </div>
  )
}

/** The year stands at the first month and at each January. */
function monthLabel(period: string, index: number): string {
  const month = Number(period.slice(5))
  return index === 0 || month === 1 ? `${period.slice(0, 4)}/${month}` : String(month)
}

function TrendTable({ kpi, points }: { kpi: Kpi; points: TrendPoint[] }) {
  const text = useMessages(boardMessages)
  const format = useFormat()
  const reason = useReason()
  const value = (figure: number | null) => (figure === null ? '–' : format.value(figure, kpi.unit))
  return (
    <details className={styles.table}>
      <summary>{text.kpi.asTable}</summary>
      <DataTable
        caption={text.kpi.trend}
        rows={[...points].reverse()}
        rowKey={(point) => point.period}
        columns={[
          { id: 'month', title: text.kpi.month, cell: (point) => format.period(point.period) },
          { id: 'value', title: text.columns.value, numeric: true, cell: (point) => value(point.value) },
          { id: 'target', title: text.columns.target, numeric: true, cell: (point) => value(point.target) },
          {
            id: 'light',
            title: text.columns.light,
            cell: (point) => (
              <Light
                light={point.light}
                withWord
                word={
                  point.light === 'grey'
                    ? reason({ light: 'grey', reason: point.value === null ? 'no_data' : 'no_target' })
                    : undefined
                }
              />
            ),
          },
        ]}
      />
    </details>
  )
}
