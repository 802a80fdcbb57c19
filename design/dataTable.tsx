import { type CSSProperties, Fragment, type ReactNode, useMemo, useState } from 'react'
import styles from './dataTable.module.css'
import { Icon } from './icon.tsx'
import { useLocale, useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import { useRowsShown } from './rowsShown.ts'

export type Column<Row> = {
  id: string
  title: string
  cell: (row: Row) => ReactNode
  /** What the column sorts by; without it the column does not sort. Null sorts last, either way. */
  sortBy?: (row: Row) => number | string | null
  /** Numerals stand right and below each other. */
  numeric?: boolean
  /** Shown as the card's heading on the phone; the first column when none says so. */
  heading?: boolean
  /** Left out on the phone. */
  deskOnly?: boolean
  width?: string
  /** Stands below the title in the head. */
  note?: ReactNode
}

export type Sort = { column: string; down: boolean }

type DataTableProps<Row> = {
  /** What the table is, read aloud and printed. */
  caption: string
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  /** Controlled sorting, when the server sorts; otherwise the table sorts by itself from `initialSort`. */
  sort?: Sort | null
  onSort?: (sort: Sort) => void
  initialSort?: Sort
  /** Stands in place of the rows when there are none. */
  empty?: ReactNode
  /** A row for sums, one cell per column id. */
  sums?: Record<string, ReactNode>
  dense?: boolean
  /** The table scrolls within this height and keeps its head in sight, such as "60vh". */
  maxHeight?: string
  /** The first column stays in sight while the others scroll sideways. */
  keepFirst?: boolean
  selected?: string | null
  onOpen?: (row: Row) => void
  /** What unfolds under a row; null where a row has nothing more to say. */
  detail?: (row: Row) => ReactNode
  /** Rows whose detail stands open from the start. */
  initialOpen?: string[]
}

/** A plain table that sorts; on the phone each row is a card. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  sort: givenSort,
  onSort,
  initialSort,
  empty,
  sums,
  dense,
  maxHeight,
  keepFirst,
  selected,
  onOpen,
  detail,
  initialOpen = [],
}: DataTableProps<Row>) {
  const text = useMessages(kit).table
  const { locale } = useLocale()
  const [ownSort, setOwnSort] = useState<Sort | null>(initialSort ?? null)
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(() => new Set(initialOpen))
  const fold = (key: string) => {
    const next = new Set(unfolded)
    if (!next.delete(key)) next.add(key)
    setUnfolded(next)
  }
  const sort = givenSort === undefined ? ownSort : givenSort
  const choose = (next: Sort) => {
    setOwnSort(next)
    onSort?.(next)
  }
  const ordered = useMemo(() => {
    const by = givenSort === undefined && sort ? columns.find((column) => column.id === sort.column)?.sortBy : undefined
    return by && sort ? sorted(rows, by, sort.down, locale) : rows
  }, [rows, columns, sort, givenSort, locale])
  // What is chosen is drawn, wherever it stands.
  const { shown, more, showMore } = useRowsShown(
    ordered.length,
    selected ? ordered.findIndex((row) => rowKey(row) === selected) + 1 : 0,
  )
  const sortable = columns.filter((column) => column.sortBy)
  const headingId = columns.find((column) => column.heading)?.id ?? columns[0]?.id
  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    <div className={styles.block}>
      {sortable.length > 1 && (
        <label className={styles.phoneSort}>
          {text.sortBy}
          <select
            value={sort ? `${sort.column} ${sort.down ? 'down' : 'up'}` : ''}
            onChange={(event) => {
              const [column = '', way] = event.target.value.split(' ')
              choose({ column, down: way === 'down' })
            }}
          >
            {!sort && <option value="">{text.unsorted}</option>}
            {sortable.flatMap((column) => [
              <option key={`${column.id} down`} value={`${column.id} down`}>
                {column.title} {text.descending}
              </option>,
              <option key={`${column.id} up`} value={`${column.id} up`}>
                {column.title} {text.ascending}
              </option>,
            ])}
          </select>
        </label>
      )}
      <section
        className={styles.scroll}
        style={{ '--height': maxHeight } as CSSProperties}
        aria-label={caption}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <table className={styles.table} data-dense={dense || undefined} data-keep={keepFirst || undefined}>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => {
                const on = sort?.column === column.id
                return (
                  <th
                    key={column.id}
                    scope="col"
                    data-numeric={column.numeric || undefined}
                    data-desk={column.deskOnly || undefined}
                    style={{ width: column.width }}
                    aria-sort={on ? (sort.down ? 'descending' : 'ascending') : undefined}
                  >
                    {column.sortBy ? (
                      <button
                        type="button"
                        className={styles.sort}
                        data-on={on || undefined}
                        onClick={() => choose({ column: column.id, down: on ? !sort.down : Boolean(column.numeric) })}
                      >
                        {column.title}
                        <Icon name={on ? (sort.down ? 'down' : 'up') : 'sort'} size={13} />
                      </button>
                    ) : (
                      column.title
                    )}
                    {column.note}
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {ordered.slice(0, shown).map((row) => {
              const key = rowKey(row)
              const behind = detail?.(row) ?? null
              const open = behind !== null && unfolded.has(key)
              return (
                <Fragment key={key}>
                  <tr
                    data-selected={selected === key || undefined}
                    data-opens={onOpen ? true : undefined}
                    data-unfolded={open || undefined}
                  >
                    {columns.map((column) => {
                      const cell = column.cell(row)
                      const heading = column.id === headingId
                      const Cell = heading ? 'th' : 'td'
                      return (
                        <Cell
                          key={column.id}
                          scope={heading ? 'row' : undefined}
                          data-numeric={column.numeric || undefined}
                          data-desk={column.deskOnly || undefined}
                          data-heading={heading || undefined}
                          data-folds={(heading && behind !== null) || undefined}
                          data-title={column.title}
                        >
                          {heading && behind !== null && (
                            <button
                              type="button"
                              className={styles.fold}
                              aria-expanded={open}
                              aria-label={text.detail}
                              title={text.detail}
                              onClick={() => fold(key)}
                            >
                              <Icon name={open ? 'down' : 'right'} size={14} />
                            </button>
                          )}
                          {heading && onOpen ? (
                            <button type="button" className={styles.open} onClick={() => onOpen(row)}>
                              {cell}
                            </button>
                          ) : (
                            cell
                          )}
                        </Cell>
                      )
                    })}
                  </tr>
                  {open && (
                    <tr data-detail>
                      <td colSpan={columns.length}>{behind}</td>
                    </tr>
                  )}
                </Fragment>
              )
            })}
            {more > 0 && (
              <tr data-more>
                <td colSpan={columns.length}>
                  <button type="button" className={styles.more} onClick={showMore}>
                    {text.more({ count: more, left: ordered.length - shown })}
                  </button>
                </td>
              </tr>
            )}
          </tbody>
          {sums && (
            <tfoot>
              <tr>
                {columns.map((column) => (
                  <td
                    key={column.id}
                    data-numeric={column.numeric || undefined}
                    data-desk={column.deskOnly || undefined}
                    data-heading={column.id === headingId || undefined}
                    data-title={column.title}
                    data-bare={sums[column.id] === undefined || undefined}
                  >
                    {sums[column.id]}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </section>
    </div>
  )
}

function sorted<Row>(rows: Row[], by: (row: Row) => number | string | null, down: boolean, locale: 'zh' | 'en'): Row[] {
  const order = new Intl.Collator(locale === 'zh' ? 'zh-CN-u-co-pinyin' : 'en', { numeric: true })
  return rows
    .map((row) => [by(row), row] as const)
    .sort(([a], [b]) => {
      if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
      const way = typeof a === 'number' && typeof b === 'number' ? a - b : order.compare(String(a), String(b))
      return down ? -way : way
    })
    .map(([, row]) => row)
}
