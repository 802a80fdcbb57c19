import { useFormat } from './format.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import styles from './scoreBar.module.css'

export type Grade = 'S' | 'A' | 'B' | 'C' | 'D'

type ScoreBarProps = {
  /** 0 to 100. */
  score: number | null
  grade: Grade | null
  factor?: number | null
  /** Where grades begin (H10.4), lowest first. */
  steps?: { grade: Grade; from: number }[]
  size?: 'desk' | 'phone' | 'row'
}

const shippedSteps: { grade: Grade; from: number }[] = [
  { grade: 'D', from: 0 },
  { grade: 'C', from: 60 },
  { grade: 'B', from: 75 },
  { grade: 'A', from: 85 },
  { grade: 'S', from: 95 },
]

/** A score among its grades, with the grade and its factor. */
export function ScoreBar({ score, grade, factor, steps = shippedSteps, size = 'desk' }: ScoreBarProps) {
  const text = useMessages(kit).score
  const format = useFormat()
  const shown = score === null ? null : format.figure(score, 'score100')
  return (
    <div className={styles.score} data-size={size}>
      <div className={styles.head}>
        {shown ? (
          <span className={styles.value}>
            {shown.text}
            <span className={styles.unit}>{shown.unit}</span>
          </span>
        ) : (
          <span className={styles.none}>{text.ungraded}</span>
        )}
        {grade && (
          <span className={styles.grade}>
            {text.grade({ grade })}
            {typeof factor === 'number' && (
              <span className={styles.factor}>{text.factor({ factor: `×${factor}` })}</span>
            )}
          </span>
        )}
      </div>
      <div
        className={styles.track}
        role="img"
        aria-label={
          score === null
            ? text.ungraded
            : `${text.outOf({ score: String(score) })}${grade ? `, ${text.grade({ grade })}` : ''}`
        }
      >
        {steps.map((step, index) => {
          const start = step.from
          const end = steps[index + 1]?.from ?? 100
          return (
            <span
              key={step.grade}
              className={styles.step}
              data-on={grade === step.grade || undefined}
              style={{ insetInlineStart: `${start}%`, width: `${end - start}%` }}
            >
              <span className={styles.letter}>{step.grade}</span>
            </span>
          )
        })}
        {score !== null && <span className={styles.fill} style={{ width: `${score}%` }} />}
        {score !== null && <span className={styles.mark} style={{ insetInlineStart: `${score}%` }} />}
      </div>
    </div>
  )
}
