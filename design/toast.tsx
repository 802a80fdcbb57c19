import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { Icon } from './icon.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import styles from './toast.module.css'

type Told = { text: ReactNode; onUndo?: () => void }

const ToastContext = createContext<((told: Told) => void) | null>(null)
const secondsShown = 8

/** Keeps one short message at the bottom, with an undo where there is one (E1.7). */
export function ToastProvider({ children }: { children: ReactNode }) {
  const text = useMessages(kit)
  const [told, setTold] = useState<(Told & { id: number }) | null>(null)
  const count = useRef(0)
  const tell = useCallback((next: Told) => {
    count.current += 1
    setTold({ ...next, id: count.current })
  }, [])
  useEffect(() => {
    if (!told) return
    const timer = setTimeout(() => setTold(null), secondsShown * 1000)
    return () => clearTimeout(timer)
  }, [told])
  return (
    <ToastContext value={tell}>
      {children}
      <div className={styles.place} role="status">
        {told && (
          <div key={told.id} className={styles.toast}>
            <span className={styles.text}>{told.text}</span>
            {told.onUndo && (
              <button
                type="button"
                className={styles.undo}
                onClick={() => {
                  told.onUndo?.()
                  setTold(null)
                }}
              >
                <Icon name="undo" size={16} />
                {text.undo}
              </button>
            )}
            <button type="button" className={styles.close} aria-label={text.close} onClick={() => setTold(null)}>
              <Icon name="close" size={16} />
            </button>
          </div>
        )}
      </div>
    </ToastContext>
  )
}

/** `tell({ text: '已存为草稿', onUndo })` */
export function useToast(): (told: Told) => void {
  const tell = useContext(ToastContext)
  if (!tell) throw new Error('useToast needs a ToastProvider')
  return tell
}
