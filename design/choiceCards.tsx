import styles from './choiceCards.module.css'

type ChoiceCardsProps<Choice extends string> = {
  legend: string
  name: string
  choices: readonly Choice[]
  names: Record<Choice, string>
  hints: Record<Choice, string>
  value: Choice
  onChange: (choice: Choice) => void
}

/** One of a few, each with a sentence on what it is. */
export function ChoiceCards<Choice extends string>(props: ChoiceCardsProps<Choice>) {
  const { legend, name, choices, names, hints, value, onChange } = props
  return (
    <fieldset className={styles.choices}>
      <legend>{legend}</legend>
      {choices.map((one) => (
        <label key={one} className={styles.choice}>
          <input type="radio" name={name} checked={value === one} onChange={() => onChange(one)} />
          <span>
            <strong>{names[one]}</strong>
            <span>{hints[one]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
