import { Button } from '@mantine/core'
import { useState } from 'react'
import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { ExportButton } from '#design/export'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { PeriodPicker } from '#design/periodPicker'
import { type Grade, ScoreBar } from '#design/scoreBar'
import { ScreenLink, type ScreenProps, useNode, useSearch } from '#design/screen'
import { useMay, useSession } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { StateBadge } from '#design/stateBadge'
import { monthOf, parsePeriod } from '#foundation/period'
import { usePositionName } from '#organisation/ui'
import { cardMessages } from './cardMessages.ts'
import { scoreMessages } from './messages.ts'
import page from './page.module.css'
import { RateValues } from './rateValues.tsx'
import { type TeamScore, useNodeNames, useTeam, useToday } from './reads.ts'
import styles from './score.module.css'

const grades = ['S', 'A', 'B', 'C', 'D'] as const satisfies readonly Grade[]
const firstShown = 60

/** The scores of everybody under a node: by grade, by store, by person. */
export default function TeamScoresScreen({ search }: ScreenProps) {
  const text = useMessages(scoreMessages).team
  const [node] = useNode()
  const [, change] = useSearch()
  const today = useToday(node)
  const named = search.period ? parsePeriod(search.period) : null
  const period = named?.kind === 'month' ? named.text : today && monthOf(today)
  const { data, error, refetch } = useTeam(node, period)
  const may = useMay()
  const nodeName = useNodeNames(may('org.read'))
  const scores = data?.scores ?? []
  return (
    <div className={page.page}>
      <PageHeader
        title={text.title}
        meta={
          <>
            {node && <span>{nodeName(node)}</span>}
            {data && <span>{text.count({ count: scores.length })}</span>}
          </>
        }
        period={
          period ? (
            <PeriodPicker
              value={period}
              today={today ?? undefined}
              latest={today ?? undefined}
              onChange={(chosen) => change({ period: today && chosen === monthOf(today) ? undefined : chosen })}
            />
          ) : undefined
        }
        actions={
          node && today && period && scores.length > 0 ? (
            <>
              <ExportButton
                path="/scorecards/export.xlsx"
                search={{ node, period }}
                name={text.exportName({ where: nodeName(node), period })}
              />
              {may('scorecards.rate') && <RateButton scores={scores} node={node} today={today} />}
            </>
          ) : undefined
        }
      />
      {node === null && <EmptyState icon="tree" title={text.noNode} why={text.noNodeWhy} />}
      {error && !data ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : null}
      {node !== null && !data && !error ? <Skeletons shape="table" count={8} /> : null}
      {data && scores.length === 0 && <EmptyState icon="people" title={text.none} why={text.noneWhy} />}
      {scores.length > 0 && <Scores key={`${node} ${period}`} scores={scores} nodeName={nodeName} />}
    </div>
  )
}

/** Opens the values rating of somebody on the team; one's own is for others to give. */
function RateButton({ scores, node, today }: { scores: TeamScore[]; node: string; today: string }) {
  const text = useMessages(cardMessages).rating
  const { user } = useSession()
  const [open, setOpen] = useState(false)
  const others = new Map(scores.filter(({ person }) => person !== user?.person).map((score) => [score.person, score]))
  if (others.size === 0) return null
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {text.open}
      </Button>
      {open && <RateValues people={[...others.values()]} node={node} today={today} onClose={() => setOpen(false)} />}
    </>
  )
}

function Scores({ scores, nodeName }: { scores: TeamScore[]; nodeName: (id: string) => string }) {
  const text = useMessages(scoreMessages).team
  const positionName = usePositionName()
  const [position, setPosition] = useState<string | null>(null)
  const positions = [...new Set(scores.map((score) => score.position))]
  const shown = position === null ? scores : scores.filter((score) => score.position === position)
  const stores = [...new Set(shown.map((score) => score.store))]
  return (
    <>
      <div className={styles.filters}>
        <Counts scores={shown} />
        {positions.length > 1 && (
          <select
            className={styles.select}
            aria-label={text.byPosition}
            value={position ?? ''}
            onChange={(event) => setPosition(event.target.value || null)}
          >
            <option value="">{text.allPositions}</option>
            {positions.map((each) => (
              <option key={each} value={each}>
                {positionName(each)}
              </option>
            ))}
          </select>
        )}
      </div>
      {stores.length > 1 && <Stores scores={shown} stores={stores} nodeName={nodeName} />}
      <People scores={shown} manyStores={stores.length > 1} nodeName={nodeName} />
    </>
  )
}

