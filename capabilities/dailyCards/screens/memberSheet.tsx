import { useMessages, useWords } from '#design/locale'
import controls from './controls.module.css'
import { DaySummary } from './daySummary.tsx'
import { LiveProgress } from './live.tsx'
import { dayMessages } from './messages.ts'
import styles from './myDay.module.css'
import type { Card, CardTask } from './reads.ts'
import { Sheet } from './sheet.tsx'
import { stateOf } from './strategicTask.tsx'

/** Somebody's card as their lead reads it, and adjusts it while the day is open. */
export default function MemberSheet({
  card,
  onChange,
  onClose,
}: {
  card: Card
  /** Null for whoever may only read; with null in it a task is added. */
  onChange: ((task: CardTask | null) => void) | null
  onClose: () => void
}) {
  const text = useMessages(dayMessages)
  const words = useWords()
  const closed = card.closedAt !== null
  const adjust = closed ? null : onChange
  return (
    <Sheet
      title={card.person.name}
      onClose={onClose}
      footer={
        adjust && (
          <button type="button" className={controls.main} onClick={() => adjust(null)}>
            + {text.add}
          </button>
        )
      }
    >
      {closed && <DaySummary card={card} onChange={null} />}
      {card.tasks.map((task) => (
        <article key={task.id} className={controls.taskVerdict}>
          <h3>{words(task.title)}</h3>
          <p className={styles.soft}>
            {stateOf(task, text)}
            {task.why && ` · ${task.why}`}
            {task.steps.length > 0 && ` · ${text.stepsOf({ done: task.stepsDone.length, all: task.steps.length })}`}
          </p>
          {task.goal && <p>{words(task.goal)}</p>}
          <LiveProgress task={task} closed={closed} />
          {adjust && (
            <div className={styles.tools}>
              <button
                type="button"
                className={controls.quiet}
                aria-label={`${text.change} ${words(task.title)}`}
                onClick={() => adjust(task)}
              >
                {text.change}
              </button>
            </div>
          )}
        </article>
      ))}
    </Sheet>
  )
}
