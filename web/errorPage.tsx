import { apiError } from '#design/api'
import { EmptyState } from '#design/emptyState'
import { ErrorNote } from '#design/errorNote'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { shell } from './messages.ts'
import styles from './shell.module.css'

/** What stands in place of a screen that stopped. */
export function ErrorPage({ error, reset }: { error: unknown; reset: () => void }) {
  const text = useMessages(shell)
  const failure = apiError(error)
  const outdated = error instanceof Error && /dynamically imported module|module script|preload/i.test(error.message)
  if (outdated) {
    return (
      <div className={styles.alone}>
        <ErrorNote alone title={text.outdated} reason={text.outdatedWhy} remedy={text.outdatedRemedy}>
          <button type="button" className={styles.reload} onClick={() => location.reload()}>
            {text.reload}
          </button>
        </ErrorNote>
      </div>
    )
  }
  const offline = failure.kind === 'offline'
  return (
    <div className={styles.alone}>
      <ErrorNote
        alone
        title={offline ? text.unreachable : text.broken}
        reason={failure.message || (offline ? text.unreachableWhy : text.brokenWhy)}
        remedy={offline ? text.unreachableRemedy : text.brokenRemedy}
        code={failure.code}
        onRetry={reset}
      />
    </div>
  )
}

export function NotFoundPage() {
  const text = useMessages(shell)
  return (
    <div className={styles.alone}>
      <EmptyState
        alone
        icon="question"
        title={text.notFound}
        why={text.notFoundWhy}
        action={<ScreenLink to="/">{text.home}</ScreenLink>}
      />
    </div>
  )
}

export function NothingPage() {
  const text = useMessages(shell)
  return (
    <div className={styles.alone}>
      <EmptyState
        alone
        icon="lock"
        title={text.noScreens}
        why={
          <>
            {text.noScreensWhy}
            <br />
            {text.noScreensRemedy}
          </>
        }
      />
    </div>
  )
}
