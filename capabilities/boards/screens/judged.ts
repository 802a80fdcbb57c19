import { useMessages } from '#design/locale'
import type { NoDataReason } from '#design/noData'
import type { Light } from '#foundation/figure'
import { boardMessages } from './messages.ts'
import type { Board, BoardKpi } from './reads.ts'

/** The four of the drawn store board, and who takes the place of one that a node does not have. */
const leadOrder = ['ftr', 'technicianEfficiency', 'nps', 'averageTicket']
const leadCount = 4
/** Counted against their targets at the top, and so not repeated among the leads. */
export const paced = ['jobs', 'outputValue']

export const known = (kpi: BoardKpi) => kpi.value !== null || kpi.target !== null
const find = (board: Board, id: string) => board.kpis.find((kpi) => kpi.id === id)

export function leads(board: Board): BoardKpi[] {
  const drawn = leadOrder.flatMap((id) => find(board, id) ?? [])
  const held = drawn.filter(known)
  if (held.length === 0) return drawn
  const others = board.kpis.filter((kpi) => known(kpi) && !leadOrder.includes(kpi.id) && !paced.includes(kpi.id))
  return [...held, ...others.sort((a, b) => Number(a.value === null) - Number(b.value === null))].slice(0, leadCount)
}

export function pacedKpis(board: Board): BoardKpi[] {
  const all = paced.flatMap((id) => find(board, id) ?? [])
  const held = all.filter(known)
  return held.length > 0 ? held : all.slice(0, 1)
}

const weight: Record<Light, number> = { red: 0, yellow: 1, grey: 2, green: 3 }

/** What is red or yellow, red first. */
export function warnings(board: Board): BoardKpi[] {
  return board.kpis
    .filter((kpi) => kpi.light === 'red' || kpi.light === 'yellow')
    .sort((a, b) => weight[a.light] - weight[b.light])
}

export function lightCounts(board: Board): Record<Light, number> {
  const counts = { red: 0, yellow: 0, green: 0, grey: 0 }
  for (const kpi of board.kpis) counts[kpi.light] += 1
  return counts
}

/** The light's reason in words. */
export function useReason(): (kpi: { light: Light; reason: string }) => string | undefined {
  const text = useMessages(boardMessages)
  return ({ light, reason }) => (light === 'red' ? text.reasonsRed[reason] : undefined) ?? text.reasons[reason]
}

export function noDataOf(kpi: BoardKpi): NoDataReason | undefined {
  if (kpi.value === null) return 'no_facts'
  return kpi.reason === 'no_target' || kpi.reason === 'no_department_target' ? 'no_target' : undefined
}
