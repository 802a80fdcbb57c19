import { useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { parsePeriod } from '#foundation/period'
import type { Kpi } from '#kpis/ui'
import { targetMessages } from './messages.ts'
import { useParts } from './reads.ts'
import styles from './targets.module.css'

const twelve = Array.from({ length: 12 }, (_, index) => index + 1)

type PartsPanelProps = { node: string; kpi: Kpi; year: number; today: string }

/** The plan weeks and the days of one month's target, on demand. */
export function PartsPanel({ node, kpi, year, today }: PartsPanelProps) {
  const all = useMessages(targetMessages)
  const text = all.parts
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const [month, setMonth] = useState(today.startsWith(String(year)) ? Number(today.slice(5, 7)) : 1)
  const period = `${year}-${String(month).padStart(2, '0')}`
  const { data, error } = useParts(node, kpi.id, open ? period : null)
  const weekday = parsePeriod(period)
  return (
    <details className={styles.settings} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.title}</summary>
      <label className={styles.inlineField}>
        {text.month}
        <select className={styles.select} value={month} onChange={(event) => setMonth(Number(event.target.value))}>
          {twelve.map((one) => (
            <option key={one} value={one}>
              {all.month({ month: one })}
            </option>
          ))}
        </select>
      </label>
      {error ? <FailureNote title={text.failed} error={error} /> : null}
      {data?.target === null && <p className={styles.soft}>{text.none}</p>}
      {data && data.weeks.length > 0 && weekday && (
        <>
          <h3 className={styles.small}>{text.weeks}</h3>
          <ul className={styles.weeks}>
            {data.weeks.map((week) => (
              <li key={week.text}>
                <span className={styles.soft}>
                  {text.week({ number: week.text.slice(-1) })} · {Number(week.from.slice(8))}–{Number(week.to.slice(8))}
                </span>
                <b>{format.value(week.value, kpi.unit)}</b>
                {week.own && <span className={styles.soft}>{text.own}</span>}
              </li>
            ))}
          </ul>
          <h3 className={styles.small}>{text.days}</h3>
          <ul className={styles.days}>
            {data.days.map((day) => (
              <li key={day.text} data-none={day.value === 0 || undefined}>
                <span className={styles.soft}>{Number(day.text.slice(8))}</span>
                <b>{format.value(day.value, kpi.unit)}</b>
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  )
}
