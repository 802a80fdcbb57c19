import { useMediaQuery } from '@mantine/hooks'
import { Figure } from '#design/figure'
import { Flash } from '#design/flash'
import { useKpis } from '#kpis/ui'
import styles from './board.module.css'
import { noDataOf, useReason } from './judged.ts'
import type { Board, BoardKpi } from './reads.ts'
import type { OnTrace } from './traced.ts'

/** KPIs as figures: large side by side on the desk, one below the other on the phone. */
export function FigureList({ board, kpis, onTrace }: { board: Board; kpis: BoardKpi[]; onTrace: OnTrace }) {
  const reason = useReason()
  const { nameOf, get } = useKpis()
  const phone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false })
  return (
    <div className={styles.leads}>
      {kpis.map((kpi) => (
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
    </div>
  )
}
