import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { scoreMessages } from './messages.ts'
import page from './page.module.css'
import { useLedger } from './reads.ts'
import styles from './score.module.css'

/** What the month came to in pay, with its arithmetic; seen by the person and by whoever may see their pay. */
export function ScorePay({ person, period, own }: { person: string; period: string; own: boolean }) {
  const text = useMessages(scoreMessages).pay
  const format = useFormat()
  const words = useWords()
  const may = useMay()
  const allowed = own || may('pay.read')
  const { data, error, refetch } = useLedger(person, period, allowed)
  if (!allowed) return null
  const month = format.period(period)
  return (
    <section>
      <h2 className={page.heading}>{text.titleOf({ period: month })}</h2>
      {error && !data ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="list" count={1} /> : null}
      {data && data.entries.length === 0 && (
        <div className={styles.notYet}>
          <p>{text.notYet}</p>
          <p className={styles.soft}>{text.notYetWhy({ period: month })}</p>
        </div>
      )}
      {data && data.entries.length > 0 && (
        <ul className={styles.pay}>
          {data.entries.map((entry) => (
            <li key={entry.no}>
              <div className={styles.payHead}>
                <h3>{text.rules[entry.rule] ?? entry.rule}</h3>
                <b>{format.money(entry.amountFen)}</b>
              </div>
              <ol className={styles.steps}>
                {entry.because.map((step) => (
                  <li key={step.zh}>{words(step)}</li>
                ))}
              </ol>
              <p className={styles.soft}>{text.posted({ at: format.dateTime(entry.postedAt) })}</p>
            </li>
          ))}
          {data.entries.length > 1 && (
            <li className={styles.payHead}>
              <h3>{text.total}</h3>
              <b>{format.money(data.totalFen)}</b>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}
