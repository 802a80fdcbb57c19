import { apiError } from './api.tsx'
import { ErrorNote } from './errorNote.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'

type FailureNoteProps = {
  /** What did not work: "没能载入人员". */
  title: string
  error: unknown
  onRetry?: () => void
  /** A better remedy than the general one. */
  remedy?: string
  /** The note is the whole page. */
  alone?: boolean
}

/** Whatever a request threw, as an ErrorNote: the server's reason, and the remedy that fits the kind of failure. */
export function FailureNote({ title, error, onRetry, remedy, alone }: FailureNoteProps) {
  const text = useMessages(kit).failure
  const { kind, code, message } = apiError(error)
  // Asking again can't change these.
  const settled = kind === 'forbidden' || kind === 'missing'
  return (
    <ErrorNote
      title={title}
      reason={message || text.why[kind]}
      remedy={remedy ?? text.remedy[kind]}
      code={code}
      onRetry={settled ? undefined : onRetry}
      alone={alone}
    />
  )
}
