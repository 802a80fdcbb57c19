import { useNetwork } from '@mantine/hooks'
import { Icon } from './icon.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import styles from './offlineNote.module.css'

/** Says while the line is down that what one sees may be old. */
export function OfflineNote() {
  const { online } = useNetwork()
  const text = useMessages(kit)
  return (
    <div role="status">
      {!online && (
        <p className={styles.note}>
          <Icon name="offline" size={17} />
          {text.offline}
        </p>
      )}
    </div>
  )
}
