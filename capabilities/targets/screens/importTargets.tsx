import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AnswerOf, callApi } from '#design/api'
import { type Column, DataTable } from '#design/dataTable'
import { ExportButton } from '#design/export'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { useNavigateTo, useNode } from '#design/screen'
import { useSession } from '#design/session'
import { TableImport } from '#design/tableImport'
import type { contract } from '../wire.ts'
import styles from './importTargets.module.css'
import { importTargets } from './importTargetsMessages.ts'

type Preview = AnswerOf<typeof contract.previewFile>
type Received = AnswerOf<typeof contract.importFile>
type Change = Received['changes'][number]
type Mapping = Record<string, string>

/** Targets out of a table: matched, tried with what would change, then kept. */
export default function ImportTargets() {
  const text = useMessages(importTargets)
  const words = useWords()
  const queries = useQueryClient()
  const go = useNavigateTo()
  const { user } = useSession()
  const [node] = useNode()
  const [year, setYear] = useState(String(new Date().getFullYear()))
  const [period, setPeriod] = useState('')
  const [reason, setReason] = useState('')
  const unmatched = (preview: Preview, mapping: Mapping) =>
    preview.wide.filter(({ heading }) => !Object.values(mapping).includes(heading))
  const shapeOf = (preview: Preview, mapping: Mapping) => {
    const wide = mapping.value === undefined ? unmatched(preview, mapping) : []
    const byKpi = mapping.kpi === undefined && wide.some(({ means }) => means === 'kpi')
    const used = wide.filter(({ means }) => means === (byKpi ? 'kpi' : 'period'))
    return {
      used,
      byKpi,
      asksYear: !byKpi && used.some(({ what }) => what === null) && mapping.year === undefined,
      asksPeriod: mapping.period === undefined && (byKpi || used.length === 0),
      asksKpi: mapping.kpi === undefined && !byKpi,
      asksValue: mapping.value === undefined && used.length === 0,
    }
  }
  const home = user?.homeNode ? `/boards/${encodeURIComponent(user.homeNode)}` : '/'
  return (
    <>
      <PageHeader
        title={text.title}
        meta={text.what}
        actions={
          node !== null && (
            <ExportButton
              path="/targets/export.xlsx"
              search={{ node }}
              name={text.exportName({ node })}
              label={text.export}
            />
          )
        }
      />
      <div className={styles.frame}>
        <TableImport<Preview, Received>
          hint={text.hint}
          maxMegabytes={16}
          asked={<Shapes />}
          onPreview={(file) => {
            const body = new FormData()
            body.append('file', file)
            return callApi<Preview>('/targets/files/previews', { method: 'POST', body })
          }}
          onSend={async (file, mapping, dryRun) => {
            const body = new FormData()
            for (const [name, value] of Object.entries({ mapping: JSON.stringify(mapping), year, period, reason }))
              if (value.trim() !== '') body.append(name, value.trim())
            body.append('file', file)
            const received = await callApi<Received>('/targets/files', {
              method: 'POST',
              search: { dryRun: String(dryRun) },
              body,
            })
            // Boards judge by targets: all that is shown may have changed.
            if (!dryRun) await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
            return received
          }}
          lacking={(preview, mapping) => {
            const shape = shapeOf(preview, mapping)
            const named = (id: string) =>
              preview.fields.filter((field) => field.id === id).map(({ names }) => words(names))
            return [
              ...(mapping.node === undefined ? named('node') : []),
              ...(shape.asksValue ? [text.values] : []),
              ...(shape.asksKpi && !shape.asksValue ? named('kpi') : []),
              ...(shape.asksYear && year.trim() === '' ? [text.year] : []),
              ...(shape.asksPeriod && period.trim() === '' && !shape.asksValue ? [text.period] : []),
            ]
          }}
          alsoUsed={(preview) =>
            preview.mapping.value === undefined ? preview.wide.map(({ heading }) => heading) : []
          }
          settings={(preview, mapping) => {
            const { used, byKpi, asksYear, asksPeriod } = shapeOf(preview, mapping)
            return (
              <>
                {used.length > 0 && (
                  <p className={styles.soft}>
                    {byKpi ? text.byKpi : text.byMonth} {used.map(({ heading }) => heading).join(text.separator)}
                  </p>
                )}
                <div className={styles.settings}>
                  {asksYear && (
                    <TextInput
                      label={text.year}
                      description={text.yearWhy}
                      inputMode="numeric"
                      value={year}
                      onChange={(event) => setYear(event.currentTarget.value)}
                    />
                  )}
                  {asksPeriod && (
                    <TextInput
                      label={text.period}
                      description={text.periodWhy}
                      value={period}
                      onChange={(event) => setPeriod(event.currentTarget.value)}
                    />
                  )}
                  <TextInput
                    label={text.reason}
                    description={text.reasonWhy}
                    maxLength={500}
                    value={reason}
                    onChange={(event) => setReason(event.currentTarget.value)}
                  />
                </div>
              </>
            )
          }}
          outcome={(done) => done.changes.length + done.locks > 0 && <Changes done={done} />}
          rejectsName={text.rejectsName}
          onDone={() => go(home)}
        />
      </div>
    </>
  )
}

