import { useState } from 'react'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import controls from './controls.module.css'
import { dayMessages } from './messages.ts'
import styles from './myDay.module.css'
import type { CardTask, MyDay } from './reads.ts'
import type { Opened, Ticked } from './strategicTask.tsx'

/** What is done every day anyway: one tick each. */
export function RoutineTasks({
  tasks,
  onTick,
  onOpen,
  changeable,
}: {
  tasks: CardTask[]
  onTick: ((task: CardTask, ticked: Ticked) => void) | null
  onOpen: (what: Opened, task: CardTask) => void
  changeable: boolean
}) {
  const text = useMessages(dayMessages)
  const words = useWords()
  if (tasks.length === 0) return null
  return (
    <section className={styles.block}>
      <h2>{text.routine}</h2>
      <ul className={styles.plain}>
        {tasks.map((task) => (
          <li key={task.id}>
            <label className={controls.step}>
              <input
                type="checkbox"
                disabled={!onTick}
                checked={task.done === true}
                onChange={(event) =>
                  onTick?.(task, {
                    done: event.currentTarget.checked ? true : null,
                    why: '',
                    stepsDone: task.stepsDone,
                  })
                }
              />
              <span>{words(task.title)}</span>
            </label>
            {changeable && (
              <button
                type="button"
                className={controls.small}
                aria-label={`${text.change} ${words(task.title)}`}
                onClick={() => onOpen('change', task)}
              >
                <Icon name="dots" size={18} />
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What is to be learned: its text, how long it took, done. */
export function LearningTasks({
  tasks,
  items,
  onLearned,
}: {
  tasks: CardTask[]
  items: MyDay['learning']
  onLearned: ((task: CardTask, minutes: number) => void) | null
}) {
  const text = useMessages(dayMessages)
  if (tasks.length === 0) return null
  return (
    <section className={styles.block}>
      <h2>{text.learning}</h2>
      {tasks.map((task) => (
        <Learning
          key={task.id}
          task={task}
          item={items.find(({ id }) => id === task.source.id) ?? null}
          onLearned={onLearned && ((minutes) => onLearned(task, minutes))}
        />
      ))}
    </section>
  )
}

function Learning({
  task,
  item,
  onLearned,
}: {
  task: CardTask
  item: MyDay['learning'][number] | null
  onLearned: ((minutes: number) => void) | null
}) {
  const text = useMessages(dayMessages)
  const words = useWords()
  const format = useFormat()
  const [minutes, setMinutes] = useState(task.minutes ?? item?.minutes ?? 15)
  return (
    <details className={styles.other} data-done={task.done ?? undefined}>
      <summary>
        <span className={styles.otherHead}>
          <b>{words(task.title)}</b>
          <span className={styles.soft}>
            {task.done
              ? item?.doneOn
                ? text.learnedOn({ day: format.day(item.doneOn) })
                : text.isDone
              : text.minutes({ minutes: task.minutes ?? item?.minutes ?? 0 })}
          </span>
        </span>
        <Icon name="down" size={18} />
      </summary>
      {item && <p className={styles.reading}>{words(item.text)}</p>}
      {onLearned && !task.done && (
        <form
          className={controls.learned}
          onSubmit={(event) => {
            event.preventDefault()
            onLearned(minutes)
          }}
        >
          <label>
            <span className={styles.soft}>{text.learnedMinutes}</span>
            <input
              type="number"
              inputMode="numeric"
              min={1}
              max={600}
              required
              value={Number.isNaN(minutes) ? '' : minutes}
              onChange={(event) => setMinutes(event.currentTarget.valueAsNumber)}
            />
          </label>
          <button type="submit" className={controls.quiet}>
            {text.learned}
          </button>
        </form>
      )}
    </details>
  )
}
