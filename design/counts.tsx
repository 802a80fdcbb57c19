import styles from './counts.module.css'
import { useFormat } from './format.tsx'

type Count = { name: string; count: number; unit?: string; faulty?: boolean }
type CountsProps = { counts: readonly Count[]; large?: boolean; label?: string | undefined }

/** How many of each, four side by side. */
export function Counts({ counts, large = false, label }: CountsProps) {
  const format = useFormat()
  return (
    <dl className={styles.counts} data-large={large || undefined} aria-label={label}>
      {counts.map(({ name, count, unit, faulty }) => (
        <div key={name} data-faulty={faulty || undefined}>
          <dt>{name}</dt>
          <dd>
            {format.count(count)}
            {unit && <span>{unit}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
