import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { useNavigateTo } from '#design/screen'
import { useToast } from '#design/toast'
import { monthOf } from '#foundation/period'
import { cardMessages } from './cardMessages.ts'
import { type CardShape, monthsFrom, useCardChange } from './cardReads.ts'
import styles from './cards.module.css'
import page from './page.module.css'

const monthsOffered = 12

type CardSaveProps = {
  id: string
  card: CardShape
  refused: boolean
  checking: boolean
  /** The newest version in force; 0 when there is none. */
  newest: number
  draft: boolean
  today: string
}

/** Makes a version of what stands on the screen, from a month on and for a reason; or keeps it as a draft. */
export function CardSave({ id, card, refused, checking, newest, draft, today }: CardSaveProps) {
  const text = useMessages(cardMessages).save
  const format = useFormat()
  const tell = useToast()
  const go = useNavigateTo()
  const months = monthsFrom(monthOf(today), monthsOffered + 1).slice(newest > 0 ? 1 : 0)
  const [from, setFrom] = useState(months[0] ?? monthOf(today))
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const { put, drop } = useCardChange(id)
  const missing = asked && reason.trim().length < 2
  const save = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (reason.trim().length < 2 || refused) return
    put.mutate(
      { card, from, reason: reason.trim(), basedOn: newest },
      {
        onSuccess: ({ version }) => {
          tell({ text: text.saved({ version: version.version, month: format.period(version.from.slice(0, 7)) }) })
          go('/cards')
        },
      },
    )
  }
  const keep = () =>
    put.mutate({ card, from, reason: reason.trim(), draft: true }, { onSuccess: () => tell({ text: text.drafted }) })
  return (
    <form className={styles.save} onSubmit={save} noValidate>
      <h2 className={page.heading}>{text.title}</h2>
      <label className={styles.field}>
        {text.from}
        <select className={styles.select} value={from} onChange={(event) => setFrom(event.target.value)}>
          {months.map((month) => (
            <option key={month} value={month}>
              {format.period(month)}
            </option>
          ))}
        </select>
        <span className={styles.soft}>{newest > 0 ? text.fromHint : text.fromHintFirst}</span>
      </label>
      <TextInput
        label={text.reason}
        placeholder={text.reasonExample}
        value={reason}
        maxLength={500}
        error={missing ? text.reasonWanted : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {asked && refused && !checking && <p className={styles.fault}>{text.errors}</p>}
      {put.error ? <FailureNote title={text.failed} error={put.error} /> : null}
      <div className={styles.foot}>
        {draft && (
          <Button
            variant="subtle"
            loading={drop.isPending}
            onClick={() => drop.mutate(undefined, { onSuccess: () => tell({ text: text.dropped }) })}
          >
            {text.dropDraft}
          </Button>
        )}
        <Button variant="default" loading={put.isPending} onClick={keep}>
          {text.draft}
        </Button>
        <Button type="submit" loading={put.isPending}>
          {text.save}
        </Button>
      </div>
    </form>
  )
}
