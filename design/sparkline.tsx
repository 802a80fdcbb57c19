import styles from './sparkline.module.css'

type SparklineProps = {
  /** Oldest first; null where there was no data, which leaves a gap. */
  values: (number | null)[]
  target?: number | null
  /** What is read aloud: "FTR, last twelve months, from 91.2 to 94.0 percent". */
  label: string
  width?: number
  height?: number
}

/** A trend beside a number, without axes. */
export function Sparkline({ values, target, label, width = 104, height = 28 }: SparklineProps) {
  const known = values.filter((value) => value !== null)
  const levels = typeof target === 'number' ? [...known, target] : known
  const low = Math.min(...levels)
  const range = Math.max(...levels) - low
  const x = (index: number) => 3 + (index / Math.max(1, values.length - 1)) * (width - 6)
  const y = (value: number) => (range === 0 ? height / 2 : height - 4 - ((value - low) / range) * (height - 8))
  const points = values.map((value, index) => (value === null ? null : ([x(index), y(value)] as const)))
  const line = points
    .map((point, index) => point && `${points[index - 1] ? 'L' : 'M'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`)
    .filter(Boolean)
    .join('')
  const last = points.findLast((point) => point !== null)
  return (
    <svg
      className={styles.spark}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {typeof target === 'number' && known.length > 0 && (
        <line className={styles.target} x1="0" x2={width} y1={y(target)} y2={y(target)} />
      )}
      <path className={styles.line} d={line} />
      {points.map((point, index) =>
        point && !points[index - 1] && !points[index + 1] ? (
          <circle key={point[0]} className={styles.lone} cx={point[0]} cy={point[1]} r="1.3" />
        ) : null,
      )}
      {last && <circle className={styles.last} cx={last[0]} cy={last[1]} r="2.5" />}
    </svg>
  )
}
