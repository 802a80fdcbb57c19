import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { DateField } from '#design/dateField'
import { FailureNote } from '#design/failureNote'
import { useMessages } from '#design/locale'
import { useNavigateTo } from '#design/screen'
import { useToast } from '#design/toast'
import styles from './studio.module.css'
import { studioMessages } from './studioMessages.ts'
import { type KpiShape, type KpiVersion, useKpiChange } from './studioReads.ts'

type KpiSaveProps = { id: string; shape: KpiShape; newest: KpiVersion | null; today: string }

/** Defines the KPI, or makes a version of it from a day on and for a reason. */
export function KpiSave({ id, shape, newest, today }: KpiSaveProps) {
  const text = useMessages(studioMessages).save
  const tell = useToast()
  const go = useNavigateTo()
  const [from, setFrom] = useState(`${today.slice(0, 7)}-01`)
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const { save, retire } = useKpiChange(id, newest === null)
  const done = (said: string) => () => {
    tell({ text: said })
    go('/kpis/studio')
  }
  const unsaid = newest !== null && reason.trim().length < 2
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (unsaid) return
    save.mutate(
      { ...shape, reason: reason.trim(), ...(newest ? { from, basedOn: newest.version } : {}) },
      { onSuccess: done(text.saved) },
    )
  }
  const end = () => {
    setAsked(true)
    if (!unsaid) retire.mutate({ from, reason: reason.trim() }, { onSuccess: done(text.retired) })
  }
  const error = save.error ?? retire.error
  return (
    <form className={styles.box} onSubmit={submit} noValidate>
      <h2 className={styles.heading}>{text.title}</h2>
      {newest ? (
        <DateField label={text.from} description={text.fromHint} value={from} onChange={setFrom} />
      ) : (
        <p className={styles.soft}>{text.always}</p>
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
      <div className={styles.foot}>
        {newest && !newest.retired && (
          <Button variant="default" loading={retire.isPending} onClick={end}>
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
