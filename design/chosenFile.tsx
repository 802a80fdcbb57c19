import { Button } from '@mantine/core'
import styles from './chosenFile.module.css'
import { Icon } from './icon.tsx'

type ChosenFileProps = {
  name: string
  /** How large it is, or what it holds. */
  about: string
  other: string
  onOther: () => void
  disabled?: boolean
}

/** The file that a `FileDrop` was given, in its place. */
export function ChosenFile({ name, about, other, onOther, disabled = false }: ChosenFileProps) {
  return (
    <div className={styles.file}>
      <Icon name="file" size={22} />
      <span>
        <strong>{name}</strong>
        <span>{about}</span>
      </span>
      <Button variant="subtle" onClick={onOther} disabled={disabled}>
        {other}
      </Button>
    </div>
  )
}
