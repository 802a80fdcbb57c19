import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import controls from './controls.module.css'
import { dayMessages } from './messages.ts'
import styles from './myDay.module.css'
import type { Card } from './reads.ts'

/** What is left of a day that was closed. */
export function DaySummary({ card, onChange }: { card: Card; onChange: (() => void) | null }) {
  const text = useMessages(dayMessages)
  const format = useFormat()
  const strategic = card.tasks.filter(({ kind }) => kind === 'strategic')
  const done = strategic.filter((task) => task.done === true).length
  const said = [
    [text.highlight, card.highlight],
    [text.problem, card.problem && (card.problemSolved ? `${card.problem}（${text.solved}）` : card.problem)],
    [text.focus, card.tomorrow],
  ] as const
  return (
    <section className={styles.summary}>
      <p className={styles.summaryHead}>
        <Icon name="check" size={20} />
        <b>{card.closedAt ? text.closedAt({ time: format.time(card.closedAt) }) : ''}</b>
        <span>{text.strategicDone({ done, all: strategic.length })}</span>
      </p>
      <dl>
        {said.map(([name, words]) =>
          words ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {onChange && (
        <button type="button" className={controls.small} onClick={onChange}>
          {text.changeClosing}
        </button>
      )}
    </section>
  )
}
