import { Button, Drawer, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { DateField } from '#design/dateField'
import { FailureNote } from '#design/failureNote'
import { useMessages } from '#design/locale'
import { useToast } from '#design/toast'
import { parsePeriod } from '#foundation/period'
import { usePeopleUnder } from '#organisation/ui'
import { KpiSelect, OwnerSelect } from './choices.tsx'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import { type MonthAction, type MonthPlan, useActionSaved } from './reads.ts'

const states = ['open', 'done', 'dropped'] as const

type FormProps = { plan: MonthPlan; known: MonthAction | null; onDone: () => void }

/** Writes a key action down, and later how it ended. What was typed stays when saving fails. */
export function ActionForm({ plan, known, onDone }: FormProps) {
  const all = useMessages(planMessages)
  const text = all.actions
  const tell = useToast()
  const [title, setTitle] = useState(known?.title ?? '')
  const [owner, setOwner] = useState(known?.owner?.id ?? null)
  const [due, setDue] = useState(known?.due ?? parsePeriod(plan.month)?.to ?? '')
  const [kpi, setKpi] = useState(known?.kpi ?? null)
  const [state, setState] = useState(known?.state ?? 'open')
  const [outcome, setOutcome] = useState(known?.outcome ?? '')
  const [asked, setAsked] = useState(false)
  const save = useActionSaved(plan.node.id, plan.month)
  const people = usePeopleUnder(plan.node.id)
  const short = title.trim().length < 2
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (short || due === '') return
    const draft = { id: known?.id ?? null, title: title.trim(), owner, due, kpi }
    save.mutate(known ? { ...draft, state, outcome: outcome.trim() } : draft, {
      onSuccess: (saved) => {
        tell({ text: text.saved({ title: saved.title }) })
        onDone()
      },
    })
  }
  return (
    <Drawer
      opened
      onClose={onDone}
      position="right"
      size="lg"
      title={known ? text.changeTitle : text.addTitle}
      closeButtonProps={{ 'aria-label': all.cancel }}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextInput
          label={text.name}
          placeholder={text.example}
          value={title}
          maxLength={200}
          data-autofocus
          error={asked && short ? text.nameWanted : undefined}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <div className={styles.fields}>
          <OwnerSelect people={people} known={known?.owner} value={owner} onChange={setOwner} clearable />
          <DateField
            label={text.due}
            value={due}
            error={asked && due === '' ? text.dueWanted : undefined}
            onChange={setDue}
          />
        </div>
        <KpiSelect value={kpi} onChange={setKpi} placeholder={text.noKpi} clearable />
        {known && (
          <>
            <label className={styles.field}>
              {text.state}
              <select
                className={styles.select}
                value={state}
                onChange={(event) => setState(event.target.value as MonthAction['state'])}
              >
                {states.map((one) => (
                  <option key={one} value={one}>
                    {text.states[one]}
                  </option>
                ))}
              </select>
            </label>
            <Textarea
              label={text.outcome}
              value={outcome}
              maxLength={500}
              autosize
              minRows={2}
              onChange={(event) => setOutcome(event.currentTarget.value)}
            />
          </>
        )}
        {save.error ? <FailureNote title={all.saveFailed} error={save.error} /> : null}
        <div className={styles.foot}>
          <Button type="submit" loading={save.isPending}>
            {all.save}
          </Button>
          <Button variant="default" onClick={onDone}>
            {all.cancel}
          </Button>
        </div>
      </form>
    </Drawer>
  )
}
