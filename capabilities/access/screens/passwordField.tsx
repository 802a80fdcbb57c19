import { Button, TextInput } from '@mantine/core'
import { useMessages } from '#design/locale'
import styles from './access.module.css'
import { access } from './messages.ts'

export const passwordLengthMin = 10

/** Letters and digits that nobody mistakes for one another on paper. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

function madeUp(): string {
  const numbers = crypto.getRandomValues(new Uint32Array(16))
  return [...numbers].map((number) => letters[number % letters.length]).join('')
}

type PasswordFieldProps = {
  label: string
  description: string
  value: string
  onChange: (value: string) => void
  asked: boolean
}

/** A password that one person sets for another: shown, so that it can be passed on. */
export function PasswordField({ label, description, value, onChange, asked }: PasswordFieldProps) {
  const text = useMessages(access)
  const short = passwordLengthMin - value.length
  return (
    <div className={styles.password}>
      <TextInput
        label={label}
        description={description}
        required
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: styles.mono }}
        value={value}
        error={asked && short > 0 ? text.tooShort({ count: short }) : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Button variant="default" onClick={() => onChange(madeUp())}>
        {text.generate}
      </Button>
    </div>
  )
}
