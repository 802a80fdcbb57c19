import { Button, NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { NodeSelect } from '#organisation/ui'
import columns from './columns.module.css'
import styles from './import.module.css'
import type { Preview } from './importing.ts'
import { imports } from './messages.ts'

type ColumnsStepProps = {
  preview: Preview
  /** From a field to the heading of its column. */
  mapping: Record<string, string>
  onMapping: (mapping: Record<string, string>) => void
  store: string | null
  onStore: (store: string | null) => void
  busy: string | null
  error: ReactNode
  onBack: () => void
  onTry: () => void
}

const valuesShown = 3

/** Matches the file's columns to fields, with what stands in them beside. */
export function ColumnsStep({
  preview,
  mapping,
  onMapping,
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
  const mapped = (field: string) => preview.headings.includes(mapping[field] ?? '')
  // The store of the file may be chosen instead of read from a column.
  const needed = (field: Preview['fields'][number]) => (field.id === 'store' ? store === null : field.required)
  const missing = preview.fields.filter((field) => needed(field) && !mapped(field.id))
  const unused = preview.headings.filter((heading) => !Object.values(mapping).includes(heading))
  const valuesOf = (heading: string | undefined) => {
    const at = heading === undefined ? -1 : preview.headings.indexOf(heading)
    if (at < 0) return []
    return [...new Set(preview.sample.map((row) => row[at] ?? '').filter(Boolean))].slice(0, valuesShown)
  }
  const choose = (field: string, heading: string) => {
    const rest = Object.fromEntries(Object.entries(mapping).filter(([key]) => key !== field))
    onMapping(heading === '' ? rest : { ...rest, [field]: heading })
  }
  return (
    <div className={styles.columnsStep}>
      <section>
        <div className={styles.heading}>
          <h2>{text.mapping}</h2>
          <p>{preview.remembered ? text.remembered : text.suggested}</p>
        </div>
        <div className={columns.fields}>
          <div className={columns.fieldsHead} aria-hidden="true">
            <span>{text.field}</span>
            <span>{text.column}</span>
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
                    ...preview.headings.map((heading) => ({ value: heading, label: heading })),
                  ]}
                />
                <span className={columns.values} data-example={values.length === 0 || undefined}>
                  {values.length > 0 ? values.join(text.separator) : text.example({ example: field.example })}
                </span>
              </div>
            )
          })}
        </div>
        {!mapped('store') && (
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
        {unused.length > 0 && (
          <p className={columns.unused}>
            {text.unusedColumns({ count: format.count(unused.length) })} {unused.join(text.separator)}
          </p>
        )}
      </section>

      <section className={columns.preview}>
        <div className={styles.heading}>
          <h2>{text.preview}</h2>
          <p>
            {text.previewCount({ rows: format.count(preview.rows), columns: format.count(preview.headings.length) })}
            {' · '}
            {text.encoding({ encoding: preview.encoding === 'utf-8' ? 'UTF-8' : 'GB18030' })}
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
