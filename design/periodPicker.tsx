import { type FormEvent, useState } from 'react'
import {
  type Day,
  dayAt,
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
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import { Panel } from './panel.tsx'
import styles from './periodPicker.module.css'

type PeriodPickerProps = {
  /** 2024-03-18, 2024-03-W2, 2024-03, 2024-Q1 or 2024 */
  value: string
  onChange: (period: string) => void
  /** The kinds that the screen can show; the month alone by default. */
  kinds?: PeriodKind[]
  /** Today, where the clock is set for a demonstration; the real one otherwise. */
  today?: Day
  /** The last day that can be chosen, such as today on a board. */
  latest?: Day
}

const examples: Record<PeriodKind, string> = {
  day: '2024-03-18',
  week: '2024-03-W2',
  month: '2024-03',
  quarter: '2024-Q1',
  year: '2024',
}

/** Steps through periods one by one; the middle opens a choice and takes a typed period. */
export function PeriodPicker({ value, onChange, kinds = ['month'], today, latest }: PeriodPickerProps) {
  const text = useMessages(kit).period
  const format = useFormat()
  const now = today ?? dayAt(new Date(), 'Asia/Shanghai')
  const period = parsePeriod(value) ?? periodOf(kinds[0] ?? 'month', now)
  const next = nextPeriod(period)
  const within = (candidate: Period) => latest === undefined || candidate.from <= latest
  return (
    <div className={styles.picker}>
      <button
        type="button"
        className={styles.step}
        aria-label={text.previous}
        title={text.previous}
        onClick={() => onChange(previousPeriod(period).text)}
      >
        <Icon name="left" size={17} />
      </button>
      <Panel
        buttonClassName={styles.value}
        button={
          <>
            <Icon name="calendar" size={17} />
            {format.period(period.text)}
          </>
        }
      >
        {(close) => (
          <Choice
            period={period}
            kinds={kinds}
            now={now}
            within={within}
            onChange={(chosen) => {
              onChange(chosen)
              close()
            }}
          />
        )}
      </Panel>
      <button
        type="button"
        className={styles.step}
        aria-label={text.next}
        title={text.next}
        disabled={!within(next)}
        onClick={() => onChange(next.text)}
      >
        <Icon name="right" size={17} />
      </button>
    </div>
  )
}

type ChoiceProps = {
  period: Period
  kinds: PeriodKind[]
  now: Day
  within: (period: Period) => boolean
  onChange: (period: string) => void
}

function Choice({ period, kinds, now, within, onChange }: ChoiceProps) {
  const text = useMessages(kit).period
  const [kind, setKind] = useState(period.kind)
  const [typed, setTyped] = useState(period.text)
  const [unreadable, setUnreadable] = useState(false)
  const [shown, setShown] = useState(period.from)
  const year = Number(shown.slice(0, 4))
  const month = shown.slice(0, 7)
  const byMonth = kind === 'day' || kind === 'week'
  const turn = (way: -1 | 1) => {
    if (!byMonth) return setShown(`${year + way * (kind === 'year' ? 6 : 1)}-${shown.slice(5)}`)
    const view = periodOf('month', `${month}-01`)
    return setShown((way < 0 ? previousPeriod(view) : nextPeriod(view)).from)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = parsePeriod(typed.trim())
    if (read && kinds.includes(read.kind) && within(read)) onChange(read.text)
    else setUnreadable(true)
  }
  return (
    <div className={styles.choice}>
      {kinds.length > 1 && (
        <div className={styles.kinds}>
          {kinds.map((each) => (
            <button key={each} type="button" aria-pressed={each === kind} onClick={() => setKind(each)}>
              {text.kinds[each]}
            </button>
          ))}
        </div>
      )}
      <Turn kind={kind} shown={shown} onTurn={turn} />
      <div className={styles.grid} data-kind={kind}>
        {options(kind, shown).map(({ text: candidate, lead }) => {
          const read = parsePeriod(candidate)
          return (
            <button
              key={candidate}
              type="button"
              aria-pressed={candidate === period.text}
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
      <form className={styles.typed} onSubmit={submit}>
        <label>
          {text.typed}
          <input
            value={typed}
            inputMode="text"
            autoComplete="off"
            spellCheck={false}
            aria-invalid={unreadable}
            onChange={(event) => {
              setTyped(event.target.value)
              setUnreadable(false)
            }}
          />
        </label>
        <button type="button" className={styles.now} onClick={() => onChange(periodOf(kind, now).text)}>
          {text.current}
        </button>
        <p role="status" className={styles.hint} data-fault={unreadable || undefined}>
          {unreadable ? `${text.unreadable} · ` : ''}
          {text.typedExample({ example: examples[kind] })}
        </p>
      </form>
    </div>
  )
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
