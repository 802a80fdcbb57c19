import { useMediaQuery } from '@mantine/hooks'
import { Figure } from '#design/figure'
import { Flash } from '#design/flash'
import { useMessages } from '#design/locale'
import { useKpis } from '#kpis/ui'
import styles from './board.module.css'
import { leads, noDataOf, useReason } from './judged.ts'
import { boardMessages } from './messages.ts'
import type { Board } from './reads.ts'
import type { OnTrace } from './traced.ts'

/** The four lead KPIs, large, each with its light and the light's reason. */
export function BoardLeads({ board, onTrace }: { board: Board; onTrace: OnTrace }) {
  const text = useMessages(boardMessages)
  const reason = useReason()
  const { nameOf, get } = useKpis()
  const phone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false })
  return (
    <section className={styles.leads} aria-label={text.leads}>
      {leads(board).map((kpi) => (
        <Flash key={kpi.id} of={kpi.value} within={`${board.node.id} ${board.period}`}>
          <Figure
            label={nameOf(kpi.id)}
            value={kpi.value}
            unit={kpi.unit}
            light={kpi.light}
            target={kpi.target}
            due={kpi.due}
            direction={get(kpi.id)?.direction}
            noData={noDataOf(kpi)}
            reason={reason(kpi)}
            size={phone ? 'phone' : 'desk'}
            onTrace={() => onTrace(board, kpi)}
          />
        </Flash>
      ))}
    </section>
  )
}
