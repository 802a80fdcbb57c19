import type { Traced } from '#kpis/ui'
import type { Board, BoardKpi } from './reads.ts'

/** Opens "where from" of one of a board's figures. */
export type OnTrace = (board: Pick<Board, 'node' | 'period'>, kpi: BoardKpi) => void

export function tracedOf({ node, period }: Pick<Board, 'node' | 'period'>, kpi: BoardKpi, reason?: string): Traced {
  return {
    kpi: kpi.id,
    node: node.id,
    nodeName: node.name,
    period,
    light: kpi.light,
    target: kpi.target,
    due: kpi.due,
    reason,
  }
}
