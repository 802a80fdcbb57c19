import { useQuery } from '@tanstack/react-query'
import { type CSSProperties, useEffect, useRef } from 'react'
import { callApi } from '#design/api'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { Light } from '#design/light'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { PeriodPicker } from '#design/periodPicker'
import { ScreenLink, type ScreenProps, useSearch } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import type { Light as Colour, Unit } from '#foundation/figure'
import { dayAt, monthOf, parsePeriod, previousPeriod } from '#foundation/period'
import type { Pyramid as PyramidSchema } from '../wire.ts'
import Contributions from './contributions.tsx'
import styles from './pyramid.module.css'
import { pyramidMessages } from './pyramidMessages.ts'

type Pyramid = (typeof PyramidSchema)['_output']
type Card = Pyramid['top'][number]
/** What the board knows of a KPI beyond its value. */
type Judged = { id: string; unit: Unit; target: number | null; light: Colour }
type Board = { asOf: string; kpis: Judged[] }

const boardQuery = (node: string, period: string | null) => ({
  queryKey: ['board', node, period, null],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    callApi<Board>(`/boards/${encodeURIComponent(node)}`, { search: { period: period ?? undefined }, signal }),
})

/** The pyramid of a node: profitability, what it rests on, and, of the chosen KPI, what changed it. */
export default function PyramidScreen({ params, search }: ScreenProps) {
  const node = params.node ?? ''
  const text = useMessages(pyramidMessages)
  const [, change] = useSearch()
  const present = useQuery(boardQuery(node, null))
  const today = present.data && dayAt(present.data.asOf, 'Asia/Shanghai')
  // Accounts come when a month is closed: the last closed month is the one in which profitability is known.
  const closed =
    today && previousPeriod(parsePeriod(monthOf(today)) as NonNullable<ReturnType<typeof parsePeriod>>).text
  const period = search.period && parsePeriod(search.period) ? search.period : closed
  const judged = useQuery({ ...boardQuery(node, period ?? null), enabled: period !== undefined })
  const { data, error, refetch } = useQuery({
    queryKey: ['pyramid', node, period],
    queryFn: ({ signal }) => callApi<Pyramid>('/kpis/pyramid', { search: { node, period }, signal }),
    enabled: period !== undefined,
  })
  const failed = error ?? present.error
  const chosen = search.kpi ?? firstKnown(data)
  const choose = (kpi: string) => change({ kpi })
  const panel = useRef<HTMLDivElement>(null)
  const asked = search.kpi
  useEffect(() => {
    if (asked) panel.current?.scrollIntoView({ block: 'nearest', behavior: 'auto' })
  }, [asked])
  if (failed && !data)
    return (
      <FailureNote
        title={text.failed}
        error={failed}
        onRetry={() => void (present.error ? present : { refetch }).refetch()}
      />
    )
  if (!data || !period || !today) return <Skeletons shape="figures" count={3} />
  const lights = new Map(judged.data?.kpis.map((kpi) => [kpi.id, kpi]))
  return (
    <div className={styles.page}>
      <PageHeader
        title={text.title}
        meta={
          <>
            <span>{data.node.name}</span>
            <span>{text.about}</span>
          </>
        }
        period={
          <PeriodPicker
            value={period}
            kinds={['month', 'quarter', 'year']}
            today={today}
            latest={today}
            onChange={(next) => change({ period: next === closed ? undefined : next })}
          />
        }
      />
      <Drawing data={data} lights={lights} chosen={chosen} onChoose={choose} />
      <div className={styles.panel} ref={panel}>
        <Contributions kpi={chosen} node={node} period={period} onDriver={choose} />
        <Onward data={data} kpi={chosen} node={node} period={period} />
      </div>
    </div>
  )
}

/** The highest KPI that has a value, for that is where there is something to explain. */
function firstKnown(data: Pyramid | undefined): string {
  const cards = data ? [...data.top, ...data.branches.flatMap((branch) => branch.kpi)] : []
  return (cards.find((card) => card.value !== null) ?? cards[0])?.id ?? ''
}

function Onward({ data, kpi, node, period }: { data: Pyramid; kpi: string; node: string; period: string }) {
  const text = useMessages(pyramidMessages).contributions
  const words = useWords()
  const cards = [...data.top, ...data.branches.flatMap((branch) => [...branch.kpi, ...branch.drivers])]
  const card = cards.find((one) => one.id === kpi)
  if (!card) return null
  return (
    <ScreenLink className={styles.onward} to={`/kpis/${kpi}/${encodeURIComponent(node)}`} search={{ period }}>
      {text.page({ name: words(card.names) })}
      <Icon name="right" size={14} />
    </ScreenLink>
  )
}

type DrawingProps = {
  data: Pyramid
  lights: ReadonlyMap<string, Judged>
  chosen: string
  onChoose: (kpi: string) => void
}

function Drawing({ data, lights, chosen, onChoose }: DrawingProps) {
  const text = useMessages(pyramidMessages)
  const words = useWords()
  const card = (one: Card) => (
    <KpiCard key={one.id} card={one} judged={lights.get(one.id)} chosen={one.id === chosen} onChoose={onChoose} />
  )
  const columns = data.branches.length
  return (
    <section className={styles.drawing} aria-label={text.title} style={{ '--columns': columns } as CSSProperties}>
      <div className={styles.top}>
        <span className={styles.row}>{text.rows.strategic}</span>
        {data.top.map(card)}
      </div>
      <Lines ends={data.branches.map((_, index) => ((index + 0.5) / columns) * 100)} />
      <div className={styles.branches}>
        {data.branches.map((branch) => (
          <div key={branch.id} className={styles.branch}>
            <span className={styles.row}>
              {text.rows.operational} · {words(branch.names)}
            </span>
            {branch.kpi.map(card)}
            <Lines ends={branch.drivers.map((_, index) => ((index + 0.5) / branch.drivers.length) * 100)} />
            <span className={styles.row}>{text.rows.execution}</span>
            <div className={styles.drivers}>{branch.drivers.map(card)}</div>
          </div>
        ))}
      </div>
    </section>
  )
}

/** From the middle above to each place below; places are shares of the width. */
function Lines({ ends }: { ends: readonly number[] }) {
  return (
    <svg className={styles.lines} viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      {ends.map((x) => (
        <path key={x} d={`M50 0V10H${x}V20`} />
      ))}
    </svg>
  )
}

type CardProps = { card: Card; judged: Judged | undefined; chosen: boolean; onChoose: (kpi: string) => void }

function KpiCard({ card, judged, chosen, onChoose }: CardProps) {
  const text = useMessages(pyramidMessages)
  const words = useWords()
  const format = useFormat()
  const light = judged?.light ?? 'grey'
  const grey = card.value === null ? text.noValue : text.noTarget
  const shown = card.value === null ? null : format.figure(card.value, card.unit)
  return (
    <button type="button" className={styles.card} aria-pressed={chosen} onClick={() => onChoose(card.id)}>
      <span className={styles.name}>{words(card.names)}</span>
      <span className={styles.value}>
        {shown ? (
          <>
            {shown.text}
            <span className={styles.unit}>{shown.unit}</span>
          </>
        ) : (
          '—'
        )}
      </span>
      <span className={styles.judged}>
        <Light light={light} withWord word={light === 'grey' ? grey : undefined} />
        {judged?.target != null && (
          <span className={styles.target}>
            {text.target} {format.value(judged.target, card.unit)}
          </span>
        )}
      </span>
    </button>
  )
}
