import { useId } from 'react'
import { useMessages, useWords } from '#design/locale'
import { type Doing, undecided } from '../rules/outbox.ts'
import { ActionForm } from './actionForm.tsx'
import controls from './controls.module.css'
import { LiveProgress } from './live.tsx'
import { dayMessages, sheetMessages } from './messages.ts'
import styles from './myDay.module.css'
import type { Card, CardTask } from './reads.ts'
import { Sheet } from './sheet.tsx'

export type ClosingDraft = {
  verdicts: Record<string, { done: boolean | null; why: string }>
  highlight: string
  problem: string
  problemSolved: boolean
  tomorrow: string
}

type ClosingSheetProps = {
  card: Card
  /** What was typed before the sheet was shut. */
  draft: ClosingDraft | null
  onDraft: (draft: ClosingDraft) => void
  onClose: () => void
  onClosed: (doings: Doing[]) => void
}

/** What the facts say already decides as far as it can: a goal that is reached is done. */
function beginning({ tasks, highlight, problem, problemSolved, tomorrow }: Card): ClosingDraft {
  const verdicts = Object.fromEntries(
    tasks
      .filter(({ kind }) => kind === 'strategic')
      .map(({ id, done, why, goalReached }) => [id, { done: done ?? (goalReached ? true : null), why }]),
  )
  return { verdicts, highlight, problem, problemSolved, tomorrow }
}

/** Closing the day (日清, H8.4): the figures stand there already; done or why not, highlight, problem, tomorrow's focus. */
export default function ClosingSheet({ card, draft, onDraft, onClose, onClosed }: ClosingSheetProps) {
  const text = useMessages(sheetMessages).closing
  const day = useMessages(dayMessages)
  const formId = useId()
  const now = draft ?? beginning(card)
  const set = (change: Partial<ClosingDraft>) => onDraft({ ...now, ...change })
  const strategic = card.tasks.filter(({ kind }) => kind === 'strategic')
  const decided = strategic.map((task) => ({ ...task, ...now.verdicts[task.id] }))
  const open = undecided(decided)
  const submit = () => {
    if (open.length > 0) return
    const ticks = decided.flatMap((task, index): Doing[] => {
      const before = strategic[index]
      const why = task.done ? '' : task.why.trim()
      if (before?.done === task.done && before.why === why) return []
      const { id, version, done, stepsDone } = task
      return [{ kind: 'tick', task: id, basedOn: version, done, why, stepsDone }]
    })
    const { highlight, problem, problemSolved, tomorrow } = now
    onClosed([
      ...ticks,
      { kind: 'close', highlight, problem, problemSolved: problem.trim() !== '' && problemSolved, tomorrow },
    ])
  }
  return (
    <Sheet
      title={text.title}
      onClose={onClose}
      footer={
        <button type="submit" form={formId} className={controls.main} disabled={open.length > 0}>
          {card.closedAt === null ? text.submit : text.save}
        </button>
      }
    >
      <form
        id={formId}
        className={controls.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <section className={controls.verdicts}>
          <h3>{text.tasks}</h3>
          <p className={styles.soft}>{strategic.length === 0 ? text.noTasks : text.filled}</p>
          {decided.map((task) => (
            <TaskVerdict
              key={task.id}
              task={task}
              onChange={(verdict) => set({ verdicts: { ...now.verdicts, [task.id]: verdict } })}
            />
          ))}
          {open.length > 0 && (
            <p className={controls.hint} role="status">
              {text.undecided({ count: open.length })}
            </p>
          )}
        </section>
        <label>
          <span>{day.highlight}</span>
          <textarea
            rows={2}
            maxLength={1000}
            placeholder={text.highlightHint}
            value={now.highlight}
            onChange={(event) => set({ highlight: event.currentTarget.value })}
          />
        </label>
        <label>
          <span>{day.problem}</span>
          <textarea
            rows={2}
            maxLength={1000}
            placeholder={text.problemHint}
            value={now.problem}
            onChange={(event) => set({ problem: event.currentTarget.value })}
          />
        </label>
        {now.problem.trim().length > 1 && (
          <label className={controls.step}>
            <input
              type="checkbox"
              checked={now.problemSolved}
              onChange={(event) => set({ problemSolved: event.currentTarget.checked })}
            />
            <span>{day.solved}</span>
          </label>
        )}
        <label>
          <span>{day.focus}</span>
          <textarea
            rows={2}
            maxLength={1000}
            placeholder={text.focusHint}
            value={now.tomorrow}
            onChange={(event) => set({ tomorrow: event.currentTarget.value })}
          />
        </label>
      </form>
      {now.problem.trim().length > 1 && !now.problemSolved && <ActionForm card={card} problem={now.problem.trim()} />}
    </Sheet>
  )
}

function TaskVerdict({
  task,
  onChange,
}: {
  task: CardTask
  onChange: (verdict: { done: boolean | null; why: string }) => void
}) {
  const text = useMessages(dayMessages)
  const words = useWords()
  return (
    <fieldset className={controls.taskVerdict}>
      <legend>{words(task.title)}</legend>
      <LiveProgress task={task} closed={false} />
      <div className={controls.choice}>
        <button type="button" aria-pressed={task.done === true} onClick={() => onChange({ done: true, why: '' })}>
          {text.done}
        </button>
        <button
          type="button"
          aria-pressed={task.done === false}
          onClick={() => onChange({ done: false, why: task.why })}
        >
          {text.notDone}
        </button>
      </div>
      {task.done === false && (
        <label>
          <span className={styles.soft}>{text.why}</span>
          <input
            value={task.why}
            maxLength={500}
            placeholder={text.whyHint}
            onChange={(event) => onChange({ done: false, why: event.currentTarget.value })}
          />
        </label>
      )}
    </fieldset>
  )
}
