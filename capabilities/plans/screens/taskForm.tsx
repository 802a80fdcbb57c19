import { Button, Drawer, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Light } from '#design/light'
import { useMessages, useWords } from '#design/locale'
import { useToast } from '#design/toast'
import { useKpis } from '#kpis/ui'
import { usePeopleUnder } from '#organisation/ui'
import { SmartCheck } from '#strategy/ui'
import { KpiSelect, OwnerSelect } from './choices.tsx'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import { type BoardLine, usePlanBoard, useTaskSaved, type WeekPlan, type WeekTask } from './reads.ts'

/** A known task, or a new one, perhaps of somebody already chosen. */
export type TaskEditing = { task: WeekTask } | { owner: string | null }

type FormProps = { plan: WeekPlan; editing: TaskEditing; onDone: () => void }

/** Gives somebody a task. What was typed stays when saving fails; the check of the goal is advice only. */
export function TaskForm({ plan, editing, onDone }: FormProps) {
  const all = useMessages(planMessages)
  const text = all.form
  const words = useWords()
  const tell = useToast()
  const known = 'task' in editing ? editing.task : null
  const [owner, setOwner] = useState(known ? known.owner.id : 'owner' in editing ? editing.owner : null)
  const [kpi, setKpi] = useState(known?.kpi ?? null)
  const [title, setTitle] = useState(known?.title ?? '')
  const [result, setResult] = useState(known?.result ?? '')
  const [asked, setAsked] = useState(false)
  const save = useTaskSaved(plan.node.id, plan.week)
  const people = usePeopleUnder(plan.node.id)
  const board = usePlanBoard(plan.node.id, plan.week.slice(0, 7)).data
  const line = kpi === null ? undefined : board?.lines.get(kpi)
  const short = (typed: string) => typed.trim().length < 2
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (owner === null || kpi === null || short(title) || short(result)) return
    save.mutate(
      { id: known?.id ?? null, owner, kpi, title: title.trim(), result: result.trim() },
      {
        onSuccess: (task) => {
          tell({ text: text.saved({ name: task.owner.name, title: task.title }) })
          onDone()
        },
      },
    )
  }
  return (
    <Drawer
      opened
      onClose={onDone}
      position="right"
      size="lg"
      title={known ? text.change : text.add}
      closeButtonProps={{ 'aria-label': all.cancel }}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <OwnerSelect
          people={people}
          known={known?.owner}
          value={owner}
          onChange={setOwner}
          autoFocus={owner === null}
          error={asked && owner === null ? text.ownerWanted : undefined}
        />
        <KpiSelect value={kpi} onChange={setKpi} error={asked && kpi === null ? text.kpiWanted : undefined} />
        {line && <MonthTarget line={line} />}
        <TextInput
          label={text.title}
          placeholder={text.titleExample}
          value={title}
          maxLength={200}
          data-autofocus={owner === null ? undefined : true}
          error={asked && short(title) ? text.titleWanted : undefined}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={text.result}
          placeholder={text.resultExample}
          value={result}
          maxLength={300}
          error={asked && short(result) ? text.resultWanted : undefined}
          onChange={(event) => setResult(event.currentTarget.value)}
        />
        {(title.trim() !== '' || result.trim() !== '') && (
          <SmartCheck
            goal={{ text: result.trim() || title, kpi, from: line?.value, by: plan.to }}
            onUse={(wording) => setResult(words(wording))}
          />
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

/** What the KPI should be in the month, and where it stands: the task is for that. */
function MonthTarget({ line }: { line: BoardLine }) {
  const text = useMessages(planMessages)
  const format = useFormat()
  const unit = useKpis().get(line.id)?.unit
  if (!unit) return null
  return (
    <p className={styles.taskFacts}>
      <Light light={line.light} size="sm" />
      <span>
        {line.target === null ? text.noTarget : text.form.target({ value: format.value(line.target, unit) })}
        {' · '}
        {line.value === null ? text.noData : text.form.now({ value: format.value(line.value, unit) })}
      </span>
    </p>
  )
}
