import type { ReactNode } from 'react'
import styles from './errorNote.module.css'
import { Icon } from './icon.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'

type ErrorNoteProps = {
  /** What happened, in a few words. */
  title: string
  /** Where: a row, a field, a file, a step. */
  place?: ReactNode
  reason?: ReactNode
  /** What to do next. */
  remedy?: ReactNode
  /** The stable code, for whoever is asked for help. */
  code?: string
  onRetry?: () => void
  /** The note is the whole page: its title is the page's heading. */
  alone?: boolean
  children?: ReactNode
}

/** What happened, where and why, and what to do next (E1.6). */
export function ErrorNote({ title, place, reason, remedy, code, onRetry, alone, children }: ErrorNoteProps) {
  const text = useMessages(kit).error
  const Title = alone ? 'h1' : 'p'
  const parts = [
    [text.where, place],
    [text.why, reason],
    [text.remedy, remedy],
  ] as const
  return (
    <div className={styles.note} role="alert">
      <Icon name="fault" size={20} />
      <div className={styles.body}>
        <Title className={styles.title}>{title}</Title>
        <dl className={styles.parts}>
          {parts.map(([name, part]) =>
            part ? (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{part}</dd>
              </div>
            ) : null,
          )}
        </dl>
        {children}
        {(onRetry || code) && (
          <div className={styles.foot}>
            {onRetry && (
              <button type="button" className={styles.again} onClick={onRetry}>
                <Icon name="retry" size={15} />
                {text.retry}
              </button>
            )}
            {code && (
              <span className={styles.code}>
                {text.code} <code>{code}</code>
              </span>
            )}
          </div>
        )}
      </div>
    </div>
  )
}
