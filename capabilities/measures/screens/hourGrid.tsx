import { type CSSProperties, useState } from 'react'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import styles from './hours.module.css'
import { type Hours, spanOf } from './hours.tsx'
import { hoursMessages } from './messages.ts'

type Shown = 'contacts' | 'intake' | 'tenMinuteRate'
const kinds: Shown[] = ['contacts', 'intake', 'tenMinuteRate']
type Day = Hours['profile'][number]
type Hour = Day['hours'][number]

/** Fewer contacts than this make a rate that one of them may turn over. */
const contactsFew = 10

/** Weekday by hour: figures to be read, tinted by size, with a mark that does not need the tint. */
export function HourGrid({ data }: { data: Hours }) {
  const text = useMessages(hoursMessages).profile
  const [shown, setShown] = useState<Shown>('contacts')
  const hours = hoursShown(data)
  const largest = Math.max(...data.profile.flatMap((day) => day.hours.map((hour) => hour[shown] ?? 0)), 0)
  const known = data.profile.some((day) => day.hours.some((hour) => hour[shown] !== null))
  const peaks = new Set(data.peaks.map((peak) => peak.hour))
  return (
    <section className={styles.block}>
      <div className={styles.head}>
        <h2 className={styles.heading}>{text.title}</h2>
        <fieldset className={styles.switch}>
          <legend>{text.of}</legend>
          {kinds.map((kind) => (
            <button key={kind} type="button" aria-pressed={kind === shown} onClick={() => setShown(kind)}>
              {text[kind]}
            </button>
          ))}
        </fieldset>
      </div>
      <p className={styles.soft}>
        {known ? text.about[shown] : text.none[shown]}{' '}
        {known && (shown === 'tenMinuteRate' ? text.legendRate : text.legend)}
      </p>
      {known && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section className={styles.scroll} aria-label={text.title} tabIndex={0}>
          <table className={styles.grid}>
            <caption className={styles.unseen}>{text.about[shown]}</caption>
            <thead>
              <tr>
                <th scope="col">{text.hour}</th>
                {data.profile.map((day) => (
                  <th key={day.weekday} scope="col">
                    {text.weekdays[day.weekday]}
                    <span className={styles.basis}>{text.basis({ days: day.days })}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {hours.map((hour) => (
                <tr key={hour}>
                  <th scope="row">
                    {spanOf(hour)}
                    {peaks.has(hour) && shown !== 'tenMinuteRate' && <span className={styles.mark}> ▲</span>}
                  </th>
                  {data.profile.map((day) => (
                    <Cell
                      key={day.weekday}
                      hour={day.hours[hour] as Hour}
                      shown={shown}
                      largest={largest}
                      target={data.targetPercent}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
            {shown !== 'tenMinuteRate' && <Totals data={data} shown={shown} />}
          </table>
        </section>
      )}
    </section>
  )
}

function Cell({ hour, shown, largest, target }: { hour: Hour; shown: Shown; largest: number; target: number }) {
  const text = useMessages(hoursMessages).profile
  const format = useFormat()
  const value = hour[shown]
  if (value === null) {
    return (
      <td>
        <span aria-hidden="true">—</span>
        <span className={styles.unseen}>{text.noData}</span>
      </td>
    )
  }
  const rate = shown === 'tenMinuteRate'
  const few = rate && hour.contactsCounted < contactsFew
  const tint = largest === 0 ? 0 : rate ? (100 - value) / 100 : value / largest
  return (
    <td
      style={{ '--tint': `${Math.round(tint * 100)}%` } as CSSProperties}
      data-few={few || undefined}
      title={few ? text.least({ count: hour.contactsCounted }) : undefined}
    >
      {rate ? `${Math.round(value)}%` : meanText(value, format.count)}
      {rate && value < target && <span className={styles.mark}>▼</span>}
    </td>
  )
}

function Totals({ data, shown }: { data: Hours; shown: 'contacts' | 'intake' }) {
  const text = useMessages(hoursMessages).profile
  const format = useFormat()
  const of = (day: Day) => (shown === 'contacts' ? day.contactsOfDay : day.intakeOfDay)
  return (
    <tfoot>
      <tr>
        <th scope="row">{text.day}</th>
        {data.profile.map((day) => {
          const value = of(day)
          return <td key={day.weekday}>{value === null ? '—' : meanText(value, format.count)}</td>
        })}
      </tr>
    </tfoot>
  )
}

/** Means stand under each other with one decimal; large ones need none. */
function meanText(value: number, count: (value: number) => string): string {
  return value >= 100 ? count(value) : value.toFixed(1)
}

/** Opening hours, and any hour outside them in which something came. */
function hoursShown({ opensHour, closesHour, profile }: Hours): number[] {
  return Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => {
    if (hour >= opensHour && hour < closesHour) return true
    return profile.some((day) => (day.hours[hour]?.contacts ?? 0) + (day.hours[hour]?.intake ?? 0) > 0)
  })
}
