import { useState } from 'react'
import {
  type Day,
  nextPeriod,
  type Period,
  type PeriodKind,
  parsePeriod,
  periodOf,
  previousPeriod,
} from '#foundation/period'
import { planWeeks } from '#foundation/planWeek'
import { useFormat } from './format.tsx'
import { Icon } from './icon.tsx'
import { useLocale, useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import styles from './periodPicker.module.css'

type PeriodGridProps = {
  kind: PeriodKind
  chosen: string
  /** The day whose page stands open at first. */
  from: Day
  now: Day
  within: (period: Period) => boolean
  onChange: (period: string) => void
}

/** A page of periods of one kind, turned back and forth: a month's days, a year's months. */
export function PeriodGrid({ kind, chosen, from, now, within, onChange }: PeriodGridProps) {
  const { locale } = useLocale()
  const [shown, setShown] = useState(from)
  const year = Number(shown.slice(0, 4))
  const byMonth = kind === 'day' || kind === 'week'
  const turn = (way: -1 | 1) => {
    if (!byMonth) return setShown(`${year + way * (kind === 'year' ? 6 : 1)}-${shown.slice(5)}`)
    const view = periodOf('month', `${shown.slice(0, 7)}-01`)
    return setShown((way < 0 ? previousPeriod(view) : nextPeriod(view)).from)
  }
  return (
    <>
      <Turn kind={kind} shown={shown} onTurn={turn} />
      <div className={styles.grid} data-kind={kind}>
        {kind === 'day' &&
          weekdays(locale).map((name, index) => (
            <span key={index.toString()} className={styles.weekday} aria-hidden="true">
              {name}
            </span>
          ))}
        {options(kind, shown).map(({ text: candidate, lead }) => {
          const read = parsePeriod(candidate)
          return (
            <button
              key={candidate}
              type="button"
              aria-pressed={candidate === chosen}
              aria-current={candidate === periodOf(kind, now).text ? 'date' : undefined}
              disabled={!read || !within(read)}
              style={lead ? { gridColumnStart: lead } : undefined}
              onClick={() => onChange(candidate)}
            >
              <OptionLabel kind={kind} period={candidate} />
            </button>
          )
        })}
      </div>
    </>
  )
}

/** Monday first, as narrow as a language writes them. */
function weekdays(locale: 'zh' | 'en'): string[] {
  const names = new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', { weekday: 'narrow', timeZone: 'UTC' })
  return Array.from({ length: 7 }, (_, index) => names.format(Date.UTC(2024, 0, 1 + index)))
}

function Turn({ kind, shown, onTurn }: { kind: PeriodKind; shown: Day; onTurn: (way: -1 | 1) => void }) {
  const text = useMessages(kit).period
  const format = useFormat()
  const byMonth = kind === 'day' || kind === 'week'
  return (
    <div className={styles.turn}>
      <button type="button" onClick={() => onTurn(-1)} aria-label={byMonth ? text.previous : text.previousYear}>
        <Icon name="left" size={16} />
      </button>
      <span aria-live="polite">{format.period(byMonth ? shown.slice(0, 7) : shown.slice(0, 4))}</span>
      <button type="button" onClick={() => onTurn(1)} aria-label={byMonth ? text.next : text.nextYear}>
        <Icon name="right" size={16} />
      </button>
    </div>
  )
}

function OptionLabel({ kind, period }: { kind: PeriodKind; period: string }) {
  const text = useMessages(kit).period
  const format = useFormat()
  switch (kind) {
    case 'day':
      return Number(period.slice(8))
    case 'week': {
      const week = parsePeriod(period)
      return (
        <>
          {text.week({ number: Number(period.slice(-1)) })}
          {week && (
            <small>
              {format.day(week.from)} – {format.day(week.to)}
            </small>
          )}
        </>
      )
    }
    case 'month':
      return text.month({ number: Number(period.slice(5)) })
    case 'quarter':
      return text.quarter({ number: period.slice(-1) })
    case 'year':
      return period
  }
}

/** What can be chosen on one page, and for the first day the column of its weekday. */
function options(kind: PeriodKind, shown: Day): { text: string; lead?: number }[] {
  const year = shown.slice(0, 4)
  const month = shown.slice(0, 7)
  switch (kind) {
    case 'day': {
      const view = periodOf('month', shown)
      const monday = (new Date(`${view.from}T00:00:00Z`).getUTCDay() + 6) % 7
      return Array.from({ length: Number(view.to.slice(8)) }, (_, index) => ({
        text: `${month}-${String(index + 1).padStart(2, '0')}`,
        lead: index === 0 ? monday + 1 : undefined,
      }))
    }
    case 'week':
      return planWeeks(month).map((week) => ({ text: week.text }))
    case 'month':
      return Array.from({ length: 12 }, (_, index) => ({ text: `${year}-${String(index + 1).padStart(2, '0')}` }))
    case 'quarter':
      return [1, 2, 3, 4].map((quarter) => ({ text: `${year}-Q${quarter}` }))
    case 'year':
      return Array.from({ length: 6 }, (_, index) => ({ text: String(Number(year) - 4 + index) }))
  }
}
