import type { ReactNode } from 'react'
import styles from './actionBar.module.css'

/** The next action: at the bottom under the thumb on the phone (E1.8), at the end of the page on the desk. */
export function ActionBar({ note, children }: { note?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.bar}>
      {note && <div className={styles.note}>{note}</div>}
      <div className={styles.actions}>{children}</div>
    </div>
  )
}
