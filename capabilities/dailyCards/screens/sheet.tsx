import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { dayMessages } from './messages.ts'
import styles from './sheet.module.css'

/** A sheet from the bottom on the phone, a dialog on the desk; the browser keeps the focus inside and closes it on Escape. */
export function Sheet({
  title,
  onClose,
  footer,
  children,
}: {
  title: string
  onClose: () => void
  footer?: ReactNode
  children: ReactNode
}) {
  const text = useMessages(dayMessages).sheet
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const shown = dialog.current
    if (shown && !shown.open) shown.showModal()
    return () => shown?.close()
  }, [])
  return (
    <dialog ref={dialog} className={styles.sheet} aria-labelledby={id} onCancel={onClose}>
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        <button type="button" className={styles.close} aria-label={text.close} onClick={onClose}>
          <Icon name="close" size={20} />
        </button>
      </header>
      <div className={styles.body}>{children}</div>
      {footer && <footer className={styles.foot}>{footer}</footer>}
    </dialog>
  )
}
