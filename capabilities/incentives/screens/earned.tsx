import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { StateBadge } from '#design/stateBadge'
import { dayAt } from '#foundation/period'
import styles from './earned.module.css'
import { estimateMessages } from './estimateMessages.ts'
import type { Estimate } from './estimating.ts'

const zone = 'Asia/Shanghai'

export type EarnedProps = {
  estimate: Estimate
  /** When the server said so. */
  heardAt: number
  /** The server does not answer now: what is shown is what it said last. */
  old: boolean
  /** Where one's pay is not the page itself. */
  link?: boolean
}

/** What the running month has brought so far: today, this week, this month. Always called what it is, an estimate. */
export default function Earned({ estimate, heardAt, old, link = false }: EarnedProps) {
  const text = useMessages(estimateMessages)
  const format = useFormat()
  const at = new Date(heardAt)
  const sameDay = dayAt(new Date(), zone) === dayAt(at, zone)
  const time = sameDay ? format.time(at) : format.dateTime(at)
  const { todayFen, weekFen, monthFen, why } = estimate
  return (
    <section className={styles.earned} aria-label={text.title}>
      <div className={styles.head}>
        <h2>
          {text.title} <StateBadge tone="going">{text.badge}</StateBadge>
        </h2>
        {link && <ScreenLink to="/pay">{text.all}</ScreenLink>}
      </div>
      <dl className={styles.sums}>
        {(
          [
            [text.today, todayFen],
            [text.week, weekFen],
            [text.month, monthFen],
          ] as const
        ).map(([name, fen]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{fen === null ? '–' : format.money(fen)}</dd>
          </div>
        ))}
      </dl>
      {why ? (
        <p className={styles.why}>
          <b>{text.none}</b> {text.why[why]}
        </p>
      ) : (
        <Working estimate={estimate} />
      )}
      <p className={styles.soft}>{(old ? text.asOfOffline : text.asOf)({ time })}</p>
    </section>
  )
}

function Working({ estimate: { score, wholeMonthFen, because } }: { estimate: Estimate }) {
  const text = useMessages(estimateMessages)
  const words = useWords()
  const format = useFormat()
  const whole = format.money(wholeMonthFen ?? 0)
  const { total, grade, factor } = score ?? {}
  const graded = total != null && grade != null && factor != null
  return (
    <>
      <p>
        {graded
          ? text.score({ total: total.toFixed(2), grade, factor: String(factor), whole })
          : text.noScore({ whole })}
      </p>
      <p className={styles.soft}>{text.counts}</p>
      <details>
        <summary>{text.how}</summary>
        <ol>
          {because.map((step) => (
            <li key={step.en}>{words(step)}</li>
          ))}
        </ol>
      </details>
    </>
  )
}
