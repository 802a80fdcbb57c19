import { useMediaQuery } from '@mantine/hooks'
import { type Column, DataTable, type Sort } from '#design/dataTable'
import { HeatTrend } from '#design/heatTrend'
import { Light } from '#design/light'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { Unseen } from '#design/unseen'
import type { Light as Colour } from '#foundation/figure'
import { useKpis } from '#kpis/ui'
import { useReason } from './judged.ts'
import styles from './network.module.css'
import { networkMessages } from './networkMessages.ts'
import { type Network, type NetworkCell, type NetworkRow, placeOf } from './networkReads.ts'

type HeatTableProps = {
  network: Network
  caption: string
  /** Asked for when a column's head is chosen; without it the table stays as it came. */
  onSort?: (sort: Sort) => void
  /** Asked for when a count in a head is chosen. */
  onLight?: (kpi: string, light: Colour) => void
  search: Record<string, string>
  maxHeight?: string
}

const order = ['red', 'yellow', 'green', 'grey'] as const

/** Nodes x KPIs: each cell with its light, its figure and its months, and each a way down. On the phone a list of cards. */
export function HeatTable({ network, caption, onSort, onLight, search, maxHeight }: HeatTableProps) {
  const text = useMessages(networkMessages)
  const { nameOf } = useKpis()
  const phone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false })
  if (phone) return <Cards network={network} search={search} />
  const sortable = onSort !== undefined
  const columns: Column<NetworkRow>[] = [
    {
      id: 'name',
      title: text.ofKind[network.kind] ?? '',
      heading: true,
      sortBy: sortable ? ({ node }) => node.name : undefined,
      cell: (row) => <Name row={row} search={search} />,
    },
    ...(network.groups.length > 1
      ? [
          {
            id: 'under',
            title: text.underOf[network.kind] ?? '',
            sortBy: sortable ? ({ under }: NetworkRow) => under?.name ?? null : undefined,
            cell: ({ under }: NetworkRow) => <span className={styles.inOneLine}>{under?.name ?? ''}</span>,
          },
        ]
      : []),
    {
      id: 'attention',
      title: text.attention,
      numeric: true,
      sortBy: sortable ? (row) => count(row, 'red') : undefined,
      cell: (row) => <Attention row={row} />,
    },
    ...network.kpis.map(
      (kpi, index): Column<NetworkRow> => ({
        id: kpi.id,
        title: nameOf(kpi.id),
        numeric: true,
        sortBy: sortable ? (row) => row.cells[index]?.value ?? null : undefined,
        note: <Counts kpi={kpi} name={nameOf(kpi.id)} onLight={onLight} />,
        cell: (row) => <Cell row={row} index={index} network={network} search={search} />,
      }),
    ),
  ]
  const sort = { column: network.sort.by, down: network.sort.direction === 'desc' }
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={network.rows}
      rowKey={({ node }) => node.id}
      sort={sortable ? sort : null}
      onSort={onSort}
      dense
      keepFirst
      maxHeight={maxHeight}
    />
  )
}

const count = (row: NetworkRow, light: Colour) => row.cells.filter((cell) => cell.light === light).length

function Name({ row, search }: { row: NetworkRow; search: Record<string, string> }) {
  return (
    <ScreenLink to={placeOf(row.node)} search={search} className={styles.name}>
      {row.node.name}
    </ScreenLink>
  )
}

function Attention({ row }: { row: NetworkRow }) {
  const text = useMessages(networkMessages)
  const red = count(row, 'red')
  const yellow = count(row, 'yellow')
  return (
    <span className={styles.attention}>
      <Unseen>{text.attentionSaid({ red, yellow })}</Unseen>
      <span aria-hidden="true" data-none={red === 0 || undefined}>
        <Light light="red" size="sm" />
        {red}
      </span>
      <span aria-hidden="true" data-none={yellow === 0 || undefined}>
        <Light light="yellow" size="sm" />
        {yellow}
      </span>
    </span>
  )
}

type CellProps = { row: NetworkRow; index: number; network: Network; search: Record<string, string> }

function Cell({ row, index, network, search }: CellProps) {
  const reason = useReason()
  const { nameOf } = useKpis()
  const cell = row.cells[index] as NetworkCell
  const unit = network.kpis[index]?.unit ?? 'count'
  // Neither a figure nor a target: it is not this node's work, and a tint would only shout.
  if (cell.value === null && cell.target === null && !row.sparks[index]?.some((value) => value !== null))
    return (
      <span className={styles.nothing}>
        <Unseen>{reason(cell)}</Unseen>
        <span aria-hidden="true">–</span>
      </span>
    )
  return (
    <HeatTrend
      value={cell.value}
      unit={unit}
      light={cell.light}
      trend={row.sparks[index] ?? []}
      target={cell.target}
      label={`${row.node.name} ${nameOf(cell.kpi)}`}
      reason={reason(cell)}
      to={`/kpis/${cell.kpi}/${encodeURIComponent(row.node.id)}`}
      search={search}
    />
  )
}

/** How many are red, yellow, green and not judged in a KPI; each a filter. */
function Counts({
  kpi,
  name,
  onLight,
}: {
  kpi: Network['kpis'][number]
  name: string
  onLight: HeatTableProps['onLight']
}) {
  const text = useMessages(networkMessages)
  const shown = order.filter((light) => kpi.counts[light] > 0)
  return (
    <span className={styles.counts}>
      {shown.map((light) => {
        const said = text.onlyThese({ name, light: text.lightNames[light] ?? light, count: kpi.counts[light] })
        const inside = (
          <>
            <Light light={light} size="sm" />
            {kpi.counts[light]}
          </>
        )
        return onLight ? (
          <button key={light} type="button" title={said} aria-label={said} onClick={() => onLight(kpi.id, light)}>
            {inside}
          </button>
        ) : (
          <span key={light}>{inside}</span>
        )
      })}
    </span>
  )
}

/** What stands out first: on a phone nobody compares eight columns. */
const weight: Record<Colour, number> = { red: 0, yellow: 1, green: 2, grey: 3 }

function Cards({ network, search }: { network: Network; search: Record<string, string> }) {
  const { nameOf } = useKpis()
  return (
    <ul className={styles.cards}>
      {network.rows.map((row) => (
        <li key={row.node.id} className={styles.card}>
          <div className={styles.cardHead}>
            <Name row={row} search={search} />
            {row.under && network.groups.length > 1 && <span className={styles.soft}>{row.under.name}</span>}
            <Attention row={row} />
          </div>
          <ul className={styles.tiles}>
            {row.cells
              .map((cell, index) => ({ cell, index }))
              .sort((a, b) => weight[a.cell.light] - weight[b.cell.light] || a.index - b.index)
              .slice(0, 4)
              .map(({ cell, index }) => (
                <li key={cell.kpi}>
                  <span className={styles.tileName}>{nameOf(cell.kpi)}</span>
                  <Cell row={row} index={index} network={network} search={search} />
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
