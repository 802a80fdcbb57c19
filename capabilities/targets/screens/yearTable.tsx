import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { StateBadge } from '#design/stateBadge'
import type { Kpi } from '#kpis/ui'
import { sums } from '../rules/decomposition.ts'
import type { Draft } from './draft.ts'
import { FigureField } from './figureField.tsx'
import { targetMessages } from './messages.ts'
import type { YearRow } from './reads.ts'
import styles from './targets.module.css'

type Editing = {
  draft: Draft
  months: readonly number[] | null
  setMonth: (month: number, value: number | null) => void
  togglePause: (month: number) => void
  writable: boolean
}

type YearTableProps = {
  rows: readonly YearRow[]
  kpiOf: (id: string) => Kpi | undefined
  nameOf: (id: string) => string
  chosen: string | null
  onChoose: (kpi: string) => void
  editing: Editing | null
}

const twelve = Array.from({ length: 12 }, (_, index) => index)
const tones = { draft: 'open', proposed: 'attention', approved: 'done' } as const

/** KPIs as rows, months as columns; the chosen row is edited in place. */
export function YearTable({ rows, kpiOf, nameOf, chosen, onChoose, editing }: YearTableProps) {
  const text = useMessages(targetMessages)
  return (
    <section
      className={`${styles.scroll} ${styles.tall}`}
      aria-label={text.caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table className={styles.table}>
        <caption>{text.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.kpi}</th>
            <th scope="col" data-numeric>
              {text.goal}
            </th>
            {twelve.map((month) => (
              <th key={month} scope="col" data-numeric>
                {text.month({ month: month + 1 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.kpi}
              row={row}
              kpi={kpiOf(row.kpi)}
              name={nameOf(row.kpi)}
              chosen={row.kpi === chosen}
              onChoose={() => onChoose(row.kpi)}
              editing={row.kpi === chosen ? editing : null}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

type RowProps = {
  row: YearRow
  kpi: Kpi | undefined
  name: string
  chosen: boolean
  onChoose: () => void
  editing: Editing | null
}

function Row({ row, kpi, name, chosen, onChoose, editing }: RowProps) {
  const text = useMessages(targetMessages)
  const format = useFormat()
  const shown = (value: number | null) => (value === null || !kpi ? '–' : format.value(value, kpi.unit))
  return (
    <tr data-chosen={chosen || undefined}>
      <th scope="row">
        <button type="button" className={styles.choose} aria-pressed={chosen} onClick={onChoose}>
          {name}
        </button>
        {row.plan ? (
          <StateBadge tone={tones[row.plan.state]}>{text.states[row.plan.state]}</StateBadge>
        ) : (
          <span className={styles.soft}>{text.noPlan}</span>
        )}
      </th>
      <td data-numeric>{shown(editing ? editing.draft.goal : row.goal)}</td>
      {twelve.map((month) => (
        <td key={month} data-numeric>
          {editing && kpi ? (
            <MonthCell kpi={kpi} month={month} editing={editing} />
          ) : (
            <span className={styles.cell}>
              {row.locked[month] && <Icon name="lock" size={12} />}
              {shown(row.months[month] ?? null)}
            </span>
          )}
          {row.afterClose[month] && (
            <span className={styles.mark} role="img" aria-label={text.afterClose} title={text.afterClose}>
              <Icon name="history" size={12} />
            </span>
          )}
        </td>
      ))}
    </tr>
  )
}

function MonthCell({ kpi, month, editing }: { kpi: Kpi; month: number; editing: Editing }) {
  const text = useMessages(targetMessages)
  const { draft, months, setMonth, togglePause, writable } = editing
  const lock = draft.locks[month] ?? null
  const value = lock ?? months?.[month] ?? null
  const resting = draft.pauses.includes(month)
  return (
    <span className={styles.editCell}>
      <FigureField
        kpi={kpi}
        dense
        label={text.valueOf({ month: month + 1 })}
        value={value}
        readOnly={!writable}
        onChange={(next) => setMonth(month, next)}
      />
      {writable && (
        <span className={styles.toggles}>
          <button
            type="button"
            className={styles.toggle}
            aria-pressed={lock !== null}
            aria-label={lock === null ? text.lock({ month: month + 1 }) : text.unlock({ month: month + 1 })}
            title={lock === null ? text.lock({ month: month + 1 }) : text.unlock({ month: month + 1 })}
            onClick={() => setMonth(month, lock === null ? value : null)}
          >
            <Icon name="lock" size={14} />
          </button>
          {!sums(kpi.aggregation) && (
            <button
              type="button"
              className={styles.toggle}
              aria-pressed={resting}
              aria-label={text.pause({ month: month + 1 })}
              title={text.pause({ month: month + 1 })}
              onClick={() => togglePause(month)}
            >
              <span className={styles.pauseMark}>{text.pauseShort}</span>
            </button>
          )}
        </span>
      )}
    </span>
  )
}
