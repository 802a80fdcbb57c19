import type { ReactNode } from 'react'
import styles from './pageHeader.module.css'

type PageHeaderProps = {
  title: ReactNode
  /** A NodePath, above the title. */
  path?: ReactNode
  /** One line under the title: a FactClock, a StateBadge, a count. */
  meta?: ReactNode
  /** A PeriodPicker. */
  period?: ReactNode
  actions?: ReactNode
  /** Tabs or filters, under everything. */
  children?: ReactNode
}

export function PageHeader({ title, path, meta, period, actions, children }: PageHeaderProps) {
  return (
    <header className={styles.header}>
      {path}
      <div className={styles.row}>
        <div className={styles.words}>
          <h1 className={styles.title}>{title}</h1>
          {meta && <div className={styles.meta}>{meta}</div>}
        </div>
        {(period || actions) && (
          <div className={styles.tools}>
            {period}
            {actions}
          </div>
        )}
      </div>
      {children}
    </header>
  )
}
