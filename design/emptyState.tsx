import type { ReactNode } from 'react'
import styles from './emptyState.module.css'
import { Icon, type IconName } from './icon.tsx'

type EmptyStateProps = {
  icon?: IconName
  title: string
  /** Why there is nothing, or what will stand here. */
  why?: ReactNode
  /** The next step, a button or a link. */
  action?: ReactNode
  /** Nothing else stands on the page: the title is its heading. */
  alone?: boolean
}

export function EmptyState({ icon = 'file', title, why, action, alone }: EmptyStateProps) {
  const Title = alone ? 'h1' : 'p'
  return (
    <div className={styles.empty}>
      <span className={styles.icon}>
        <Icon name={icon} size={28} />
      </span>
      <Title className={styles.title}>{title}</Title>
      {why && <p className={styles.why}>{why}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}
