import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { useToast } from '#design/toast'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import { useWeekChange, type WeekPlan } from './reads.ts'

type ClosingProps = { plan: WeekPlan; writes: boolean; today: string }

/** What the week taught; from its closing day on it can be closed. */
export function WeekClosing({ plan, writes, today }: ClosingProps) {
  const text = useMessages(planMessages)
  const format = useFormat()
  const { closing } = plan
  const day = format.day(plan.closesOn, { weekday: true })
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2 className={styles.heading}>{text.closing.title}</h2>
        <p className={styles.soft}>
          {closing
            ? text.closing.closed({ by: closing.by, at: format.dateTime(closing.at) })
            : `${text.closesOn({ day })} · ${text.closing.waits}`}
        </p>
      </div>
      {closing && <p className={styles.learned}>{closing.learned}</p>}
      {writes && today >= plan.closesOn && <Close plan={plan} />}
      {!closing && !writes && <p className={styles.soft}>{text.closing.notYet}</p>}
    </section>
  )
}

function Close({ plan }: { plan: WeekPlan }) {
  const text = useMessages(planMessages).closing
  const tell = useToast()
  const { close } = useWeekChange(plan.node.id, plan.week)
  const [learned, setLearned] = useState('')
  const [asked, setAsked] = useState(false)
  const short = learned.trim().length < 2
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!short) close.mutate(learned.trim(), { onSuccess: () => tell({ text: text.done }) })
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Textarea
        label={text.learned}
        placeholder={text.learnedExample}
        value={learned}
        maxLength={2000}
        autosize
        minRows={2}
        error={asked && short ? text.learnedWanted : undefined}
        onChange={(event) => setLearned(event.currentTarget.value)}
      />
      {close.error ? <FailureNote title={text.failed} error={close.error} /> : null}
      <div className={styles.foot}>
        <Button type="submit" loading={close.isPending}>
          {text.close}
        </Button>
      </div>
    </form>
  )
}
