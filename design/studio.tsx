import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { parsePeriod, previousPeriod } from '#foundation/period'
import { DateField } from './dateField.tsx'
import { FailureNote } from './failureNote.tsx'
import { useFormat } from './format.tsx'
import { useNavigateTo } from './screen.tsx'
import studio from './studio.module.css'
import { useToast } from './toast.tsx'

/** The classes of a place where something is defined, so that all of them look alike. */
export { studio }

type MonthSelectProps = { label: string; value: string; last: string; onChange: (month: string) => void }

const monthsOffered = 13

/** A month out of the year up to `last`. */
export function MonthSelect({ label, value, last, onChange }: MonthSelectProps) {
  const format = useFormat()
  return (
    <label className={studio.field}>
      <span>{label}</span>
      <select className={studio.select} value={value} onChange={(event) => onChange(event.target.value)}>
        {monthsUpTo(last, monthsOffered).map((month) => (
          <option key={month} value={month}>
            {format.period(month)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Months up to one, that one first. */
function monthsUpTo(month: string, count: number): string[] {
  const found: string[] = []
  for (let period = parsePeriod(month); period && found.length < count; period = previousPeriod(period))
    found.push(period.text)
  return found
}

type Sending<Sent> = {
  mutate: (sent: Sent, then: { onSuccess: () => void }) => void
  error: unknown
  isPending: boolean
}

type VersionFormProps = {
  text: Record<
    | 'title'
    | 'from'
    | 'fromHint'
    | 'reason'
    | 'reasonExample'
    | 'reasonWanted'
    | 'define'
    | 'change'
    | 'saved'
    | 'failed'
    | 'retire'
    | 'retired',
    string
  > & { always?: string; retireHint?: string }
  newest: { version: number; retired: boolean } | null
  /** The day that is offered first. */
  startsOn: string
  save: Sending<{ reason: string; from?: string; basedOn?: number }>
  retire: Sending<{ reason: string; from: string }>
  /** Where one goes once it is done. */
  onward: string
}

/** Defines what stands beside it, or makes a version of it from a day on and for a reason. Sends nothing by itself. */
export function VersionForm({ text, newest, startsOn, save, retire, onward }: VersionFormProps) {
  const tell = useToast()
  const go = useNavigateTo()
  const [from, setFrom] = useState(startsOn)
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const done = (said: string) => () => {
    tell({ text: said })
    go(onward)
  }
  const unsaid = newest !== null && reason.trim().length < 2
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (unsaid) return
    save.mutate(
      { reason: reason.trim(), ...(newest ? { from, basedOn: newest.version } : {}) },
      { onSuccess: done(text.saved) },
    )
  }
  const end = () => {
    setAsked(true)
    if (!unsaid) retire.mutate({ from, reason: reason.trim() }, { onSuccess: done(text.retired) })
  }
  const error = save.error ?? retire.error
  return (
    <form className={studio.box} onSubmit={submit} noValidate>
      <h2 className={studio.heading}>{text.title}</h2>
      {newest ? (
        <DateField label={text.from} description={text.fromHint} value={from} onChange={setFrom} />
      ) : (
        text.always && <p className={studio.soft}>{text.always}</p>
      )}
      <TextInput
        label={text.reason}
        placeholder={text.reasonExample}
        value={reason}
        maxLength={500}
        error={asked && unsaid ? text.reasonWanted : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {error ? <FailureNote title={text.failed} error={error} /> : null}
      <div className={studio.foot}>
        {newest && !newest.retired && (
          <Button variant="default" title={text.retireHint} loading={retire.isPending} onClick={end}>
            {text.retire}
          </Button>
        )}
        <Button type="submit" loading={save.isPending}>
          {newest ? text.change : text.define}
        </Button>
      </div>
    </form>
  )
}
