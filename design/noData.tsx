import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import styles from './noData.module.css'

export type NoDataReason = 'no_facts' | 'no_target' | 'too_few' | 'no_denominator' | 'not_loaded'

/** Says that there is no figure, and why (E1.4). `long` gives the sentence, for places with room. */
export function NoData({ reason, long = false }: { reason: NoDataReason; long?: boolean }) {
  const text = useMessages(kit)
  return (
    <span className={styles.noData} data-long={long || undefined}>
      <svg viewBox="0 0 16 16" className={styles.dash} aria-hidden="true">
        <rect x="1.5" y="6.3" width="13" height="3.4" rx="1" />
      </svg>
      {long ? text.noDataLong[reason] : text.noData[reason]}
    </span>
  )
}
