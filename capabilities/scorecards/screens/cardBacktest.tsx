import { Button } from '@mantine/core'
import { useState } from 'react'
import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { ScreenLink, useNode } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { monthOf } from '#foundation/period'
import styles from './backtest.module.css'
import { cardMessages } from './cardMessages.ts'
import { type BacktestMonth, type CardShape, monthsBefore, useBacktest } from './cardReads.ts'
import cards from './cards.module.css'
import page from './page.module.css'
import { useNodeNames } from './reads.ts'

const ranges = [1, 3, 6]
const shownMovers = 20

/** Scores past months once more by the card on the screen, beside the card that held then. */
export function CardBacktest({ card, today }: { card: CardShape; today: string }) {
  const text = useMessages(cardMessages).backtest
  const may = useMay()
  const [node] = useNode()
  const nodeName = useNodeNames(may('org.read'))
  const [range, setRange] = useState(3)
  const [tried, setTried] = useState<CardShape | null>(null)
  const backtest = useBacktest()
  const run = () => {
    if (!node) return
    setTried(card)
    backtest.mutate({ card, node, months: monthsBefore(monthOf(today), range) })
  }
  const months = backtest.data?.months.filter(({ before, after }) => before.people + after.people > 0) ?? []
  return (
    <section className={styles.backtest}>
      <h2 className={page.heading}>{text.title}</h2>
      <p className={cards.soft}>{text.why}</p>
      <div className={styles.run}>
        <select
          className={cards.select}
          aria-label={text.range}
          value={range}
          onChange={(event) => setRange(Number(event.target.value))}
        >
          {ranges.map((count) => (
            <option key={count} value={count}>
              {text.months({ count })}
            </option>
          ))}
        </select>
        <Button variant="default" onClick={run} disabled={!node} loading={backtest.isPending}>
          {backtest.data ? text.again : text.run}
        </Button>
        {node && <span className={cards.soft}>{text.where({ name: nodeName(node) })}</span>}
      </div>
      {backtest.error ? <FailureNote title={text.failed} error={backtest.error} /> : null}
      {backtest.isPending && <Skeletons shape="table" count={3} />}
      {backtest.data && !backtest.isPending && (
        <>
          {tried !== card && <p className={page.note}>{text.stale}</p>}
          {months.length === 0 && <EmptyState icon="people" title={text.nobody} />}
          {months.toReversed().map((month) => (
            <Month key={month.period} month={month} nodeName={nodeName} />
          ))}
        </>
      )}
    </section>
  )
}

function Month({ month, nodeName }: { month: BacktestMonth; nodeName: (id: string) => string }) {
  const text = useMessages(cardMessages).backtest
  const format = useFormat()
  const { before, after, moving, movers } = month
  return (
    <article className={styles.month}>
      <div className={cards.balanceHead}>
        <h3>{format.period(month.period)}</h3>
        <span className={cards.soft}>{text.people({ count: after.people })}</span>
        <b className={styles.moving}>{text.moving({ count: moving })}</b>
      </div>
      <div className={styles.sides}>
        <Grades before={before} after={after} />
        <Sums before={before} after={after} />
      </div>
      {movers.length > 0 && <Movers movers={movers} moving={moving} nodeName={nodeName} />}
    </article>
  )
}

type Sides = Pick<BacktestMonth, 'before' | 'after'>

