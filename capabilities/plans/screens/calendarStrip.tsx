import { useEffect, useRef } from 'react'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import { type MonthPlan, weekPath } from './reads.ts'

type StripProps = { plan: MonthPlan; shown?: string; today: string }

/** The plan weeks of a month with their closing days and what falls due in them; each leads to its week. */
export function CalendarStrip({ plan, shown, today }: StripProps) {
  const text = useMessages(planMessages).calendar
  const format = useFormat()
  const list = useRef<HTMLOListElement>(null)
  const lit = plan.weeks.find(({ week, from, to }) => (shown ? week === shown : from <= today && today <= to))?.week
  useEffect(() => {
    // On the phone the weeks stand in one row, and the one that matters is brought into sight.
    const row = list.current
    const week = row?.querySelector<HTMLElement>(`[data-week="${lit}"]`)
    if (row && week) row.scrollLeft = week.offsetLeft
  }, [lit])
  return (
    <nav aria-label={text.title}>
      <ol className={styles.strip} ref={list}>
        {plan.weeks.map(({ week, from, to, closesOn, closed }, index) => {
          const due = plan.actions.filter(
            (action) => action.due >= from && action.due <= to && action.state !== 'dropped',
          )
          const running = from <= today && today <= to
          return (
            <li key={week} className={styles.stripWeek} data-week={week} data-current={week === shown || undefined}>
              <ScreenLink
                to={weekPath(plan.node.id, week)}
                className={styles.stripLink}
                aria-current={week === shown ? 'page' : undefined}
              >
                <b>W{index + 1}</b> {format.day(from)} – {format.day(to)}
              </ScreenLink>
              <span className={styles.soft}>
                {closed ? (
                  <>
                    <Icon name="check" size={14} /> {text.closed}
                  </>
                ) : (
                  text.closes({ day: format.day(closesOn, { weekday: true }) })
                )}
                {running && <b className={styles.now}>{text.today}</b>}
              </span>
              {due.length > 0 && (
                <ul className={styles.stripDue}>
                  {due.map(({ id, title, due: day, state }) => (
                    <li key={id} data-done={state === 'done' || undefined}>
                      {text.dueOf({ title, day: format.day(day) })}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