/** How many have each grade. */
function Counts({ scores }: { scores: TeamScore[] }) {
  const text = useMessages(scoreMessages).team
  const ungraded = scores.filter((score) => score.grade === null).length
  return (
    <dl className={styles.counts} aria-label={text.grades}>
      {grades.map((grade) => (
        <div key={grade}>
          <dt>{grade}</dt>
          <dd>{scores.filter((score) => score.grade === grade).length}</dd>
        </div>
      ))}
      {ungraded > 0 && (
        <div>
          <dt>{text.ungraded}</dt>
          <dd>{ungraded}</dd>
        </div>
      )}
    </dl>
  )
}

type StoreRow = { id: string; name: string; counts: Map<string | null, number>; people: number }

function Stores({
  scores,
  stores,
  nodeName,
}: {
  scores: TeamScore[]
  stores: string[]
  nodeName: (id: string) => string
}) {
  const text = useMessages(scoreMessages).team
  const [, chooseNode] = useNode()
  const rows = stores.map((id): StoreRow => {
    const counts = new Map<string | null, number>()
    const own = scores.filter((score) => score.store === id)
    for (const { grade } of own) counts.set(grade, (counts.get(grade) ?? 0) + 1)
    return { id, name: nodeName(id), counts, people: own.length }
  })
  const count = (row: StoreRow, grade: string | null) => row.counts.get(grade) ?? 0
  const columns: Column<StoreRow>[] = [
    { id: 'store', title: text.store, cell: (row) => row.name, sortBy: (row) => row.name },
    ...grades.map(
      (grade): Column<StoreRow> => ({
        id: grade,
        title: grade,
        numeric: true,
        sortBy: (row) => count(row, grade),
        cell: (row) => count(row, grade) || <span className={styles.soft}>–</span>,
      }),
    ),
    {
      id: 'ungraded',
      title: text.ungraded,
      numeric: true,
      sortBy: (row) => count(row, null),
      cell: (row) => count(row, null) || <span className={styles.soft}>–</span>,
    },
  ]
  return (
    <section>
      <h2 className={page.heading}>{text.stores}</h2>
      <DataTable
        caption={text.stores}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        dense
        maxHeight="46vh"
        onOpen={(row) => chooseNode(row.id)}
      />
    </section>
  )
}

function People({
  scores,
  manyStores,
  nodeName,
}: {
  scores: TeamScore[]
  manyStores: boolean
  nodeName: (id: string) => string
}) {
  const text = useMessages(scoreMessages).team
  const format = useFormat()
  const positionName = usePositionName()
  const [search] = useSearch()
  const [count, setCount] = useState(firstShown)
  const ordered = [...scores].sort((a, b) => (b.total ?? -1) - (a.total ?? -1))
  const columns: Column<TeamScore>[] = [
    {
      id: 'person',
      title: text.person,
      heading: true,
      sortBy: (row) => row.name,
      cell: (row) => (
        <ScreenLink
          className={page.link}
          to={`/scores/${encodeURIComponent(row.person)}`}
          search={search.period ? { period: search.period } : {}}
        >
          {row.name}
        </ScreenLink>
      ),
    },
    {
      id: 'position',
      title: text.position,
      sortBy: (row) => positionName(row.position),
      cell: (row) => positionName(row.position),
    },
    ...(manyStores
      ? [
          {
            id: 'store',
            title: text.store,
            sortBy: (row: TeamScore) => nodeName(row.store),
            cell: (row: TeamScore) => nodeName(row.store),
          },
        ]
      : []),
    {
      id: 'total',
      title: text.total,
      sortBy: (row) => row.total,
      width: '30%',
      cell: (row) => <ScoreBar score={row.total} grade={row.grade} factor={row.factor} size="row" />,
    },
    {
      id: 'measured',
      title: text.measured,
      numeric: true,
      sortBy: (row) => row.measuredWeight,
      cell: (row) => format.percent(row.measuredWeight),
    },
    {
      id: 'state',
      title: text.state,
      cell: (row) => (
        <StateBadge tone={row.frozen ? 'done' : 'going'}>{row.frozen ? text.frozen : text.open}</StateBadge>
      ),
    },
  ]
  return (
    <section>
      <h2 className={page.heading}>{text.people({ count: scores.length })}</h2>
      <DataTable
        caption={text.title}
        columns={columns}
        rows={ordered.slice(0, count)}
        rowKey={(row) => `${row.person} ${row.from}`}
        dense
      />
      {ordered.length > count && (
        <button type="button" className={styles.more} onClick={() => setCount(count + 200)}>
          {text.more({ count: Math.min(200, ordered.length - count) })}
        </button>
      )}
    </section>
  )
}