/** How many have each grade, by the card then and by this one. */
function Grades({ before, after }: Sides) {
  const text = useMessages(cardMessages).backtest
  const most = Math.max(1, ...[...before.grades, ...after.grades].map(({ people }) => people))
  const bar = (people: number, side: 'before' | 'after') => (
    <div className={styles.gradeBar} data-side={side}>
      <span style={{ width: `${(people / most) * 100}%` }} />
      <b>{people}</b>
    </div>
  )
  return (
    <table className={styles.grades}>
      <caption className={styles.legend}>
        <span data-side="before">{text.before}</span>
        <span data-side="after">{text.after}</span>
      </caption>
      <tbody>
        {after.grades.map(({ grade, people }, index) => {
          const then = before.grades[index]?.people ?? 0
          if (grade === null && people + then === 0) return null
          return (
            <tr key={grade ?? 'none'}>
              <th scope="row">{grade ?? text.ungraded}</th>
              <td>
                {bar(then, 'before')}
                {bar(people, 'after')}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Sums({ before, after }: Sides) {
  const text = useMessages(cardMessages).backtest
  const format = useFormat()
  const points = (value: number) => format.figure(value, 'score100').text
  const scores = ({ scores: spread }: Sides['before']) =>
    spread ? (
      <>
        <b>{text.mean({ score: points(spread.mean) })}</b>
        <span className={cards.soft}>
          {text.middle({ from: points(spread.quarter), to: points(spread.threeQuarters) })}
        </span>
      </>
    ) : (
      '–'
    )
  const pay = ({ payoutFen }: Sides['before']) =>
    payoutFen === null ? <span className={cards.soft}>{text.noPay}</span> : <b>{format.money(payoutFen)}</b>
  return (
    <table className={styles.sums}>
      <thead>
        <tr>
          <td />
          <th scope="col">{text.before}</th>
          <th scope="col">{text.after}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{text.score}</th>
          <td>{scores(before)}</td>
          <td>{scores(after)}</td>
        </tr>
        <tr>
          <th scope="row">{text.payout}</th>
          <td>{pay(before)}</td>
          <td>{pay(after)}</td>
        </tr>
      </tbody>
    </table>
  )
}

type Mover = BacktestMonth['movers'][number]
type MoversProps = { movers: Mover[]; moving: number; nodeName: (id: string) => string }

function Movers({ movers, moving, nodeName }: MoversProps) {
  const text = useMessages(cardMessages).backtest
  const format = useFormat()
  const points = (value: number | null) => (value === null ? '–' : format.figure(value, 'score100').text)
  const paid = movers.some(({ before }) => before.payoutFen !== null)
  const columns: Column<Mover>[] = [
    {
      id: 'person',
      title: text.person,
      heading: true,
      sortBy: (row) => row.name,
      cell: (row) => (
        <ScreenLink className={page.link} to={`/scores/${encodeURIComponent(row.person)}`}>
          {row.name}
        </ScreenLink>
      ),
    },
    { id: 'store', title: text.store, sortBy: (row) => row.store, cell: (row) => nodeName(row.store) },
    {
      id: 'grade',
      title: text.change,
      sortBy: (row) => `${row.up ? 0 : 1} ${row.after.grade ?? 'Z'}`,
      cell: (row) =>
        `${row.before.grade ?? text.ungraded} → ${row.after.grade ?? text.ungraded} ${row.up ? text.up : text.down}`,
    },
    {
      id: 'score',
      title: text.scoreChange,
      numeric: true,
      sortBy: (row) => (row.after.total ?? 0) - (row.before.total ?? 0),
      cell: (row) => `${points(row.before.total)} → ${points(row.after.total)}`,
    },
    ...(paid
      ? [
          {
            id: 'pay',
            title: text.payChange,
            numeric: true,
            sortBy: (row: Mover) => (row.after.payoutFen ?? 0) - (row.before.payoutFen ?? 0),
            cell: (row: Mover) =>
              row.before.payoutFen === null || row.after.payoutFen === null
                ? '–'
                : format.money(row.after.payoutFen - row.before.payoutFen),
          },
        ]
      : []),
  ]
  return (
    <>
      {moving > shownMovers && <p className={cards.soft}>{text.moversFirst({ shown: shownMovers })}</p>}
      <DataTable
        caption={text.moving({ count: moving })}
        columns={columns}
        rows={movers.slice(0, shownMovers)}
        rowKey={(row) => `${row.person} ${row.store} ${row.from}`}
        dense
      />
    </>
  )
}
