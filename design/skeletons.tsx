import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import styles from './skeletons.module.css'
import { Unseen } from './unseen.tsx'

type Shape = 'figures' | 'table' | 'list' | 'text'

/** The shape of what is being loaded; it appears after a moment, so that quick answers do not flicker. */
export function Skeletons({ shape, count = 4 }: { shape: Shape; count?: number }) {
  const text = useMessages(kit)
  return (
    <div className={styles.skeletons} data-shape={shape} aria-busy="true">
      <Unseen>{text.loading}</Unseen>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces are all alike
        <div key={index} className={styles.piece} aria-hidden="true">
          <span />
          <span />
          {shape !== 'text' && <span />}
        </div>
      ))}
    </div>
  )
}
