import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { StateBadge } from '#design/stateBadge'
import { settlements } from './messages.ts'
import styles from './settlement.module.css'
import type { Settlement, State } from './settling.ts'

const order: State[] = ['draft', 'checked', 'published', 'approved', 'exported', 'paid']
/** The steps that every settlement takes; the others are shown where one has taken them. */
const usual: State[] = ['draft', 'checked', 'approved', 'exported']

export function SettlementBadge({ state }: { state: State }) {
  const text = useMessages(settlements)
  const tone = state === 'draft' ? 'open' : order.indexOf(state) >= order.indexOf('approved') ? 'done' : 'going'
  return <StateBadge tone={tone}>{text.states[state]}</StateBadge>
}

/** How far a settlement has come: each step with who and when, the ones ahead as what is still to do. */
export function StateCourse({ settlement }: { settlement: Settlement }) {
  const text = useMessages(settlements).one
  const states = useMessages(settlements).states
  const format = useFormat()
  const { state, steps } = settlement
  const now = order.indexOf(state)
  const shown = order.filter((each) => usual.includes(each) || each === state)
  return (
    <ol className={styles.course} aria-label={text.course}>
      {shown.map((each) => {
        const reached = order.indexOf(each) <= now
        // The last time counts: a settlement may have gone back to draft.
        const step = reached ? steps.filter((one) => one.state === each).at(-1) : undefined
        return (
          <li key={each} data-reached={reached || undefined} aria-current={each === state ? 'step' : undefined}>
            <span className={styles.dot} aria-hidden="true">
              {reached && <Icon name="check" size={13} />}
            </span>
            <span className={styles.stepWords}>
              <strong>{reached ? states[each] : text.waiting[each]}</strong>
              {step && <span>{text.stepBy({ by: step.by, time: format.dateTime(step.at) })}</span>}
              {step?.note && <span>{step.note}</span>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
