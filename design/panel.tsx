import { useClickOutside } from '@mantine/hooks'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import styles from './panel.module.css'

type PanelProps = {
  /** What stands on the button. */
  button: ReactNode
  /** What the button is called, when its content does not say. */
  label?: string
  buttonClassName?: string
  align?: 'start' | 'end'
  children: (close: () => void) => ReactNode
}

/** A small panel under its button on the desk, a sheet from the bottom on the phone. */
export function Panel({ button, label, buttonClassName, align = 'start', children }: PanelProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const opener = useRef<HTMLButtonElement>(null)
  const box = useClickOutside<HTMLDivElement>(() => setOpen(false))
  const close = () => {
    setOpen(false)
    opener.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    event.stopPropagation()
    close()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard here for the button and everything in the panel
    <div className={styles.anchor} ref={box} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={opener}
        className={buttonClassName ?? styles.button}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <>
          <div className={styles.shade} aria-hidden="true" onPointerDown={() => setOpen(false)} />
          <div className={styles.panel} id={id} data-align={align}>
            {children(close)}
          </div>
        </>
      )}
    </div>
  )
}
