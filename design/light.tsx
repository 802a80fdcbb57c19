import type { Light as Colour } from '#foundation/figure'
import styles from './light.module.css'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import { Unseen } from './unseen.tsx'

type LightProps = {
  light: Colour
  /** Side length of the shape; in rem by default, so that it grows with the text. */
  size?: 'sm' | 'md' | 'lg' | 'wall'
  /** Shows the word beside the shape; without it the word is still read aloud. */
  withWord?: boolean
  /** Another word than 达标 / 关注 / 未达标, such as "check for over-selling". */
  word?: string
}

/** Green circle, yellow triangle, red square, grey dash: never colour alone (E1.3). */
export function Light({ light, size = 'md', withWord = false, word }: LightProps) {
  const text = useMessages(kit)
  const said = word ?? text.light[light]
  return (
    <span className={styles.light} data-light={light} data-size={size}>
      <svg viewBox="0 0 16 16" className={styles.shape} aria-hidden="true">
        {light === 'green' && <circle cx="8" cy="8" r="7" />}
        {light === 'yellow' && <path d="M8 1.2 15.6 14.800H.4z" strokeWidth="0.8" strokeLinejoin="round" />}
        {light === 'red' && <rect x="1.6" y="1.6" width="12.8" height="12.8" rx="1" />}
        {light === 'grey' && <rect x="1.5" y="6.3" width="13" height="3.4" rx="1" />}
      </svg>
      {withWord ? <span className={styles.word}>{said}</span> : <Unseen>{said}</Unseen>}
    </span>
  )
}
