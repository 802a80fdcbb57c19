import { type ReactNode, useDeferredValue } from 'react'
import { FactClock } from '#design/factClock'
import { FailureNote } from '#design/failureNote'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { NodePath } from '#design/nodePath'
import { PageHeader } from '#design/pageHeader'
import { PeriodPicker } from '#design/periodPicker'
import { ScreenLink, type ScreenModule, type ScreenProps, useSearch } from '#design/screen'
import { useMay, useSession } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { parsePeriod } from '#foundation/period'
import { kpisQuery, useKpis, useKpiTrace } from '#kpis/ui'
import styles from './board.module.css'
import { BoardAttention } from './boardAttention.tsx'
import { BoardChildren } from './boardChildren.tsx'
import { BoardPace } from './boardPace.tsx'
import { BoardRanking } from './boardRanking.tsx'
import { BoardTable } from './boardTable.tsx'
import { BoardTeam } from './boardTeam.tsx'
import { FigureList } from './figureList.tsx'
import { leads, useReason } from './judged.ts'
import { type Line, useLiveBoard } from './liveBoard.ts'
import { boardMessages } from './messages.ts'
import { placeOf, useNodesAbove } from './networkReads.ts'
import { type Board, boardQuery, dayOf, useBoard } from './reads.ts'
import { type OnTrace, tracedOf } from './traced.ts'

export const first: ScreenModule['first'] = ({ params }) => [boardQuery(params.node ?? '', null), kpisQuery]

/** One node and one period: what is due, what stands out, who leads, and all of it live (H18). */
export default function BoardScreen({ params, search }: ScreenProps) {
  const node = params.node ?? ''
  const period = search.period && parsePeriod(search.period) ? search.period : null
  const text = useMessages(boardMessages)
  const running = useBoard(node, null)
  const shown = useBoard(node, period)
  const today = running.data ? dayOf(running.data) : null
  const day = useBoard(node, today, { enabled: today !== null, keep: false })
  const line = useLiveBoard(node, period, shown)
  const { trace: open, drawer } = useKpiTrace()
  const reason = useReason()
  const trace: OnTrace = (of, kpi) => open(tracedOf(of, kpi, reason(kpi)))
  const board = shown.data
  // What one sees without scrolling is drawn and painted first; tables and rankings follow, and ask for theirs then.
  const below = useDeferredValue(board !== undefined, false)
  const error = shown.error ?? (board ? null : running.error)
  if (!board) {
    if (!error) return <Loading />
    return <FailureNote alone title={text.failed} error={error} onRetry={() => void shown.refetch()} />
  }
  const end = today ?? dayOf(board)
  // Stores and regions are compared over the whole width; a store's few departments find room beside its ranking.
  const network = board.node.kind === 'company' || board.node.kind === 'region'
  const isToday = board.period === end
  const has = board.from <= end && end <= board.to
  return (
    <div className={styles.board} data-waiting={shown.isPlaceholderData || undefined}>
      <Head board={board} line={line} period={period} today={end} />
      <BoardPace today={has ? day.data : undefined} period={isToday ? running.data : board} onTrace={trace} />
      <section aria-label={text.leads}>
        <FigureList board={board} kpis={leads(board)} onTrace={trace} />
      </section>
      {below && (
        <>
          <div className={styles.halves}>
            <div className={styles.main}>
              <BoardTable board={board} onTrace={trace} />
            </div>
            <div className={styles.side}>
              <BoardAttention board={board} onTrace={trace} />
              <BoardRanking node={node} kind={board.node.kind} period={period} />
            </div>
          </div>
          {network && <BoardChildren board={board} period={period} onTrace={trace} />}
          {board.node.kind === 'store' && <BoardTeam node={node} kind="department" period={period} />}
          {!network && board.node.kind !== 'person' && <BoardTeam node={node} kind="person" period={period} />}
        </>
      )}
      {drawer}
    </div>
  )
}

const periodKinds = ['day', 'week', 'month', 'quarter', 'year'] as const

function Head({ board, line, period, today }: { board: Board; line: Line; period: string | null; today: string }) {
  const text = useMessages(boardMessages)
  const { user } = useSession()
  const may = useMay()
  const [, change] = useSearch()
  const above = useNodesAbove(board.node.id)
  const node = encodeURIComponent(board.node.id)
  const own = user?.person && board.node.id !== user.person ? user.person : null
  const back = user?.person && board.node.id === user.person ? user.homeNode : null
  return (
    <PageHeader
      path={above.length > 1 ? <NodePath nodes={above.map((one) => ({ ...one, to: placeOf(one) }))} /> : undefined}
      title={board.node.name}
      meta={
        <>
          <span>{text.kinds[board.node.kind] ?? board.node.kind}</span>
          <FactClock at={board.factsUpTo} now={board.asOf} line={line} />
          {line !== 'lost' && <span>{line === 'live' ? text.live : text.connecting}</span>}
        </>
      }
      period={
        <PeriodPicker
          value={period ?? board.period}
          kinds={[...periodKinds]}
          today={today}
          latest={today}
          onChange={(chosen) => change({ period: chosen === today.slice(0, 7) ? undefined : chosen })}
        />
      }
      actions={
        <nav className={styles.doors}>
          {own && <Door to={`/boards/${encodeURIComponent(own)}`}>{text.mine}</Door>}
          {back && back !== board.node.id && <Door to={`/boards/${encodeURIComponent(back)}`}>{text.ofStore}</Door>}
          {board.node.kind === 'person' && may('scorecards.read') && <Door to={`/scores/${node}`}>{text.score}</Door>}
          {(board.node.kind === 'company' || board.node.kind === 'region') && (
            <Door to={`/network/${node}`}>{text.network}</Door>
          )}
          {board.node.kind !== 'person' && (
            <Door to={`/wall/${node}`} deskOnly>
              {text.wall}
            </Door>
          )}
        </nav>
      }
    />
  )
}

function Door({ to, deskOnly, children }: { to: string; deskOnly?: boolean; children: ReactNode }) {
  return (
    <ScreenLink to={to} className={styles.door} data-desk={deskOnly || undefined}>
      {children}
      <Icon name="right" size={14} />
    </ScreenLink>
  )
}

/** The shape of the board while it is on its way. */
function Loading() {
  useKpis()
  return (
    <div className={styles.board}>
      <Skeletons shape="text" count={1} />
      <Skeletons shape="figures" count={2} />
      <Skeletons shape="figures" count={4} />
      <Skeletons shape="table" count={8} />
    </div>
  )
}
