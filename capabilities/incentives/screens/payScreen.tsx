import { useQuery } from '@tanstack/react-query'
import { EmptyState } from '#design/emptyState'
import { ExportButton } from '#design/export'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { ScreenLink } from '#design/screen'
import { useSession } from '#design/session'
import { Skeletons } from '#design/skeletons'
import Earned from './earned.tsx'
import { estimateMessages } from './estimateMessages.ts'
import { estimateQuery } from './estimating.ts'
import { pay } from './messages.ts'
import styles from './pay.module.css'
import { type Entry, useLedger } from './settling.ts'

/** What one has earned, month by month, each with how it was worked out. */
export default function PayScreen() {
  const text = useMessages(pay)
  const { user } = useSession()
  const person = user?.person ?? null
  const { data, error, isPending, refetch } = useLedger({ person: person ?? '' }, person !== null)
  if (person === null) {
    return (
      <>
        <PageHeader title={text.title} />
        <EmptyState icon="pay" title={text.noPerson} why={text.noPersonWhy} />
      </>
    )
  }
  const score = `/scores/${encodeURIComponent(person)}`
  return (
    <div className={styles.page}>
      <PageHeader
        title={text.title}
        actions={
          data && data.entries.length > 0 ? (
            <ExportButton path="/ledger/export.xlsx" search={{ person }} name={text.title} />
          ) : undefined
        }
      />
      <RunningMonth person={person} />
      {isPending && <Skeletons shape="text" count={3} />}
      {error && <FailureNote title={text.notLoaded} error={error} onRetry={() => void refetch()} />}
      {data && data.entries.length === 0 && (
        <EmptyState
          icon="pay"
          title={text.none}
          why={text.noneWhy}
          action={
            <ScreenLink className={styles.link} to={score}>
              {text.seeScore}
            </ScreenLink>
          }
        />
      )}
      {data && data.entries.length > 0 && <Months entries={data.entries} score={score} />}
    </div>
  )
}

/** The month that is not settled yet. */
function RunningMonth({ person }: { person: string }) {
  const text = useMessages(estimateMessages)
  const { data, error, dataUpdatedAt, failureReason, isPaused, refetch } = useQuery(estimateQuery(person))
  if (error && !data) return <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeletons shape="text" count={3} />
  return (
    <div className={styles.running}>
      <Earned estimate={data} heardAt={dataUpdatedAt} old={isPaused || failureReason !== null} />
    </div>
  )
}

type Month = { period: string; amountFen: number; entries: Entry[] }

function monthsOf(entries: Entry[]): Month[] {
  const months = new Map<string, Month>()
  for (const entry of entries) {
    const month = months.get(entry.period) ?? { period: entry.period, amountFen: 0, entries: [] }
    month.amountFen += entry.amountFen
    month.entries.push(entry)
    months.set(entry.period, month)
  }
  return [...months.values()].sort((a, b) => (a.period < b.period ? 1 : -1))
}

function Months({ entries, score }: { entries: Entry[]; score: string }) {
  const text = useMessages(pay)
  const format = useFormat()
  const [latest, ...earlier] = monthsOf(entries)
  if (!latest) return null
  const year = latest.period.slice(0, 4)
  const ofYear = [latest, ...earlier].filter(({ period }) => period.startsWith(year))
  const yearFen = ofYear.reduce((sum, { amountFen }) => sum + amountFen, 0)
  return (
    <>
      <section className={styles.latest}>
        <h2>{text.ofMonth({ period: format.period(latest.period) })}</h2>
        <p className={styles.amount}>{format.money(latest.amountFen)}</p>
        <p className={styles.year}>
          {text.yearTotal({ year })} <strong>{format.money(yearFen)}</strong>
          <span>{text.months({ count: format.count(ofYear.length) })}</span>
        </p>
        <Steps month={latest} score={score} />
      </section>
      {earlier.length > 0 && (
        <section className={styles.earlier}>
          <h2>{text.earlier}</h2>
          {earlier.map((month) => (
            <details key={month.period}>
              <summary>
                <Icon name="right" size={14} />
                <span>{format.period(month.period)}</span>
                <strong>{format.money(month.amountFen)}</strong>
              </summary>
              <Steps month={month} score={score} />
            </details>
          ))}
        </section>
      )}
      <p className={styles.question}>{text.question}</p>
    </>
  )
}

function Steps({ month, score }: { month: Month; score: string }) {
  const text = useMessages(pay)
  const rules: Record<string, string> = text.rules
  const words = useWords()
  const format = useFormat()
  return (
    <div className={styles.entries}>
      {month.entries.map((entry) => (
        <article key={entry.no}>
          <h3>
            <span>{rules[entry.rule] ?? entry.rule}</span>
            <span>{format.money(entry.amountFen)}</span>
          </h3>
          <ol aria-label={text.how}>
            {entry.because.map((step) => (
              <li key={step.en}>{words(step)}</li>
            ))}
          </ol>
          <p>{text.posted({ day: format.dateTime(entry.postedAt) })}</p>
        </article>
      ))}
      <ScreenLink className={styles.link} to={score} search={{ period: month.period }}>
        {text.scoreOf({ period: format.period(month.period) })}
        <Icon name="right" size={14} />
      </ScreenLink>
    </div>
  )
}
