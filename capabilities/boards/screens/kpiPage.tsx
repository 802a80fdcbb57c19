import { Button } from '@mantine/core'
import { BulletBar } from '#design/bulletBar'
import { EmptyState } from '#design/emptyState'
import { FactClock } from '#design/factClock'
import { FailureNote } from '#design/failureNote'
import { Figure } from '#design/figure'
import { Flash } from '#design/flash'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { NodePath } from '#design/nodePath'
import { PageHeader } from '#design/pageHeader'
import { PeriodPicker } from '#design/periodPicker'
import { ScreenLink, type ScreenProps, useSearch } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { monthOf, parsePeriod } from '#foundation/period'
import { benchmarkBand, Contributions, type Kpi, useFormula, useKpis, useKpiTrace } from '#kpis/ui'
import { usePositionName } from '#organisation/ui'
import { noDataOf, useReason } from './judged.ts'
import styles from './kpiPage.module.css'
import { KpiTargets } from './kpiTargets.tsx'
import { KpiTrend } from './kpiTrend.tsx'
import { useLiveBoard } from './liveBoard.ts'
import { boardMessages } from './messages.ts'
import { useNodesAbove } from './networkReads.ts'
import { Ranks } from './ranks.tsx'
import { type Board, dayOf, useBoard, useTrend } from './reads.ts'
import { tracedOf } from './traced.ts'

/** One KPI of one node: where it stands and why, where it comes from, who drives it, and what it should be. */
export default function KpiScreen({ params, search }: ScreenProps) {
  const id = params.kpi ?? ''
  const node = params.node ?? ''
  const period = search.period && parsePeriod(search.period) ? search.period : null
  const text = useMessages(boardMessages)
  const library = useKpis()
  const shown = useBoard(node, period)
  const line = useLiveBoard(node, period, shown)
  const board = shown.data
  const kpi = library.get(id)
  const error = shown.error ?? library.error
  if (!board || (library.loading && !kpi)) {
    if (!error) return <Skeletons shape="figures" count={3} />
    return <FailureNote alone title={text.kpi.failed} error={error} onRetry={() => void shown.refetch()} />
  }
  if (!kpi) {
    const back = <ScreenLink to="/kpis">{text.library}</ScreenLink>
    return (
      <>
        <PageHeader title={id} meta={<span>{board.node.name}</span>} />
        <EmptyState icon="question" title={text.kpi.unknown} action={back} />
      </>
    )
  }
  return (
    <div className={styles.page}>
      <Head board={board} kpi={kpi} period={period} line={line} />
      <Standing board={board} kpi={kpi} />
      <Trend board={board} kpi={kpi} />
      <Contributions kpi={kpi.id} node={board.node.id} period={board.period} />
      <div className={styles.columns}>
        <KpiTargets board={board} kpi={kpi} />
        <Ranking board={board} kpi={kpi} period={period} />
      </div>
    </div>
  )
}

type PartProps = { board: Board; kpi: Kpi }

function Head({ board, kpi, period, line }: PartProps & { period: string | null; line: 'live' | 'lost' | undefined }) {
  const words = useWords()
  const text = useMessages(boardMessages)
  const may = useMay()
  const [, change] = useSearch()
  const above = useNodesAbove(board.node.id)
  const today = dayOf(board)
  const nodes = above.length > 0 ? above : [board.node]
  return (
    <PageHeader
      path={
        <NodePath
          nodes={[
            ...nodes.map((one) => ({ ...one, to: `/boards/${encodeURIComponent(one.id)}` })),
            { id: kpi.id, name: words(kpi.names) },
          ]}
        />
      }
      title={words(kpi.names)}
      meta={
        <>
          <span>{board.node.name}</span>
          <FactClock at={board.factsUpTo} now={board.asOf} line={line} />
          {line === 'live' && <span>{text.live}</span>}
        </>
      }
      period={
        <PeriodPicker
          value={period ?? board.period}
          kinds={['day', 'week', 'month', 'quarter', 'year']}
          today={today}
          latest={today}
          onChange={(chosen) => change({ period: chosen === monthOf(today) ? undefined : chosen })}
        />
      }
      actions={
        may('actions.write') &&
        board.node.kind !== 'person' && (
          <ScreenLink
            to={`/actions/${encodeURIComponent(board.node.id)}`}
            search={{ kpi: kpi.id }}
            className={styles.countermeasure}
          >
            <Icon name="plus" size={16} />
            {text.kpi.openCountermeasure}
          </ScreenLink>
        )
      }
    />
  )
}

