import type { ReactNode } from 'react'
import styles from './stateBadge.module.css'

type StateBadgeProps = {
  /** open: not begun; going: under way; done; attention: someone must act; stopped: withdrawn or void. */
  tone: 'open' | 'going' | 'done' | 'attention' | 'stopped'
  children: ReactNode
}

/** A state in words. Ink and greys only: the light colours belong to lights. */
export function StateBadge({ tone, children }: StateBadgeProps) {
  return (
    <span className={styles.badge} data-tone={tone}>
      <span className={styles.mark} aria-hidden="true" />
      {children}
    </span>
  )
}
