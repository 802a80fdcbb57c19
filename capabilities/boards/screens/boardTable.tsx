import { useMediaQuery } from '@mantine/hooks'
import { BulletBar } from '#design/bulletBar'
import { type Column, DataTable } from '#design/dataTable'
import { Flash } from '#design/flash'
import { useFormat } from '#design/format'
import { Light } from '#design/light'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { Unseen } from '#design/unseen'
import { benchmarkBand, useKpis } from '#kpis/ui'
import styles from './board.module.css'
import { FigureList } from './figureList.tsx'
import { known, leads, paced, useReason } from './judged.ts'
import { boardMessages } from './messages.ts'
import type { Board, BoardKpi } from './reads.ts'
import type { OnTrace } from './traced.ts'

/** The KPIs that are not among the leads, each with its bar. */
export function BoardTable({ board, onTrace }: { board: Board; onTrace: OnTrace }) {
  const text = useMessages(boardMessages)
  const format = useFormat()
  const reason = useReason()
  const { nameOf, get } = useKpis()
  const phone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false })
  const above = leads(board).map((kpi) => kpi.id)
  // Jobs and output stand at the top. Of a person only what is kept for one: an advisor has no technician's efficiency.
  const personal = board.node.kind === 'person' || board.node.kind === 'department'
  const others = board.kpis.filter((kpi) => !above.includes(kpi.id) && !paced.includes(kpi.id))
  // What the month has figures for comes first; the accounts that only come at its end stand below.
  const rows = others.filter(known).sort((a, b) => Number(a.value === null) - Number(b.value === null))
  const silent = personal ? [] : others.filter((kpi) => !known(kpi))
  if (rows.length === 0 && silent.length === 0) return null
  const node = encodeURIComponent(board.node.id)
  const columns: Column<BoardKpi>[] = [
    {
      id: 'kpi',
      title: text.columns.kpi,
      heading: true,
      cell: (kpi) => (
        <ScreenLink
          to={`/kpis/${kpi.id}/${node}`}
          search={{ period: board.period }}
          className={styles.kpiName}
          aria-label={text.openKpi({ name: nameOf(kpi.id) })}
        >
          {nameOf(kpi.id)}
        </ScreenLink>
      ),
    },
    {
      id: 'value',
      title: text.columns.value,
      numeric: true,
      cell: (kpi) => (
        <Flash of={kpi.value} within={`${board.node.id} ${board.period}`}>
          <button type="button" className={styles.value} onClick={() => onTrace(board, kpi)}>
            {kpi.value === null ? '–' : format.value(kpi.value, kpi.unit)}
            <Unseen>{text.kpi.trace}</Unseen>
          </button>
        </Flash>
      ),
    },
    {
      id: 'light',
      title: text.columns.light,
      cell: (kpi) => <Light light={kpi.light} withWord word={reason(kpi)} />,
    },
    {
      id: 'target',
      title: text.columns.target,
      numeric: true,
      cell: (kpi) => <TargetCell kpi={kpi} />,
    },
    {
      id: 'bar',
      title: text.columns.bar,
      width: '30%',
      cell: (kpi) =>
        kpi.target === null && (kpi.value === null || !benchmarkBand(get(kpi.id))) ? null : (
          <BulletBar
            value={kpi.value}
            unit={kpi.unit}
            target={kpi.target}
            due={kpi.due}
            band={benchmarkBand(get(kpi.id))}
            direction={get(kpi.id)?.direction}
          />
        ),
    },
  ]
  if (phone) {
    return (
      <section className={styles.rest}>
        <h2 className={styles.heading}>{text.others}</h2>
        <FigureList board={board} kpis={rows} onTrace={onTrace} />
        <Silent board={board} kpis={silent} />
      </section>
    )
  }
  return (
    <section className={styles.rest}>
      <h2 className={styles.heading}>{text.others}</h2>
      {rows.length > 0 && (
        <>
          <DataTable caption={text.others} columns={columns} rows={rows} rowKey={(kpi) => kpi.id} />
          <p className={styles.legend}>{text.legend}</p>
        </>
      )}
      <Silent board={board} kpis={silent} />
    </section>
  )
}

/** KPIs of the library that have neither a figure nor a target here: named, because what is not measured is worth knowing. */
function Silent({ board, kpis }: { board: Board; kpis: BoardKpi[] }) {
  const text = useMessages(boardMessages)
  const { nameOf } = useKpis()
  if (kpis.length === 0) return null
  return (
    <details className={styles.silent}>
      <summary>{text.silent({ count: kpis.length })}</summary>
      <p>{text.silentWhy}</p>
      <ul>
        {kpis.map((kpi) => (
          <li key={kpi.id}>
            <ScreenLink
              to={`/kpis/${kpi.id}/${encodeURIComponent(board.node.id)}`}
              search={{ period: board.period }}
              className={styles.kpiName}
            >
              {nameOf(kpi.id)}
            </ScreenLink>
          </li>
        ))}
      </ul>
    </details>
  )
}

function TargetCell({ kpi }: { kpi: BoardKpi }) {
  const text = useMessages(boardMessages)
  const format = useFormat()
  if (kpi.target === null) return <span className={styles.soft}>–</span>
  const pace = kpi.due !== null && kpi.due !== kpi.target ? kpi.due : null
  return (
    <span className={styles.twoLines}>
      {format.value(kpi.target, kpi.unit)}
      {pace !== null && <span className={styles.soft}>{text.dueBy({ due: format.value(pace, kpi.unit) })}</span>}
    </span>
  )
}
