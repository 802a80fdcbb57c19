import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import styles from './hours.module.css'
import { type Hours, spanOf } from './hours.tsx'
import { hoursMessages } from './messages.ts'

type ForecastDay = Hours['forecast']['contacts'][number]

/** What the coming days will probably bring, and how far off that may be. */
export function Forecast({ data }: { data: Hours }) {
  const text = useMessages(hoursMessages).forecast
  const format = useFormat()
  return (
    <section className={styles.block}>
      <h2 className={styles.heading}>{text.title}</h2>
      <p className={styles.soft}>{text.about}</p>
      <ul className={styles.days}>
        {data.forecast.contacts.map((contacts, index) => {
          const intake = data.forecast.intake[index] as ForecastDay
          const busiest = busiestOf(contacts.expected ? contacts : intake)
          const basis = Math.max(contacts.basis, intake.basis)
          return (
            <li key={contacts.day}>
              <h3>
                {format.day(contacts.day, { weekday: true })}
                {contacts.kind !== 'plain' && <span className={styles.kind}>{text[contacts.kind]}</span>}
              </h3>
              <dl>
                <div>
                  <dt>{text.contacts}</dt>
                  <dd>
                    <Expected day={contacts} />
                  </dd>
                </div>
                <div>
                  <dt>{text.intake}</dt>
                  <dd>
                    <Expected day={intake} />
                  </dd>
                </div>
                {busiest !== null && (
                  <div>
                    <dt>{text.busiest}</dt>
                    <dd>{spanOf(busiest)}</dd>
                  </div>
                )}
                {basis > 0 && (
                  <div>
                    <dt>{text.basis}</dt>
                    <dd className={styles.soft}>{text.basisOf({ days: basis })}</dd>
                  </div>
                )}
              </dl>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Expected({ day: { expected, missing } }: { day: ForecastDay }) {
  const text = useMessages(hoursMessages).forecast
  const format = useFormat()
  if (!expected) return <span className={styles.soft}>{missing && text[missing]}</span>
  const whole = (value: number) => format.count(value)
  return (
    <>
      <strong>{whole(expected.total)}</strong>{' '}
      <span className={styles.soft}>{text.span({ low: whole(expected.low), high: whole(expected.high) })}</span>
    </>
  )
}

function busiestOf({ expected }: ForecastDay): number | null {
  if (!expected || expected.total === 0) return null
  return expected.hours.indexOf(Math.max(...expected.hours))
}
