import type { ReactNode } from 'react'
import styles from './mainAction.module.css'

/** What a screen is mostly opened to do: where it stands on the desk, at the bottom under the thumb on the phone (E1.8). */
export function MainAction({ children }: { children: ReactNode }) {
  return <span className={styles.main}>{children}</span>
}
