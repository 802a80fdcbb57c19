import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { keepFile } from '#design/api'
import { Counts } from '#design/counts'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { useNodes } from '#organisation/ui'
import styles from './import.module.css'
import { type Imported, type Preview, rejectsFile } from './importing.ts'
import { imports } from './messages.ts'
import { Rejects } from './rejects.tsx'
import { RejectTable } from './rejectTable.tsx'

type ResultStepProps = {
  outcome: Imported
  preview: Preview
  busy: string | null
  error: ReactNode
  onBack: () => void
  onImport: () => void
  onRestart: () => void
}

const rejectsShown = 20

/** What a try would do, or what an import did. */
export function ResultStep({ outcome, preview, busy, error, onBack, onImport, onRestart }: ResultStepProps) {
  const text = useMessages(imports)
  const words = useWords()
  const format = useFormat()
  const { dryRun } = outcome
  const taken = outcome.accepted + outcome.replaced
  const fieldName = (id: string) => {
    const names = preview.fields.find((field) => field.id === id)?.names
    return names ? words(names) : id
  }
  const downloading = useMutation({
    mutationFn: async () => {
      const { row, field, value, reason } = text.columns
      return keepFile(rejectsFile(outcome.rejected, [row, field, value, reason]), 'rejects.csv')
    },
  })
  return (
    <div className={styles.resultStep}>
      <p className={styles.verdict} data-bad={taken + outcome.ignored === 0 || undefined}>
        <Icon name={taken + outcome.ignored === 0 ? 'fault' : 'check'} size={20} />
        {taken + outcome.ignored === 0 ? text.nothing : dryRun ? text.tried : text.imported}
      </p>
      {taken === 0 && <p className={styles.soft}>{outcome.ignored > 0 ? text.nothingNew : text.nothingWhy}</p>}
      <Counts
        large
        counts={[
          ...(['accepted', 'replaced', 'ignored'] as const).map((name) => ({
            name: text[name],
            count: outcome[name],
            unit: text.units[preview.kind],
          })),
          {
            name: text.rejected,
            count: outcome.rejectedRows,
            unit: text.rowsUnit,
            faulty: outcome.rejectedRows > 0,
          },
        ]}
      />

      {!dryRun && taken > 0 && <Boards stores={outcome.stores} months={outcome.months} />}

      {outcome.rejectedRows > 0 && (
        <section>
          <div className={styles.heading}>
            <h2>{text.rejects}</h2>
            <p>
              {dryRun || !outcome.id ? text.rejectsWhy : text.correctWhy}{' '}
              {outcome.rejectedRows > rejectsShown &&
                text.rejectsMore({ shown: format.count(rejectsShown), count: format.count(outcome.rejectedRows) })}
            </p>
            {!outcome.id && (
              <Button
                variant="default"
                size="compact-md"
                leftSection={<Icon name="download" size={15} />}
                loading={downloading.isPending}
                onClick={() => downloading.mutate()}
              >
                {text.downloadRejects}
              </Button>
            )}
          </div>
          {downloading.error && <FailureNote title={text.downloadFailed} error={downloading.error} />}
          {outcome.id ? (
            <Rejects
              id={outcome.id}
              fileName={preview.kind}
              correctable={!dryRun}
              fieldName={fieldName}
              shown={rejectsShown}
            />
          ) : (
            <RejectTable rejects={outcome.rejected.slice(0, rejectsShown)} fieldName={fieldName} />
          )}
        </section>
      )}

      {error}
      <div className={styles.foot}>
        {dryRun ? (
          <>
            <Button variant="default" disabled={busy !== null} onClick={onBack}>
              {text.back}
            </Button>
            <span className={styles.note} role="status">
              {busy !== null && text.leave({ busy })}
            </span>
            <Button variant="default" disabled={busy !== null} onClick={onRestart}>
              {text.otherFile}
            </Button>
            <Button disabled={taken === 0} loading={busy !== null} onClick={onImport}>
              {text.import}
            </Button>
          </>
        ) : (
          <Button variant={outcome.rejectedRows > 0 ? 'filled' : 'default'} onClick={onRestart}>
            {outcome.rejectedRows > 0 ? text.correct : text.another}
          </Button>
        )}
      </div>
    </div>
  )
}

const boardsAtOnce = 8

/** The boards whose numbers have just moved. */
function Boards({ stores, months }: { stores: string[]; months: string[] }) {
  const text = useMessages(imports)
  const format = useFormat()
  const { data: nodes = [] } = useNodes()
  const [all, setAll] = useState(false)
  const names = new Map(nodes.map((node) => [node.id, node.name]))
  const boards = stores.flatMap((store) => [...months].reverse().map((month) => ({ store, month })))
  return (
    <section>
      <div className={styles.heading}>
        <h2>{text.seeBoards}</h2>
      </div>
      <ul className={styles.boards}>
        {boards.slice(0, all ? undefined : boardsAtOnce).map(({ store, month }) => (
          <li key={`${store} ${month}`}>
            <ScreenLink to={`/boards/${encodeURIComponent(store)}`} search={{ period: month }}>
              <Icon name="boards" size={16} />
              {text.boardOf({ store: names.get(store) ?? store, month: format.period(month) })}
            </ScreenLink>
          </li>
        ))}
        {!all && boards.length > boardsAtOnce && (
          <li>
            <Button variant="subtle" onClick={() => setAll(true)}>
              {text.moreBoards({ count: format.count(boards.length - boardsAtOnce) })}
            </Button>
          </li>
        )}
      </ul>
    </section>
  )
}
