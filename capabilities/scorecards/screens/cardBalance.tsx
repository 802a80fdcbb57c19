import { useDebouncedValue } from '@mantine/hooks'
import { FailureNote } from '#design/failureNote'
import { useMessages, useWords } from '#design/locale'
import { Skeletons } from '#design/skeletons'
import { StateBadge } from '#design/stateBadge'
import { cardMessages } from './cardMessages.ts'
import { type CardShape, useCheck } from './cardReads.ts'
import styles from './cards.module.css'
import { DimensionBar } from './dimensionBar.tsx'
import page from './page.module.css'

const restMilliseconds = 250

/** The check of a card as it stands, soon after each change. */
export function useLiveCheck(card: CardShape) {
  const [settled] = useDebouncedValue(card, restMilliseconds)
  const check = useCheck(settled)
  return { ...check, running: settled !== card || check.isFetching }
}

/** What the balance check says of the card while it is being typed (H16.1). */
export function CardBalance({ check }: { check: ReturnType<typeof useLiveCheck> }) {
  const text = useMessages(cardMessages).balance
  const words = useWords()
  const { data, error, refetch, running } = check
  const errors = data?.findings.filter(({ level }) => level === 'error').length ?? 0
  return (
    <section className={styles.balance} aria-live="polite" aria-busy={running}>
      <div className={styles.balanceHead}>
        <h2 className={page.heading}>{text.title}</h2>
        {data && (
          <StateBadge tone={errors > 0 ? 'attention' : 'done'}>
            {errors > 0 ? text.errors({ count: errors }) : text.usable}
          </StateBadge>
        )}
      </div>
      {error && !data ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="list" count={2} /> : null}
      {data && <DimensionBar dimensions={data.dimensions} />}
      {data && data.findings.length === 0 && <p className={styles.soft}>{text.fine}</p>}
      {data && data.findings.length > 0 && (
        <ul className={styles.findings}>
          {data.findings.map((finding) => (
            <li key={`${finding.code} ${finding.kpis.join(' ')} ${finding.text.zh}`} data-level={finding.level}>
              <b>{text.levels[finding.level]}</b>
              <div>
                <p>{words(finding.text)}</p>
                <p className={styles.soft}>{words(finding.why)}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
