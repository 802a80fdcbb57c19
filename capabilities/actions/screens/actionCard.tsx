import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { ScreenLink, useNavigation } from '#design/screen'
import { StateBadge } from '#design/stateBadge'
import { useKpis } from '#kpis/ui'
import styles from './actions.module.css'
import { actionMessages } from './messages.ts'
import type { Action } from './reads.ts'

/** A countermeasure among others; leads to its drawer. */
export function ActionCard({ action, node }: { action: Action; node: string }) {
  const text = useMessages(actionMessages)
  const format = useFormat()
  const { nameOf } = useKpis()
  const { pathname, search } = useNavigation()
  return (
    <li className={styles.card}>
      <ScreenLink to={pathname} search={{ ...search, id: action.id }} className={styles.cardTitle}>
        {action.title}
      </ScreenLink>
      <span className={styles.soft}>{nameOf(action.kpi)}</span>
      <span className={styles.facts}>
        <span>{action.owner.name || text.colleague}</span>
        {action.overdue ? (
          <StateBadge tone="attention">
            {text.overdue} · {format.day(action.due)}
          </StateBadge>
        ) : (
          <span className={styles.soft}>{text.due({ day: format.day(action.due) })}</span>
        )}
      </span>
      {action.node.id !== node && <span className={styles.soft}>{action.node.name}</span>}
    </li>
  )
}
