import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { cardMessages } from './cardMessages.ts'
import type { Checked } from './cardReads.ts'
import styles from './cards.module.css'

type DimensionBarProps = { dimensions: Checked['dimensions']; dense?: boolean }

/** How a card's weight lies over the dimensions, with a mark at the half that none should pass. */
export function DimensionBar({ dimensions, dense }: DimensionBarProps) {
  const text = useMessages(cardMessages)
  const format = useFormat()
  const all = Math.max(
    100,
    dimensions.reduce((sum, { weight }) => sum + weight, 0),
  )
  const shares = dimensions.map(({ dimension, weight }) => ({
    dimension,
    weight,
    label: text.balance.share({
      name: text.dimensions[dimension] ?? dimension,
      weight: format.figure(weight, 'score100').text,
    }),
  }))
  return (
    <div className={styles.shares} data-dense={dense || undefined}>
      <div className={styles.shareTrack} aria-hidden="true">
        {shares.map(({ dimension, weight }) => (
          <span key={dimension} data-dimension={dimension} style={{ width: `${(weight / all) * 100}%` }} />
        ))}
        {!dense && <i style={{ insetInlineStart: `${5000 / all}%` }} title={text.balance.half} />}
      </div>
      <ul className={styles.shareNames}>
        {shares.map(({ dimension, label }) => (
          <li key={dimension}>
            <span data-dimension={dimension} aria-hidden="true" />
            {label}
          </li>
        ))}
      </ul>
    </div>
  )
}
