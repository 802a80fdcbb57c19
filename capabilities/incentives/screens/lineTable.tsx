import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { useMay } from '#design/session'
import { parsePeriod } from '#foundation/period'
import { useNodes } from '#organisation/ui'
import { settlementTotalFen } from '../rules/settlement.ts'
import { settlements } from './messages.ts'
import styles from './settlement.module.css'
import type { Line, Settlement } from './settling.ts'

/** Who gets what: a line for each person and stretch of the month, unfolding into its arithmetic to the fen. */
export function LineTable({ settlement, onFactor }: { settlement: Settlement; onFactor: (line: Line) => void }) {
  const text = useMessages(settlements).one
  const format = useFormat()
  const may = useMay()
  const { data: stores = [] } = useNodes('store')
  const [wanted, setWanted] = useState('')
  const [store, setStore] = useState<string | null>(null)
  const [onlyOpen, setOnlyOpen] = useState(false)
  const { lines } = settlement
  const names = new Map(stores.map(({ id, name }) => [id, name]))
  const storeName = (id: string) => names.get(id) ?? id
  const there = [...new Set(lines.map((line) => line.store))]
  const asked = wanted.trim().toLowerCase()
  const rows = lines.filter(
    (line) =>
      (asked === '' || `${line.name} ${line.person}`.toLowerCase().includes(asked)) &&
      (store === null || line.store === store) &&
      (!onlyOpen || line.amountFen === null),
  )
  const month = parsePeriod(settlement.period)
  /** An earlier month is paid up or back: it has neither base nor factor of its own. */
  const adjusts = (line: Line) => line.period !== settlement.period
  const whole = (line: Line) => line.from === month?.from && line.to === month?.to
  const span = (line: Line) =>
    adjusts(line)
      ? text.adjustmentOf({ period: format.period(line.period) })
      : whole(line)
        ? text.wholeMonth
        : text.span({ from: format.day(line.from), to: format.day(line.to) })
  const settable = settlement.state === 'draft' && may('pay.settle')
  const factorCell = (line: Line) => {
    const button = settable && (line.amountFen === null || line.factorSetBy !== null) && (
      <Button size="compact-sm" variant={line.amountFen === null ? 'light' : 'subtle'} onClick={() => onFactor(line)}>
        {line.amountFen === null ? text.setFactor : text.changeFactor}
      </Button>
    )
    return (
      <span className={styles.factorCell}>
        {button}
        {line.factor !== null ? `×${line.factor}` : line.amountFen !== null ? '–' : !button && text.factorMissing}
      </span>
    )
  }
  const columns: Column<Line>[] = [
    {
      id: 'person',
      title: text.columns.person,
      heading: true,
      cell: (line) => (
        <span className={styles.who}>
          {line.name}
          <span>{line.person}</span>
          {!whole(line) && <span className={styles.phoneOnly}>{span(line)}</span>}
        </span>
      ),
      sortBy: ({ name }) => name,
    },
    {
      id: 'store',
      title: text.columns.store,
      cell: (line) => storeName(line.store),
      sortBy: (line) => storeName(line.store),
    },
    {
      id: 'span',
      title: text.columns.span,
      cell: (line) => <span className={whole(line) ? styles.faint : undefined}>{span(line)}</span>,
      deskOnly: true,
    },
    {
      id: 'score',
      title: text.columns.score,
      numeric: true,
      cell: (line) => (
        <ScreenLink
          className={styles.link}
          to={`/scores/${encodeURIComponent(line.person)}`}
          search={{ period: line.period }}
          title={text.seeScore}
        >
          {line.total === null
            ? adjusts(line)
              ? text.seeScoreShort
              : text.unmeasured
            : format.figure(line.total, 'score100').text}
        </ScreenLink>
      ),
      sortBy: ({ total }) => total,
    },
    {
      id: 'grade',
      title: text.columns.grade,
      cell: ({ grade }) => grade ?? '–',
      sortBy: ({ grade }) => (grade === null ? null : 'SABCD'.indexOf(grade)),
    },
    {
      id: 'factor',
      title: text.columns.factor,
      numeric: true,
      cell: factorCell,
      sortBy: ({ factor }) => factor,
    },
    {
      id: 'base',
      title: text.columns.base,
      numeric: true,
      cell: (line) => (adjusts(line) ? '–' : format.money(line.baseFen)),
      sortBy: ({ baseFen }) => baseFen,
    },
    {
      id: 'amount',
      title: text.columns.amount,
      numeric: true,
      cell: ({ amountFen }) => (amountFen === null ? '–' : <strong>{format.money(amountFen)}</strong>),
      sortBy: ({ amountFen }) => amountFen,
    },
  ]
  return (
    <>
      <div className={styles.filters}>
        <TextInput
          aria-label={text.find}
          placeholder={text.find}
          leftSection={<Icon name="search" size={15} />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        {there.length > 1 && (
          <Select
            aria-label={text.columns.store}
            placeholder={text.allStores}
            data={there.map((id) => ({ value: id, label: storeName(id) }))}
            value={store}
            onChange={setStore}
            clearable
            searchable
            comboboxProps={{ shadow: 'none' }}
          />
        )}
        {settlement.open > 0 && (
          <Checkbox
            label={text.onlyOpen({ count: format.count(settlement.open) })}
            checked={onlyOpen}
            onChange={(event) => setOnlyOpen(event.currentTarget.checked)}
          />
        )}
        <span className={styles.count}>
          {text.shown({ count: format.count(rows.length) })} ·{' '}
          {text.shownTotal({ amount: format.money(settlementTotalFen(rows)) })}
        </span>
      </div>
      <DataTable
        caption={text.lines}
        columns={columns}
        rows={rows}
        rowKey={({ line }) => String(line)}
        detail={(line) => <Arithmetic line={line} />}
        empty={<EmptyState icon="search" title={text.noLines} why={text.noLinesWhy} />}
      />
    </>
  )
}

/** The steps to the amount, in sentences. */
function Arithmetic({ line }: { line: Line }) {
  const text = useMessages(settlements).one
  const words = useWords()
  const format = useFormat()
  return (
    <div className={styles.arithmetic}>
      <h2>{text.arithmetic}</h2>
      <ol>
        {line.because.map((step) => (
          <li key={step.en}>{words(step)}</li>
        ))}
      </ol>
      {line.factorSetBy && (
        <p>
          {text.setBy({ by: line.factorSetBy.by, time: format.dateTime(line.factorSetBy.at) })} ·{' '}
          {line.factorSetBy.reason}
        </p>
      )}
    </div>
  )
}
