import type { Actor } from '#foundation/actor'
import { forbidden, notFound, unauthorised } from '#foundation/failure'
import type { Day } from '#foundation/period'
import { type Kpi, kpisOn } from '#kpis'
import { lasts, placeOf, windowsIn } from '#measures'
import { type Database, type Transaction, together } from '#platform/database'
import { type BoardKpi, boardKpis, type Ranked } from '../rules/board.ts'
import { type Snapshot, snapshot, snapshotByKey } from '../storage/snapshots.ts'
import { type BoardRequest, operatingPlace, queryOf, todayShare } from './boardRequest.ts'
import { levelOf, ofDepartment } from './compared.ts'
import { inheritedTargets, noUsualTargets, type UsualTargets } from './inherited.ts'
import { judging } from './judging.ts'
import { ranksStores, readRanking, storesRanked, storesRankedByKey } from './readRanking.ts'
import { type Targets, targetOf, targetPeriods } from './targetOf.ts'

export type Board = {
  node: { id: string; kind: string; name: string }
  period: string
  from: Day
  to: Day
  asOf: string
  factsUpTo: string | null
  kpis: BoardKpi[]
  ranking?: Ranked[]
  /** How many there are to rank; the ranking has the first and the last of them when they are many. */
  ranked?: number
}

/** A board under the actor's row level security; 404 for a node that it may not see, exactly as for one that is not there. */
export async function readBoard(
  tx: Transaction,
  request: BoardRequest,
  usual: UsualTargets = noUsualTargets,
): Promise<Board & { pending: boolean }> {
  const [row, stores] = await together(
    snapshot(tx, queryOf(request)),
    ranksStores(request) ? storesRanked(tx, request) : Promise.resolve(null),
  )
  if (!row) throw notFound('boards.node.unknown', { node: request.node })
  const board = { ...boardOf(request, row, await inheritedBy(tx, request, row, usual)), pending: row.pending }
  if (!request.ranking) return board
  if (stores && rankedHere(row.kind)) return { ...board, ...stores }
  const node = { no: row.no, id: request.node, name: row.name, kind: row.kind }
  return { ...board, ...(await readRanking(tx, request, request.ranking, node, usual)) }
}

/** Whether the stores below a node are ranked; of all others it is people. */
const rankedHere = (kind: string) => kind === 'company' || kind === 'region'

/** Whether a node's targets come partly from elsewhere: the card of a person, the store of a department. */
const inherits = (kind: string) => kind === 'person' || kind === 'department'

async function inheritedBy(tx: Transaction, { period, asOfDay }: BoardRequest, row: Snapshot, usual: UsualTargets) {
  if (!inherits(row.kind)) return () => null
  const on = asOfDay < period.to ? asOfDay : period.to
  const { kind, no } = row
  const targets = await inheritedTargets(tx, usual, {
    kind,
    nos: [no],
    period,
    periods: targetPeriods(period),
    on,
    kpis: kpisOn(period.to),
  })
  return (kpi: Kpi) => targets(no, kpi)
}

/**
 * The same for an API key, in one round trip, and its ranking in another one beside it. Null for what a single statement does
 * not know: the targets of people and departments come partly from elsewhere, and some rankings take several.
 */
export async function readBoardByKey(
  database: Database,
  keyHash: Buffer,
  request: BoardRequest,
  keyUsed: (keyId: string) => void,
): Promise<(Board & { pending: boolean }) | null> {
  if (request.ranking && !ranksStores(request)) return null
  const [row, stores] = await together(
    snapshotByKey(database, keyHash, queryOf(request)),
    request.ranking ? storesRankedByKey(database, keyHash, request) : Promise.resolve(null),
  )
  if (!row) throw unauthorised('access.key.unknown')
  keyUsed(row.key_id)
  if (!row.permissions.split(',').includes('boards.read'))
    throw forbidden('access.permission.missing', { permission: 'boards.read' })
  if (row.no === null) throw notFound('boards.node.unknown', { node: request.node })
  if (inherits(row.kind) || (stores && !rankedHere(row.kind))) return null
  return { ...boardOf(request, { ...row, no: row.no }), ...stores, pending: row.pending }
}

export function readBoardAs(database: Database, actor: Actor, request: BoardRequest, usual?: UsualTargets) {
  return database.asActor(actor, (tx) => readBoard(tx, request, usual))
}

function boardOf(request: BoardRequest, row: Snapshot, inherited: (kpi: Kpi) => number | null = () => null): Board {
  const { period, asOf } = request
  const lines = linesOf(request, row, inherited)
  return {
    node: { id: request.node, kind: row.kind, name: row.name },
    period: period.text,
    from: period.from,
    to: period.to,
    asOf: asOf.toISOString(),
    factsUpTo: row.facts_up_to?.toISOString() ?? null,
    kpis: row.kind === 'department' ? lines.map((line) => ofDepartment(line, kpisOn(period.to))) : lines,
  }
}

function linesOf({ period, asOf, asOfDay }: BoardRequest, row: Snapshot, inherited: (kpi: Kpi) => number | null) {
  const { targets, left_over: left } = row
  const ofNode: Targets = (kpi, on) => targets.get(`${kpi} ${on}`) ?? null
  const worked = row.measured?.[operatingPlace - 1] ?? 0
  return boardKpis(
    {
      kpis: kpisOn(period.to),
      period,
      asOf: asOfDay,
      level: levelOf(row.kind),
      measures: lookup(row.kind, row),
      yearly: yearLookup(row),
      targetOf: (kpi) => targetOf(kpi, period, ofNode) ?? inherited(kpi),
      todayShare: todayShare(period, asOf),
      elapsed: left !== null && asOfDay < period.to && worked + left > 0 ? worked / (worked + left) : undefined,
    },
    judging,
  )
}

/** A node without a row has no measures; a row that an older server wrote is shorter, and what it lacks is 0. */
function lookup(
  kind: Snapshot['kind'],
  { measured, windows }: Pick<Snapshot, 'measured' | 'windows'>,
): (id: string) => number | undefined {
  const { last } = windowsIn(windows)
  const level = levelOf(kind)
  return (id) => {
    const place = placeOf(id, level)
    if (place === null) return undefined
    if (lasts.has(id)) return last(id)
    return measured ? (measured[place] ?? 0) : undefined
  }
}

/** Over the trailing twelve months; persons have none. */
function yearLookup({ windows }: Pick<Snapshot, 'windows'>): (id: string) => number | undefined {
  const { year } = windowsIn(windows)
  return year
}
