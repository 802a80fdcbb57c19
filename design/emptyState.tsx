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
}

export function EmptyState({ icon = 'file', title, why, action }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <span className={styles.icon}>
        <Icon name={icon} size={28} />
      </span>
      <p className={styles.title}>{title}</p>
      {why && <p className={styles.why}>{why}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}
