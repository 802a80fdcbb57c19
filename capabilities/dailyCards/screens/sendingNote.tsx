import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import type { Note } from '../rules/outbox.ts'
import controls from './controls.module.css'
import { dayMessages } from './messages.ts'
import styles from './myDay.module.css'
import type { useMyDay } from './reads.ts'
import { stateOf } from './strategicTask.tsx'

type State = ReturnType<typeof useMyDay>

/** What is not yet on the server, how old what one sees is, and what did not come to pass. */
export function SendingNote({ state, onCloseDay }: { state: State; onCloseDay: () => void }) {
  const text = useMessages(dayMessages)
  const format = useFormat()
  const { waiting, notes, old, asOf, outbox } = state
  return (
    <div className={styles.notes} role="status">
      {(old || waiting > 0) && (
        <p className={styles.sending}>
          <Icon name={old ? 'offline' : 'upload'} size={17} />
          <span>
            {old && text.asOf({ time: format.time(new Date(asOf)) })}
            {old && waiting > 0 && ' · '}
            {waiting > 0 && text.unsent({ count: waiting })}
          </span>
          {waiting > 0 && !old && (
            <button type="button" className={controls.small} onClick={() => void outbox.send()}>
              {text.sendNow}
            </button>
          )}
        </p>
      )}
      {notes.map((note) => (
        <Noted key={note.change.id} note={note} state={state} onCloseDay={onCloseDay} />
      ))}
    </div>
  )
}

/** What stands, and the choice to set one's own again. */
function Noted({ note, state, onCloseDay }: { note: Note; state: State; onCloseDay: () => void }) {
  const text = useMessages(dayMessages)
  const words = useWords()
  const format = useFormat()
  const { card, outbox } = state
  const { do: act, id } = note.change
  const task = act.kind === 'tick' ? card?.tasks.find((one) => one.id === act.task) : undefined
  const title = task ? words(task.title) : text.notes.someTask
  const said =
    note.outcome === 'conflict'
      ? text.notes.conflict({ title, stands: task ? `${stateOf(task, text)} ${task.why}`.trim() : '' })
      : note.outcome === 'undecided'
        ? text.notes.undecided
        : note.outcome === 'early'
          ? text.notes.early({ day: format.day(note.change.day) })
          : note.outcome === 'unknown'
            ? text.notes.unknown({ title })
            : text.notes.refused
  const again =
    note.outcome === 'conflict' && act.kind === 'tick' && task
      ? () => void outbox.add(note.change.day, { ...act, basedOn: task.version })
      : note.outcome === 'undecided'
        ? onCloseDay
        : null
  return (
    <div className={styles.noted}>
      <p>{said}</p>
      <div>
        {again && (
          <button
            type="button"
            className={controls.small}
            onClick={() => {
              again()
              void outbox.dismiss(id)
            }}
          >
            {note.outcome === 'undecided' ? text.closeDay : text.notes.mine}
          </button>
        )}
        <button type="button" className={controls.small} onClick={() => void outbox.dismiss(id)}>
          {text.notes.seen}
        </button>
      </div>
    </div>
  )
}
