import styles from './signIn.module.css'

/** Where the baton comes to rest on its way: the stops of the loop. */
const beats = [
  [34, 92],
  [112, 148],
  [196, 108],
  [276, 164],
  [358, 96],
  [440, 138],
  [522, 40],
] as const

/** The loop as a conductor draws it: one stroke that runs through every stop. */
export function BeatPattern({ stops }: { stops: readonly string[] }) {
  const stroke = beats
    .map(([x, y], index) => {
      const before = beats[index - 1]
      if (!before) return `M${x} ${y}`
      const bend = (x - before[0]) / 2
      return `C${before[0] + bend} ${before[1]} ${x - bend} ${y} ${x} ${y}`
    })
    .join(' ')
  return (
    <svg className={styles.beats} viewBox="0 0 560 210" aria-hidden="true">
      {[60, 92, 124, 156, 188].map((y) => (
        <line key={y} x1="0" x2="560" y1={y} y2={y} className={styles.staff} />
      ))}
      <path d={stroke} className={styles.stroke} />
      {beats.map(([x, y], index) => {
        const last = index === beats.length - 1
        return (
          <g key={x}>
            <circle cx={x} cy={y} r={last ? 7 : 4.5} className={styles.beat} data-last={last || undefined} />
            <text x={x} y={y - 16} textAnchor="middle">
              {stops[index]}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
