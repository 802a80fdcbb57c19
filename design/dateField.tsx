import { ActionIcon, Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Day, dayAt, parsePeriod } from '#foundation/period'
import styles from './dateField.module.css'
import { useFormat } from './format.tsx'
import { Icon } from './icon.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import { PeriodGrid } from './periodGrid.tsx'

type DateFieldProps = {
  label: string
  description?: string
  /** The day, or empty. */
  value: string
  onChange: (day: string) => void
  /** The first day that can be chosen. */
  min?: Day
  required?: boolean
  error?: string | boolean
}

/**
 * A day, typed as 2024-03-18 or chosen from a month. The browser's own field speaks the language of the browser and not
 * that of the reader.
 */
export function DateField({ label, description, value, onChange, min, required, error }: DateFieldProps) {
  const text = useMessages(kit)
  const format = useFormat()
  const [typed, setTyped] = useState(value)
  const [open, setOpen] = useState(false)
  const today = dayAt(new Date(), 'Asia/Shanghai')
  const take = (entered: string) => {
    setTyped(entered)
    const day = dayOf(entered)
    if (day !== value) onChange(day)
  }
  // What was set from outside, such as a form that starts anew, counts more than what was typed.
  const shown = value !== '' && value !== dayOf(typed) ? value : typed
  const unreadable = shown.trim() !== '' && dayOf(shown) === ''
  const first = value || (min && min > today ? min : today)
  return (
    <TextInput
      label={label}
      description={description}
      required={required}
      value={shown}
      placeholder={today}
      inputMode="numeric"
      autoComplete="off"
      spellCheck={false}
      error={
        error || (unreadable ? `${text.period.unreadable} · ${text.period.typedExample({ example: today })}` : false)
      }
      onChange={(event) => take(event.currentTarget.value)}
      rightSectionWidth={44}
      rightSection={
        <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus shadow="md">
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              className={styles.opener}
              aria-label={
                value ? `${text.period.chooseDay}: ${format.day(value, { year: true })}` : text.period.chooseDay
              }
              onClick={() => setOpen(!open)}
            >
              <Icon name="calendar" size={17} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown className={styles.page}>
            <PeriodGrid
              kind="day"
              chosen={value}
              from={first}
              now={today}
              within={({ from }) => min === undefined || from >= min}
              onChange={(day) => {
                take(day)
                setOpen(false)
              }}
            />
          </Popover.Dropdown>
        </Popover>
      }
    />
  )
}

/** The day that was typed, also as 2024-3-8, 2024/03/08 or 20240308; empty where it is none. */
function dayOf(typed: string): string {
  const parts = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/.exec(typed.trim())
  if (!parts) return ''
  const [, year = '', month = parts[4] ?? '', day = parts[5] ?? ''] = parts
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return parsePeriod(text)?.kind === 'day' ? text : ''
}
