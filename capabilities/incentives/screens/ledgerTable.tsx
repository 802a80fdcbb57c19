import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { Skeletons } from '#design/skeletons'
import { settlements } from './messages.ts'
import styles from './settlement.module.css'
import { type Entry, type Settlement, useLedger } from './settling.ts'

const inLedger: Settlement['state'][] = ['approved', 'exported', 'paid']

/** What approving has written: the ledger's entries of this settlement, which add up to its total. */
export function LedgerTable({ settlement }: { settlement: Settlement }) {
  const all = useMessages(settlements)
  const text = all.one
  const rules: Record<string, string> = all.rules
  const format = useFormat()
  const words = useWords()
  const posted = inLedger.includes(settlement.state)
  const { data, error, isPending, refetch } = useLedger({ settlement: settlement.id }, posted)
  if (!posted) return <EmptyState icon="lock" title={text.noLedger} why={text.noLedgerWhy} />
  if (isPending) return <Skeletons shape="table" />
  if (error) return <FailureNote title={all.notLoaded} error={error} onRetry={() => void refetch()} />
  const columns: Column<Entry>[] = [
    {
      id: 'person',
      title: text.ledgerColumns.person,
      cell: ({ name, person }) => (
        <span className={styles.who}>
          {name}
          <span>{person}</span>
        </span>
      ),
      sortBy: ({ name }) => name,
    },
    {
      id: 'rule',
      title: text.ledgerColumns.rule,
      cell: ({ rule, ruleVersion }) => (
        <span className={styles.who}>
          {rules[rule] ?? rule}
          <span>{text.ruleVersion({ version: String(ruleVersion) })}</span>
        </span>
      ),
    },
    {
      id: 'period',
      title: text.ledgerColumns.period,
      cell: ({ period }) => format.period(period),
      sortBy: ({ period }) => period,
    },
    {
      id: 'posted',
      title: text.ledgerColumns.posted,
      cell: ({ postedAt }) => format.dateTime(postedAt),
      deskOnly: true,
    },
    { id: 'by', title: text.ledgerColumns.by, cell: ({ postedBy }) => postedBy, deskOnly: true },
    {
      id: 'amount',
      title: text.ledgerColumns.amount,
      numeric: true,
      cell: ({ amountFen }) => format.money(amountFen),
      sortBy: ({ amountFen }) => amountFen,
    },
  ]
  const ledger = format.money(data.totalFen)
  return (
    <>
      <p className={styles.balance}>
        {data.totalFen === settlement.totalFen
          ? text.balanced({ amount: ledger })
          : text.unbalanced({ ledger, total: format.money(settlement.totalFen) })}
      </p>
      <DataTable
        caption={text.tabs.ledger}
        columns={columns}
        rows={data.entries}
        rowKey={({ no }) => String(no)}
        sums={{ person: text.ledgerTotal, amount: ledger }}
        detail={({ because }) => (
          <div className={styles.arithmetic}>
            <h2>{text.arithmetic}</h2>
            <ol>
              {because.map((step) => (
                <li key={step.en}>{words(step)}</li>
              ))}
            </ol>
          </div>
        )}
      />
    </>
  )
}
