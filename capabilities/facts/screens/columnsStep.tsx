import { Button, NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { NodeSelect } from '#organisation/ui'
import { constantsOf, isWide, placedByOthers } from '../rules/columns.ts'
import { CodesPart } from './codesPart.tsx'
import columns from './columns.module.css'
import styles from './import.module.css'
import type { Preview, Readings } from './importing.ts'
import { imports } from './messages.ts'
import { ReadingControls } from './readingControls.tsx'

type ColumnsStepProps = {
  preview: Preview
  /** From a field to the heading of its column. */
  mapping: Record<string, string>
  onMapping: (mapping: Record<string, string>) => void
  readings: Readings
  onReadings: (readings: Readings) => void
  onSheet: (sheet: string) => void
  looking: boolean
  store: string | null
  onStore: (store: string | null) => void
  busy: string | null
  error: ReactNode
  onBack: () => void
  onTry: () => void
}

/** Enough to recognise the file; of hundreds of columns nobody reads the names. */
const unusedShown = 12

/** Matches the file's columns to fields, with what stands in them beside. */
export function ColumnsStep({
  preview,
  mapping,
  onMapping,
  readings,
  onReadings,
  onSheet,
  looking,
  store,
  onStore,
  busy,
  error,
  onBack,
  onTry,
}: ColumnsStepProps) {
  const text = useMessages(imports)
  const words = useWords()
  const format = useFormat()
  const fixed = (field: string) => mapping[field]?.startsWith('=') === true
  const mapped = (field: string) => fixed(field) || preview.headings.includes(mapping[field] ?? '')
  // The store of the file may be chosen instead of read from a column.
  const storeWanted = !placedByOthers(preview.kind)
  const needed = (field: Preview['fields'][number]) =>
    field.id === 'store' ? store === null && storeWanted : field.required
  const missing = preview.fields.filter((field) => needed(field) && !mapped(field.id))
  const unused = preview.headings.filter((heading) => !Object.values(mapping).includes(heading))
  const valuesOf = (heading: string | undefined) => {
    return preview.columns.find((column) => column.heading === heading)?.samples ?? []
  }
  const choose = (field: string, heading: string) => {
    const rest = Object.fromEntries(Object.entries(mapping).filter(([key]) => key !== field))
    onMapping(heading === '' ? rest : { ...rest, [field]: heading })
  }
  return (
    <div className={styles.columnsStep}>
      <section>
        {preview.sheets.length > 1 && (
          <NativeSelect
            className={columns.tab}
            label={text.sheet}
            disabled={looking}
            value={preview.sheet ?? ''}
            data={preview.sheets}
            onChange={(event) => onSheet(event.currentTarget.value)}
          />
        )}
        <div className={styles.heading}>
          <h2>{text.mapping}</h2>
          <p>
            {preview.remembered
              ? text.remembered
              : Object.keys(preview.mapping).length > 0
                ? text.suggested
                : text.nothingKnown({ kind: text.kinds[preview.kind] })}
          </p>
        </div>
        {isWide(preview.headings) && (
          <p className={columns.hint} role="status">
            <Icon name="fault" size={16} />
            {text.wide}
          </p>
        )}
        <div className={columns.fields}>
          <div className={columns.fieldsHead} aria-hidden="true">
            <span>{text.field}</span>
            <span>{text.column}</span>
            <span />
            <span>{text.values}</span>
          </div>
          {preview.fields.map((field) => {
            const values = valuesOf(mapping[field.id])
            const lacking = needed(field) && !mapped(field.id)
            return (
              <div key={field.id} className={columns.field} data-lacking={lacking || undefined}>
                <span className={columns.fieldName}>
                  {words(field.names)}
                  {field.required && <span className={columns.required}>{text.required}</span>}
                </span>
                <NativeSelect
                  aria-label={`${words(field.names)}: ${text.column}`}
                  aria-invalid={lacking || undefined}
                  value={mapped(field.id) ? mapping[field.id] : ''}
                  onChange={(event) => choose(field.id, event.currentTarget.value)}
                  data={[
                    { value: '', label: text.unmapped },
                    ...constantsOf(field as Parameters<typeof constantsOf>[0]).map((value) => ({
                      value,
                      label: text.constants[value] ?? value,
                    })),
                    ...preview.headings.map((heading) => ({ value: heading, label: heading })),
                  ]}
                />
                {!mapped(field.id) || fixed(field.id) ? (
                  <span />
                ) : (
                  <ReadingControls
                    field={field}
                    column={preview.columns.find(({ heading }) => heading === mapping[field.id])}
                    reading={readings[field.id] ?? {}}
                    onReading={(reading) => onReadings({ ...readings, [field.id]: reading })}
                  />
                )}
                <span className={columns.values} data-example={values.length === 0 || undefined}>
                  {values.length > 0 ? values.join(text.separator) : text.example({ example: field.example })}
                </span>
              </div>
            )
          })}
        </div>
        {!mapped('store') && storeWanted && (
          <div className={columns.store}>
            <NodeSelect
              label={text.storeShort}
              description={text.storeWhy}
              kinds={['store']}
              required
              value={store}
              onChange={onStore}
            />
          </div>
        )}
        <CodesPart preview={preview} mapping={mapping} readings={readings} onReadings={onReadings} />
        {unused.length > 0 && (
          <p className={columns.unused}>
            {text.unusedColumns({ count: format.count(unused.length) })}{' '}
            {unused.slice(0, unusedShown).join(text.separator)}
            {unused.length > unusedShown && '…'}
          </p>
        )}
      </section>

      <section className={columns.preview}>
        <div className={styles.heading}>
          <h2>{text.preview}</h2>
          <p>
            {text.previewCount({ rows: format.count(preview.rows), columns: format.count(preview.headings.length) })}
            {' · '}
            {preview.encoding === null
              ? text.workbook
              : text.encoding({ encoding: preview.encoding === 'utf-8' ? 'UTF-8' : 'GB18030' })}
            {preview.headingRow > 1 && ` · ${text.headingRow({ row: format.count(preview.headingRow) })}`}
          </p>
        </div>
        <section
          className={columns.sheet}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={text.previewRows({ count: format.count(preview.sample.length) })}
        >
          <table>
            <thead>
              <tr>
                {preview.headings.map((heading) => (
                  <th key={heading} scope="col" data-used={!unused.includes(heading) || undefined}>
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {preview.sample.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file are known by their place alone
                <tr key={index}>
                  {preview.headings.map((heading, at) => (
                    <td key={heading}>{row[at] ?? ''}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </section>

      {error}
      <div className={styles.foot}>
        <Button variant="default" onClick={onBack}>
          {text.back}
        </Button>
        <span className={styles.note} role="status">
          {busy ??
            (missing.length > 0
              ? text.missingFields({ fields: missing.map(({ names }) => words(names)).join(text.separator) })
              : text.tryWhy)}
        </span>
        <Button
          loading={busy !== null}
          disabled={missing.length > 0}
          rightSection={<Icon name="right" size={15} />}
          onClick={onTry}
        >
          {text.try}
        </Button>
      </div>
    </div>
  )
}
