import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { targetMessages } from './messages.ts'
import { addEvent, dropEvent, useChange, useEvents } from './reads.ts'
import styles from './targets.module.css'

const twelve = Array.from({ length: 12 }, (_, index) => index + 1)

/** What lifts which months of the node. */
export function EventsPanel({ node, year, writable }: { node: string; year: number; writable: boolean }) {
  const all = useMessages(targetMessages)
  const text = all.events
  const { data } = useEvents(node, year)
  const add = useChange(addEvent)
  const drop = useChange(dropEvent)
  const [event, setEvent] = useState({ name: '', from: 5, to: 5, factor: '1.2' })
  const factor = Number(event.factor)
  const fine = event.name.trim() !== '' && factor > 0 && factor <= 10 && event.to >= event.from
  const save = (submit: FormEvent) => {
    submit.preventDefault()
    if (!fine) return
    const { name, from, to } = event
    add.mutate(
      { node, year, from, to, factor, name: name.trim() },
      { onSuccess: () => setEvent({ ...event, name: '' }) },
    )
  }
  const month = (key: 'from' | 'to') => (
    <label className={styles.field}>
      {text[key]}
      <select
        className={styles.select}
        value={event[key]}
        onChange={(change) => {
          const value = Number(change.target.value)
          setEvent(key === 'from' ? { ...event, from: value, to: Math.max(value, event.to) } : { ...event, to: value })
        }}
      >
        {twelve
          .filter((one) => key === 'from' || one >= event.from)
          .map((one) => (
            <option key={one} value={one}>
              {all.month({ month: one })}
            </option>
          ))}
      </select>
    </label>
  )
  return (
    <details className={styles.settings}>
      <summary>
        {text.title}
        {data && data.events.length > 0 ? ` · ${data.events.length}` : ''}
      </summary>
      {data?.events.length === 0 && <p className={styles.soft}>{text.none}</p>}
      <ul className={styles.events}>
        {data?.events.map((one) => (
          <li key={one.no}>
            {text.line({ ...one, factor: String(one.factor) })}
            {writable && (
              <button
                type="button"
                className={styles.toggle}
                aria-label={text.remove({ name: one.name })}
                title={text.remove({ name: one.name })}
                onClick={() => drop.mutate(one.no)}
              >
                <Icon name="close" size={14} />
              </button>
            )}
          </li>
        ))}
      </ul>
      {writable && (
        <form className={styles.fields} onSubmit={save}>
          <TextInput
            label={text.name}
            value={event.name}
            maxLength={100}
            onChange={(change) => setEvent({ ...event, name: change.currentTarget.value })}
          />
          {month('from')}
          {month('to')}
          <TextInput
            label={text.factor}
            inputMode="decimal"
            value={event.factor}
            onChange={(change) => setEvent({ ...event, factor: change.currentTarget.value })}
          />
          <Button type="submit" variant="default" disabled={!fine} loading={add.isPending}>
            {text.add}
          </Button>
        </form>
      )}
      {add.error || drop.error ? <FailureNote title={text.failed} error={add.error ?? drop.error} /> : null}
    </details>
  )
}
