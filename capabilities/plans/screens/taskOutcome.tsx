import { Button, Drawer, Textarea } from '@mantine/core'
import { useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { useToast } from '#design/toast'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import { useTaskOutcome, type WeekTask } from './reads.ts'

type OutcomeProps = { task: WeekTask; writes: boolean; onDone: () => void }

/** How a task went: done or not, and of what is not done whether it goes on. */
export function TaskOutcome({ task, writes, onDone }: OutcomeProps) {
  const all = useMessages(planMessages)
  const text = all.outcome
  const format = useFormat()
  const tell = useToast()
  const [note, setNote] = useState(task.outcome)
  const { finish, decide } = useTaskOutcome()
  const error = finish.error ?? decide.error
  const busy = finish.isPending || decide.isPending
  const ended = (words: string) => {
    tell({ text: words })
    onDone()
  }
  const say = (done: boolean) => {
    decide.reset()
    finish.mutate(
      { id: task.id, done, outcome: note.trim() },
      { onSuccess: () => ended(done ? all.tasks.saidDone({ title: task.title }) : text.saidNotDone) },
    )
  }
  const choose = (decision: 'carry' | 'drop') => {
    finish.reset()
    decide.mutate(
      { id: task.id, decision, reason: note.trim() },
      {
        onSuccess: ({ carried }) => ended(carried ? text.carried({ week: format.period(carried.week) }) : text.dropped),
      },
    )
  }
  const unfinished = task.state === 'open' || task.state === 'not_done'
  return (
    <Drawer
      opened
      onClose={onDone}
      position="right"
      size="md"
      title={text.title}
      closeButtonProps={{ 'aria-label': all.cancel }}
    >
      <div className={styles.form}>
        <p>
          <b>{task.title}</b>
          <br />
          <span className={styles.soft}>
            {task.owner.name} · {task.result}
          </span>
        </p>
        <Textarea
          label={text.note}
          placeholder={text.noteExample}
          value={note}
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className={styles.foot}>
          <Button disabled={busy} onClick={() => say(true)}>
            {text.done}
          </Button>
          <Button disabled={busy} variant="default" onClick={() => say(false)}>
            {text.notDone}
          </Button>
        </div>
        {writes && unfinished && (
          <>
            <p className={styles.soft}>{text.notDoneHint}</p>
            <div className={styles.foot}>
              <Button disabled={busy} variant="default" onClick={() => choose('carry')}>
                {text.carry}
              </Button>
              <Button disabled={busy} variant="default" onClick={() => choose('drop')}>
                {text.drop}
              </Button>
            </div>
          </>
        )}
        {error ? <FailureNote title={all.saveFailed} error={error} /> : null}
      </div>
    </Drawer>
  )
}
