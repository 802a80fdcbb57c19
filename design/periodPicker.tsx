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
import { useFormat } from './format.tsx'
import { Icon } from './icon.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import { Panel } from './panel.tsx'
import { PeriodGrid } from './periodGrid.tsx'
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
      <PeriodGrid kind={kind} chosen={period.text} from={period.from} now={now} within={within} onChange={onChange} />
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