/** The value now, and beside it what the KPI means. */
function Standing({ board, kpi }: PartProps) {
  const text = useMessages(boardMessages).kpi
  const reason = useReason()
  const words = useWords()
  const format = useFormat()
  const positionName = usePositionName()
  const { trace, drawer } = useKpiTrace()
  const formula = useFormula(kpi.id, board.node.id, board.period)
  const now = board.kpis.find((each) => each.id === kpi.id)
  const value = (figure: number) => format.value(figure, kpi.unit)
  return (
    <section className={styles.standing}>
      <div className={styles.now}>
        {now && (
          <>
            <Flash of={now.value} within={`${board.node.id} ${board.period}`}>
              <Figure
                label={format.period(board.period)}
                value={now.value}
                unit={now.unit}
                light={now.light}
                target={now.target}
                due={now.due}
                direction={kpi.direction}
                noData={noDataOf(now)}
                reason={reason(now)}
                onTrace={() => trace(tracedOf(board, now, reason(now)))}
              />
            </Flash>
            <BulletBar
              value={now.value}
              unit={now.unit}
              target={now.target}
              due={now.due}
              band={benchmarkBand(kpi)}
              direction={kpi.direction}
              withLegend
            />
            <Button
              variant="default"
              leftSection={<Icon name="formula" size={16} />}
              onClick={() => trace(tracedOf(board, now, reason(now)))}
            >
              {text.trace}
            </Button>
          </>
        )}
        {drawer}
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>{text.meaning}</dt>
          <dd>{words(kpi.explanation)}</dd>
        </div>
        <div>
          <dt>{text.accountable}</dt>
          <dd>{positionName(kpi.accountable)}</dd>
        </div>
        <div>
          <dt>{text.benchmarks}</dt>
          <dd>
            {kpi.industry || kpi.excellent !== null ? (
              <>
                {kpi.industry && (
                  <span className={styles.pair}>
                    {text.industry}{' '}
                    {kpi.industry.low === kpi.industry.high
                      ? value(kpi.industry.low)
                      : `${value(kpi.industry.low)} – ${value(kpi.industry.high)}`}
                  </span>
                )}
                {kpi.excellent !== null && (
                  <span className={styles.pair}>
                    {text.excellent} {kpi.direction === 'higher' ? '≥' : '≤'} {value(kpi.excellent)}
                  </span>
                )}
              </>
            ) : (
              text.noBenchmark
            )}
            {kpi.guardBand && (
              <span className={styles.soft}>
                {text.guardBand({ percent: format.percent(kpi.guardBand.abovePercent) })}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{text.formula}</dt>
          <dd>{formula ?? <code className={styles.formula}>{kpi.formula}</code>}</dd>
        </div>
      </dl>
    </section>
  )
}

function Trend({ board, kpi }: PartProps) {
  const text = useMessages(boardMessages).kpi
  const today = dayOf(board)
  const end = board.to < today ? board.to : today
  const to = monthOf(end)
  const { data, error, refetch } = useTrend(board.node.id, kpi.id, to)
  return (
    <section className={styles.block}>
      <h2 className={styles.heading}>{text.trend}</h2>
      {error && !data ? <FailureNote title={text.trendFailed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="text" count={5} /> : null}
      {data && <KpiTrend kpi={kpi} node={board.node} points={data.points} running={monthOf(today)} />}
    </section>
  )
}

function Ranking({ board, kpi, period }: PartProps & { period: string | null }) {
  const text = useMessages(boardMessages)
  const below = board.node.kind !== 'person'
  const { data, error, refetch } = useBoard(board.node.id, period, { ranking: kpi.id, enabled: below })
  if (!below) return null
  return (
    <section className={styles.block}>
      <h2 className={styles.heading}>{text.kpi.ranking}</h2>
      {error && !data ? <FailureNote title={text.rankingFailed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="list" count={4} /> : null}
      {data && (
        <Ranks
          ranked={data.ranking ?? []}
          total={data.ranked}
          unit={kpi.unit}
          to={(id) => `/kpis/${kpi.id}/${encodeURIComponent(id)}`}
          search={period ? { period } : {}}
          first={12}
        />
      )}
    </section>
  )
}