/** The three forms that a file may have, as small tables. */
function Shapes() {
  const text = useMessages(importTargets)
  const { store, kpi, month, value, ftr, output, jan, feb } = text.cells
  const shapes = [
    {
      name: text.shapeLong,
      rows: [
        [store, kpi, month, value],
        ['S1', ftr, '2024-03', '95%'],
      ],
    },
    {
      name: text.shapeMonths,
      rows: [
        [store, kpi, jan, feb],
        ['S1', ftr, '94%', '95%'],
      ],
    },
    {
      name: text.shapeKpis,
      rows: [
        [store, ftr, output],
        ['S1', '95%', '350'],
      ],
    },
  ]
  return (
    <section className={styles.shapes} aria-label={text.shapes}>
      {shapes.map(({ name, rows }) => (
        <figure key={name}>
          <figcaption>{name}</figcaption>
          <table>
            <tbody>
              {rows.map((row) => (
                <tr key={row.join('|')}>
                  {row.map((cell) => (
                    <td key={cell}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </figure>
      ))}
    </section>
  )
}

function Changes({ done }: { done: Received }) {
  const text = useMessages(importTargets)
  const words = useWords()
  const format = useFormat()
  const columns: Column<Change>[] = [
    { id: 'node', title: text.columns.node, cell: ({ name }) => name, sortBy: ({ name }) => name, heading: true },
    {
      id: 'kpi',
      title: text.columns.kpi,
      cell: ({ kpiNames }) => words(kpiNames),
      sortBy: ({ kpiNames }) => words(kpiNames),
    },
    {
      id: 'period',
      title: text.columns.period,
      cell: ({ period }) => format.period(period),
      sortBy: ({ period }) => period,
    },
    {
      id: 'before',
      title: text.columns.before,
      numeric: true,
      cell: ({ before, unit }) => (before === null ? text.noTarget : format.value(before, unit)),
    },
    { id: 'after', title: text.columns.after, numeric: true, cell: ({ after, unit }) => format.value(after, unit) },
  ]
  return (
    <section className={styles.changes}>
      <h2>
        {done.dryRun
          ? text.willChange({ count: format.count(done.changed) })
          : text.hasChanged({ count: format.count(done.changed) })}
      </h2>
      {done.locks > 0 && <p>{text.locks({ count: format.count(done.locks) })}</p>}
      {done.changed > shownChanges && <p className={styles.soft}>{text.more({ shown: format.count(shownChanges) })}</p>}
      <DataTable
        caption={text.changes}
        columns={columns}
        rows={done.changes.slice(0, shownChanges)}
        rowKey={({ node, kpi, period }) => `${node} ${kpi} ${period}`}
        maxHeight="50vh"
        dense
      />
    </section>
  )
}

const shownChanges = 300
