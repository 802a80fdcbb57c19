import { FailureNote } from '#design/failureNote'
import { useMessages } from '#design/locale'
import { Skeletons } from '#design/skeletons'
import styles from './board.module.css'
import { HeatTable } from './heatTable.tsx'
import { boardMessages } from './messages.ts'
import { networkMessages } from './networkMessages.ts'
import { joined, useNetwork } from './networkReads.ts'

/** The departments or the people of a store or department against each other, who needs attention first. */
export function BoardTeam({
  node,
  kind,
  period,
}: {
  node: string
  kind: 'department' | 'person'
  period: string | null
}) {
  const text = useMessages(networkMessages)
  const { childrenFailed } = useMessages(boardMessages)
  const { data, error, refetch } = useNetwork(node, { kind, period: period ?? undefined, limit: 100 })
  const network = joined(data?.pages ?? [])
  if (!network)
    return error ? (
      <FailureNote title={childrenFailed} error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeletons shape="table" count={4} />
    )
  if (network.total === 0) return null
  const title = kind === 'department' ? text.departments : text.people
  return (
    <section className={styles.children}>
      <h2 className={styles.heading}>{title}</h2>
      <HeatTable network={network} caption={title} search={period ? { period } : {}} maxHeight="70vh" />
    </section>
  )
}
