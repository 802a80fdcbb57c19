import { Icon } from './icon.tsx'
import styles from './steps.module.css'
import { Unseen } from './unseen.tsx'

type StepsProps<Step extends string> = {
  steps: readonly Step[]
  at: Step
  text: { steps: Record<Step, string>; stepOf: (place: { number: number; count: number }) => string }
  className?: string | undefined
}

/** Where one stands on a way of a few steps. */
export function Steps<Step extends string>({ steps, at, text, className = '' }: StepsProps<Step>) {
  const now = steps.indexOf(at)
  return (
    <ol className={`${styles.steps} ${className}`}>
      {steps.map((step, index) => (
        <li key={step} aria-current={step === at ? 'step' : undefined} data-done={index < now || undefined}>
          <span className={styles.number} aria-hidden="true">
            {index < now ? <Icon name="check" size={14} /> : index + 1}
          </span>
          {step === at && <Unseen>{text.stepOf({ number: index + 1, count: steps.length })}</Unseen>}
          {text.steps[step]}
        </li>
      ))}
    </ol>
  )
}
