import styles from './personChip.module.css'
import { ScreenLink } from './screen.tsx'

type PersonChipProps = { name: string; position?: string; to?: string; size?: 'sm' | 'md' }

/** A person: the surname's character, the name, the position. */
export function PersonChip({ name, position, to, size = 'md' }: PersonChipProps) {
  const inside = (
    <>
      <span className={styles.face} aria-hidden="true">
        {initial(name)}
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        {position && <span className={styles.position}>{position}</span>}
      </span>
    </>
  )
  return to ? (
    <ScreenLink to={to} className={styles.chip} data-size={size}>
      {inside}
    </ScreenLink>
  ) : (
    <span className={styles.chip} data-size={size}>
      {inside}
    </span>
  )
}

function initial(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = [...(words[0] ?? '')][0] ?? '?'
  const latin = /[a-z]/i.test(first)
  return latin ? `${first}${words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''}`.toUpperCase() : first
}
