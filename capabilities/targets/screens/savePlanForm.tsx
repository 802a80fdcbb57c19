import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useMessages } from '#design/locale'
import { useToast } from '#design/toast'
import { targetMessages } from './messages.ts'
import { type PlanInput, savePlan, useChange } from './reads.ts'
import styles from './targets.module.css'

type SavePlanProps = { plan: PlanInput | null; basedOn: number | null; closed: boolean; onSaved: () => void }

/** Keeps what stands on the screen as a version, for a reason: as a draft, or handed on for approval. */
export function SavePlan({ plan, basedOn, closed, onSaved }: SavePlanProps) {
  const text = useMessages(targetMessages).save
  const tell = useToast()
  const save = useChange(savePlan)
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const missing = reason.trim().length < 2
  const keep = (propose: boolean) => {
    setAsked(true)
    if (missing || !plan) return
    save.mutate(
      { ...plan, reason: reason.trim(), propose, basedOn },
      {
        onSuccess: ({ version }) => {
          tell({ text: propose ? text.proposed({ version }) : text.saved({ version }) })
          setReason('')
          setAsked(false)
          onSaved()
        },
      },
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    keep(true)
  }
  return (
    <form className={styles.block} onSubmit={submit} noValidate>
      <h2 className={styles.heading}>{text.title}</h2>
      <TextInput
        label={text.reason}
        placeholder={text.reasonExample}
        value={reason}
        maxLength={500}
        error={asked && missing ? text.reasonWanted : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {closed && <p className={styles.soft}>{text.closedNote}</p>}
      {save.error ? <FailureNote title={text.failed} error={save.error} /> : null}
      <div className={styles.foot}>
        <Button variant="default" disabled={!plan} loading={save.isPending} onClick={() => keep(false)}>
          {text.draft}
        </Button>
        <Button type="submit" disabled={!plan} loading={save.isPending}>
          {text.propose}
        </Button>
      </div>
    </form>
  )
}
