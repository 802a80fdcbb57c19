import { type ReactNode, useEffect, useRef, useState } from 'react'
import styles from './flash.module.css'

type FlashProps = {
  /** What is watched: when it changes, the content lights up for a moment. */
  of: number | string | null
  /** What it belongs to, such as node and period: another one is another figure, and no change of this one. */
  within: string
  children: ReactNode
}

/** Shows that a figure has just moved. The reader's wish for less motion turns it off (tokens.css). */
export function Flash({ of, within, children }: FlashProps) {
  const before = useRef({ of, within })
  const [count, setCount] = useState(0)
  useEffect(() => {
    const moved = before.current.within === within && before.current.of !== of
    before.current = { of, within }
    if (moved) setCount((past) => past + 1)
  }, [of, within])
  return (
    <span className={styles.flash}>
      {children}
      {count > 0 && <span key={count} className={styles.shine} aria-hidden="true" />}
    </span>
  )
}
