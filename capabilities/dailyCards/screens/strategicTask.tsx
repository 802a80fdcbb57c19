import { useState } from 'react'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { useTaskWalked } from '#strategy/ui'
import controls from './controls.module.css'
import { LiveProgress } from './live.tsx'
import { dayMessages } from './messages.ts'
import styles from './myDay.module.css'
import type { CardTask } from './reads.ts'

export type Ticked = { done: boolean | null; why: string; stepsDone: number[] }
export type Opened = 'walk' | 'script' | 'change'

type TaskProps = {
  task: CardTask
  /** Null where the card is only read: tomorrow's, or a closed one. */
  onTick: ((task: CardTask, ticked: Ticked) => void) | null
  onOpen: (what: Opened, task: CardTask) => void
  changeable: boolean
  /** A day that is still to come has no figures. */
  ahead?: boolean
  closed: boolean
}

/** The first task, large and complete: what, until when it is enough, how, why, and what it serves (H8.4). */
export function FirstTask(props: TaskProps) {
  const text = useMessages(dayMessages)
  const words = useWords()
  const { task } = props
  return (
    <article className={styles.first} aria-label={text.first} data-done={task.done ?? undefined}>
      <p className={styles.kicker}>{text.first}</p>
      <h2 className={styles.firstTitle}>{words(task.title)}</h2>
      <Inside {...props} />
    </article>
  )
}

/** Another strategic task: title and progress, the rest one tap away. */
export function OtherTask(props: TaskProps) {
  const text = useMessages(dayMessages)
  const words = useWords()
  const { task } = props
  return (
    <details className={styles.other} data-done={task.done ?? undefined}>
      <summary>
        <span className={styles.otherHead}>
          <b>{words(task.title)}</b>
          <span className={styles.soft}>
            {stateOf(task, text)}
            {task.steps.length > 0 && ` · ${text.stepsOf({ done: task.stepsDone.length, all: task.steps.length })}`}
          </span>
        </span>
        <Icon name="down" size={18} />
      </summary>
      <Inside {...props} />
    </details>
  )
}

type DayText = (typeof dayMessages)['zh']
export const stateOf = (task: Pick<CardTask, 'done'>, text: Pick<DayText, 'isDone' | 'isNotDone' | 'undecided'>) =>
  task.done === null ? text.undecided : task.done ? text.isDone : text.isNotDone

function Inside({ task, onTick, onOpen, changeable, closed, ahead }: TaskProps) {
  const text = useMessages(dayMessages)
  const words = useWords()
  const tick = (ticked: Partial<Ticked>) =>
    onTick?.(task, { done: task.done, why: task.why, stepsDone: task.stepsDone, ...ticked })
  return (
    <>
      {task.goal && (
        <p className={styles.goal}>
          <span className={styles.soft}>{text.goal}</span>
          <b>{words(task.goal)}</b>
        </p>
      )}
      {!ahead && <LiveProgress task={task} closed={closed} />}
      <Steps task={task} onTick={onTick && ((stepsDone) => tick({ stepsDone }))} />
      <dl className={styles.because}>
        {task.expected && (
          <div>
            <dt>{text.expected}</dt>
            <dd>{words(task.expected)}</dd>
          </div>
        )}
        {task.because.length > 0 && (
          <div>
            <dt>{text.because}</dt>
            <dd>{task.because.map(words).join('；')}</dd>
          </div>
        )}
      </dl>
      <Serves task={task} onOpen={() => onOpen('walk', task)} />
      <div className={styles.tools}>
        {task.script && (
          <button type="button" className={controls.quiet} onClick={() => onOpen('script', task)}>
            <Icon name="file" size={17} />
            {text.script}
          </button>
        )}
        {changeable && (
          <button type="button" className={controls.quiet} onClick={() => onOpen('change', task)}>
            <Icon name="settings" size={17} />
            {text.change}
          </button>
        )}
      </div>
      {(onTick || task.done !== null) && <Verdict task={task} onTick={onTick ? tick : null} />}
    </>
  )
}

const toggled = (steps: number[], index: number) =>
  steps.includes(index) ? steps.filter((one) => one !== index) : [...steps, index].sort((a, b) => a - b)

/** Boxes to tick while the day runs, else what was ticked or is to be done. */
function Steps({ task, onTick }: { task: CardTask; onTick: ((stepsDone: number[]) => void) | null }) {
  const text = useMessages(dayMessages)
  const words = useWords()
  if (task.steps.length === 0) return null
  const ticked = new Set(task.stepsDone)
  if (!onTick) {
    return (
      <div>
        <p className={styles.soft}>{text.steps}</p>
        <ol className={styles.read}>
          {task.steps.map((step, index) => (
            <li key={step.zh}>
              {words(step)}
              {ticked.has(index) && ' ✓'}
            </li>
          ))}
        </ol>
      </div>
    )
  }
  return (
    <fieldset className={styles.steps}>
      <legend className={styles.soft}>{text.steps}</legend>
      {task.steps.map((step, index) => (
        <label key={step.zh} className={controls.step}>
          <input type="checkbox" checked={ticked.has(index)} onChange={() => onTick(toggled(task.stepsDone, index))} />
          <span>{words(step)}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** The objective by name where it is known, as the door to the whole chain. */
function Serves({ task, onOpen }: { task: CardTask; onOpen: () => void }) {
  const text = useMessages(dayMessages)
  const words = useWords()
  const { data } = useTaskWalked(task.id)
  return (
    <button type="button" className={styles.serves} onClick={onOpen}>
      <Icon name="target" size={18} />
      <span>
        {data?.objective ? (
          <>
            <span className={styles.soft}>{text.serves}</span> <b>{words(data.objective.names)}</b>
          </>
        ) : (
          text.servesUnknown
        )}
      </span>
      <Icon name="right" size={16} />
    </button>
  )
}

/** Done, or not done and why. */
function Verdict({ task, onTick }: { task: CardTask; onTick: ((ticked: Partial<Ticked>) => void) | null }) {
  const text = useMessages(dayMessages)
  const [asking, ask] = useState(false)
  const [why, setWhy] = useState(task.why)
  if (!onTick) {
    return (
      <p className={styles.verdictSaid}>
        <b>{stateOf(task, text)}</b> {task.why}
      </p>
    )
  }
  return (
    <div className={styles.verdict}>
      <div className={controls.choice}>
        <button
          type="button"
          aria-pressed={task.done === true}
          onClick={() => {
            ask(false)
            onTick({ done: task.done === true ? null : true, why: '' })
          }}
        >
          <Icon name="check" size={18} />
          {text.done}
        </button>
        <button type="button" aria-pressed={task.done === false} onClick={() => ask(!asking)}>
          {text.notDone}
        </button>
      </div>
      {!asking && task.done === false && <p className={styles.soft}>{task.why}</p>}
      {asking && (
        <form
          className={controls.why}
          onSubmit={(event) => {
            event.preventDefault()
            if (why.trim() === '') return
            onTick({ done: false, why: why.trim() })
            ask(false)
          }}
        >
          <label>
            <span className={styles.soft}>{text.why}</span>
            <input
              value={why}
              maxLength={500}
              placeholder={text.whyHint}
              onChange={(event) => setWhy(event.currentTarget.value)}
            />
          </label>
          <button type="submit" className={controls.quiet} disabled={why.trim() === ''}>
            {text.keep}
          </button>
        </form>
      )}
    </div>
  )
}
