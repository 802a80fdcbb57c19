import { useDebouncedValue } from '@mantine/hooks'
import { useMessages, useWords } from '#design/locale'
import type { Words } from '#foundation/actor'
import { dayAt } from '#foundation/period'
import type { Goal, GoalGround, GoalVocabulary, SmartLetterVerdict } from '../rules/goal.ts'
import { smartCheck } from '../rules/smart.ts'
import { strategyMessages } from './messages.ts'
import { useVocabulary } from './reads.ts'
import styles from './smartCheck.module.css'

export type SmartCheckProps = {
  /** The goal as it stands in the form, as text, as fields, or both. */
  goal: Goal
  /** KPIs by month, as far as the screen knows them: the pace that is usual here. */
  past?: GoalGround['past']
  /** Takes a better wording over; without it the wording is only shown. */
  onUse?: (wording: Words) => void
}

const waitMilliseconds = 250
const initials = { specific: 'S', measurable: 'M', achievable: 'A', relevant: 'R', timeBound: 'T' } as const
const nothing: GoalGround['past'] = {}

/** Five letters with their state while somebody types (H16.2). Advice: it never blocks. */
export default function SmartCheck({ goal, past = nothing, onUse }: SmartCheckProps) {
  const text = useMessages(strategyMessages).smart
  const words = useWords()
  const [settled] = useDebouncedValue(goal, waitMilliseconds)
  const { data } = useVocabulary()
  if (!data) return <div className={styles.check} style={{ minHeight: 40 }} />
  const today = dayAt(new Date(), 'Asia/Shanghai')
  const { letters } = smartCheck(settled, { vocabulary: data as GoalVocabulary, past, today })
  const misses = letters.filter(({ state }) => state === 'miss')
  const better = misses[0]?.better
  return (
    <section className={styles.check} aria-label={text.title}>
      <ul className={styles.letters}>
        {letters.map((verdict) => (
          <Letter key={verdict.letter} verdict={verdict} />
        ))}
      </ul>
      <div aria-live="polite">
        {misses.map(({ letter, why }) => (
          <p key={letter} className={styles.why}>
            <b>{text.letters[letter]}</b> {words(why)}
          </p>
        ))}
        {better && (
          <p className={styles.better}>
            {text.better}: <q>{words(better)}</q>{' '}
            {onUse && (
              <button type="button" className={styles.use} onClick={() => onUse(better)}>
                {text.use}
              </button>
            )}
          </p>
        )}
      </div>
      <p className={styles.advice}>{text.advice}</p>
    </section>
  )
}

function Letter({ verdict: { letter, state, why } }: { verdict: SmartLetterVerdict }) {
  const text = useMessages(strategyMessages).smart
  const words = useWords()
  return (
    <li className={styles.letter} data-state={state} title={words(why)}>
      <span className={styles.initial} aria-hidden="true">
        {initials[letter]}
      </span>
      <span>
        {text.letters[letter]} <span className={styles.state}>{text.states[state]}</span>
      </span>
    </li>
  )
}
