import type { Kpi } from '#kpis'
import type { Database, Transaction } from '#platform/database'
import { boardKpis, type Ranked, ranking, rankingShown } from '../rules/board.ts'
import { type Found, type NodeKind, peopleOf, placesBelow } from '../storage/members.ts'
import { placesMost, type StoreBelow, storesBelow, storesBelowByKey } from '../storage/snapshots.ts'
import { type BoardRequest, queryOf, todayShare } from './boardRequest.ts'
import { compared, needsOf } from './compared.ts'
import { inheritedTargets, type UsualTargets } from './inherited.ts'
import { judging } from './judging.ts'
import { targetOf, targetPeriods } from './targetOf.ts'

export type Ranking = { ranking: Ranked[]; ranked: number }

const shownOf = (rows: readonly Omit<Ranked, 'rank'>[], kpi: Kpi): Ranking => ({
  ranking: rankingShown(ranking(rows, kpi.direction)),
  ranked: rows.length,
})

/** Whether one statement knows all that ranks stores: a KPI of the period itself, of few measures that add up. */
export function ranksStores({ ranking: kpi }: BoardRequest): boolean {
  if (kpi?.window !== 'period') return false
  const { places, windows } = needsOf([kpi], 'store')
  return !windows.needed && places.length <= placesMost
}

/** The ranking of the stores below a company or region; empty for any other node. For what `ranksStores`. */
export async function storesRanked(tx: Transaction, request: BoardRequest): Promise<Ranking> {
  return storesInOrder(request, await storesBelow(tx, storesQuery(request)))
}

/** The same behind an API key, in one round trip. */
export async function storesRankedByKey(database: Database, keyHash: Buffer, request: BoardRequest): Promise<Ranking> {
  return storesInOrder(request, await storesBelowByKey(database, keyHash, storesQuery(request)))
}

function storesQuery(request: BoardRequest) {
  const kpi = request.ranking as Kpi
  return { ...queryOf(request), places: needsOf([kpi], 'store').places, kpi: kpi.id }
}

function storesInOrder(request: BoardRequest, stores: readonly StoreBelow[]): Ranking {
  const { period, asOf, asOfDay } = request
  const kpi = request.ranking as Kpi
  const { at } = needsOf([kpi], 'store')
  const share = todayShare(period, asOf)
  const running = asOfDay < period.to
  const rows = stores.map(({ id, name, measured, targets, left_over: left }) => {
    const worked = measured?.[0] ?? 0
    const days = worked + (left ?? 0)
    const [line] = boardKpis(
      {
        kpis: [kpi],
        period,
        asOf: asOfDay,
        level: 'store',
        measures: (measure) => {
          const place = at.get(measure)
          return place === undefined || !measured ? undefined : (measured[place] ?? 0)
        },
        yearly: () => undefined,
        targetOf: () => targetOf(kpi, period, (of, on) => targets.get(`${of} ${on}`) ?? null),
        todayShare: share,
        elapsed: running && days > 0 ? worked / days : undefined,
      },
      judging,
    )
    return { node: id, name, value: line?.value ?? null, light: line?.light ?? ('grey' as const) }
  })
  return shownOf(rows, kpi)
}

/** The ranking of whatever stands below a node, by any KPI. */
export async function readRanking(
  tx: Transaction,
  request: BoardRequest,
  kpi: Kpi,
  node: Found,
  usual: UsualTargets,
): Promise<Ranking> {
  const { period, asOf, asOfDay } = request
  const on = asOfDay < period.to ? asOfDay : period.to
  const days = { from: period.from, to: on }
  const kind: NodeKind = node.kind === 'company' || node.kind === 'region' ? 'store' : 'person'
  const members = kind === 'store' ? await placesBelow(tx, node.no, kind, days) : await peopleOf(tx, node.no, days)
  const nos = members.map(({ no }) => no)
  const wanted = { period, asOf, asOfDay, todayShare: todayShare(period, asOf), kind, members, kpis: [kpi] }
  const periods = targetPeriods(period)
  const inherited = await inheritedTargets(tx, usual, { kind, nos, period, periods, on, kpis: [kpi] })
  const lines = await compared(tx, { ...wanted, inherited })
  const rows = members.map(({ no, id, name }) => {
    const [line] = lines.get(no) ?? []
    return { node: id, name, value: line?.value ?? null, light: line?.light ?? ('grey' as const) }
  })
  return shownOf(rows, kpi)
}
