import { Button, NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Words } from '#foundation/actor'
import { keepFile } from './api.tsx'
import { ChosenFile } from './chosenFile.tsx'
import { Counts } from './counts.tsx'
import { type Column, DataTable } from './dataTable.tsx'
import { FailureNote } from './failureNote.tsx'
import { FileDrop } from './fileDrop.tsx'
import { useFormat } from './format.tsx'
import { Icon } from './icon.tsx'
import { useMessages, useWords } from './locale.tsx'
import { Steps } from './steps.tsx'
import styles from './tableImport.module.css'
import { tableImport } from './tableImportMessages.ts'

type Mapping = Record<string, string>
type Field = { id: string; names: Words; required: boolean; example: string }
type Preview = {
  headings: string[]
  sample: string[][]
  rows: number
  fields: Field[]
  mapping: Mapping
  remembered: boolean
}
type Reject = { row: number; field: string; value: string | null; reason: string; code: string }
type Outcome = {
  dryRun: boolean
  accepted: number
  replaced: number
  ignored: number
  rejected: Reject[]
  rejectedRows: number
  rejectsFile: string | null
}

type TableImportProps<Read extends Preview, Done extends Outcome> = {
  /** What is expected, such as "CSV or Excel". */
  hint: string
  maxMegabytes: number
  /** What is asked before the file is looked into, such as what it holds. */
  asked?: ReactNode
  onPreview: (file: File) => Promise<Read>
  onSend: (file: File, mapping: Mapping, dryRun: boolean) => Promise<Done>
  /** What else is settled beside the columns. */
  settings?: (preview: Read, mapping: Mapping) => ReactNode
  /** Names of what is still lacking; nothing can be tried before it is there. */
  lacking: (preview: Read, mapping: Mapping) => string[]
  /** Columns that mean something without being matched. */
  alsoUsed?: (preview: Read) => string[]
  /** What would change or has changed, under the counts. */
  outcome?: (done: Done) => ReactNode
  rejectsName: string
  onDone: () => void
}

const steps = ['file', 'columns', 'trial', 'result'] as const
type Step = (typeof steps)[number]

/** From a file to rows of the product: choose, match the columns, try without effect, import. Sends nothing by itself. */
export function TableImport<Read extends Preview, Done extends Outcome>(props: TableImportProps<Read, Done>) {
  const text = useMessages(tableImport)
  const format = useFormat()
  const [step, setStep] = useState<Step>('file')
  const [file, setFile] = useState<File | null>(null)
  const [preview, setPreview] = useState<Read | null>(null)
  const [mapping, setMapping] = useState<Mapping>({})
  const [done, setDone] = useState<Done | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    await work().catch(setError)
    setBusy(false)
  }
  const go = (to: Step) => {
    setError(null)
    setStep(to)
  }
  const look = (chosen: File) =>
    run(async () => {
      const read = await props.onPreview(chosen)
      setPreview(read)
      setMapping(read.mapping)
      setStep('columns')
    })
  const send = (chosen: File, dryRun: boolean) =>
    run(async () => {
      const outcome = await props.onSend(chosen, mapping, dryRun)
      setDone(outcome)
      setStep(dryRun ? 'trial' : 'result')
    })
  const failed = error !== null && <FailureNote title={text.failed} error={error} />
  const lacking = preview ? props.lacking(preview, mapping) : []
  return (
    <div className={styles.frame}>
      <Steps steps={steps} at={step} text={text} />
      {step === 'file' && (
        <>
          {file ? (
            <ChosenFile
              name={file.name}
              about={`${format.count(Math.max(1, Math.round(file.size / 1024)))} KB`}
              other={text.other}
              onOther={() => setFile(null)}
              disabled={busy}
            />
          ) : (
            <FileDrop
              kinds={['.csv', '.xlsx']}
              maxMegabytes={props.maxMegabytes}
              hint={props.hint}
              onFiles={([chosen]) => setFile(chosen ?? null)}
            />
          )}
          {props.asked}
          {failed}
          <div className={styles.foot}>
            <Button disabled={!file} loading={busy} onClick={() => file && void look(file)}>
              {text.next}
            </Button>
          </div>
        </>
      )}
      {step === 'columns' && preview && file && (
        <>
          <p className={styles.soft}>
            {text.holds({ rows: format.count(preview.rows), columns: format.count(preview.headings.length) })}{' '}
            {preview.remembered ? text.remembered : text.suggested}
          </p>
          <Columns
            preview={preview}
            mapping={mapping}
            onMapping={setMapping}
            alsoUsed={props.alsoUsed?.(preview) ?? []}
          />
          {props.settings?.(preview, mapping)}
          {failed}
          <div className={styles.foot}>
            <Button variant="default" onClick={() => go('file')}>
              {text.back}
            </Button>
            <span className={styles.note} role="status">
              {lacking.length > 0 ? text.lacking({ fields: lacking.join(text.separator) }) : text.tryWhy}
            </span>
            <Button loading={busy} disabled={lacking.length > 0} onClick={() => void send(file, true)}>
              {text.try}
            </Button>
          </div>
        </>
      )}
      {(step === 'trial' || step === 'result') && done && file && (
        <>
          <Result done={done} rejectsName={props.rejectsName} />
          {props.outcome?.(done)}
          {failed}
          <div className={styles.foot}>
            {step === 'trial' ? (
              <>
                <Button variant="default" onClick={() => go('columns')}>
                  {text.back}
                </Button>
                <Button
                  loading={busy}
                  disabled={done.accepted + done.replaced === 0}
                  onClick={() => void send(file, false)}
                >
                  {text.import}
                </Button>
              </>
            ) : (
              <>
                <Button
                  variant="default"
                  onClick={() => {
                    setFile(null)
                    go('file')
                  }}
                >
                  {text.another}
                </Button>
                <Button onClick={props.onDone}>{text.close}</Button>
              </>
            )}
          </div>
        </>
      )}
    </div>
  )
}

const valuesShown = 3

type ColumnsProps = {
  preview: Preview
  mapping: Mapping
  onMapping: (mapping: Mapping) => void
  alsoUsed: string[]
}

/** Each field with the column that it is read from, and what stands in it. */
function Columns({ preview, mapping, onMapping, alsoUsed }: ColumnsProps) {
  const text = useMessages(tableImport)
  const words = useWords()
  const format = useFormat()
  const used = new Set([...Object.values(mapping), ...alsoUsed])
  const unused = preview.headings.filter((heading) => !used.has(heading))
  const valuesOf = (heading: string | undefined) => {
    const at = heading === undefined ? -1 : preview.headings.indexOf(heading)
    return [...new Set(preview.sample.map((row) => row[at] ?? '').filter(Boolean))].slice(0, valuesShown)
  }
  const choose = (field: string, heading: string) => {
    const rest = Object.fromEntries(Object.entries(mapping).filter(([key]) => key !== field))
    onMapping(heading === '' ? rest : { ...rest, [field]: heading })
  }
  return (
    <div>
      <div className={styles.fields}>
        {preview.fields.map((field) => {
          const values = valuesOf(mapping[field.id])
          return (
            <div key={field.id} className={styles.field}>
              <span className={styles.fieldName}>
                {words(field.names)}
                {field.required && <span className={styles.required}>{text.required}</span>}
              </span>
              <NativeSelect
                aria-label={`${words(field.names)}: ${text.column}`}
                value={mapping[field.id] ?? ''}
                onChange={(event) => choose(field.id, event.currentTarget.value)}
                data={[
                  { value: '', label: text.unmapped },
                  ...preview.headings.map((heading) => ({ value: heading, label: heading })),
                ]}
              />
              <span className={styles.values} data-example={values.length === 0 || undefined}>
                {values.length > 0
                  ? values.join(text.separator)
                  : field.example && text.example({ example: field.example })}
              </span>
            </div>
          )
        })}
      </div>
      {unused.length > 0 && (
        <p className={styles.unused}>
          {text.unused({ count: format.count(unused.length) })} {unused.join(text.separator)}
        </p>
      )}
    </div>
  )
}

function Result({ done, rejectsName }: { done: Outcome; rejectsName: string }) {
  const text = useMessages(tableImport)
  const format = useFormat()
  const nothing = done.accepted + done.replaced + done.ignored === 0
  const counts = [
    { name: text.accepted, count: done.accepted },
    { name: text.replaced, count: done.replaced },
    { name: text.ignored, count: done.ignored },
    { name: text.rejected, count: done.rejectedRows },
  ]
  const columns: Column<Reject>[] = [
    {
      id: 'row',
      title: text.columns.row,
      cell: ({ row }) => text.rowNumber({ row: format.count(row) }),
      width: '90px',
    },
    { id: 'field', title: text.columns.field, cell: ({ field }) => field },
    { id: 'value', title: text.columns.value, cell: ({ value }) => value ?? '–' },
    { id: 'reason', title: text.columns.reason, cell: ({ reason }) => reason, width: '50%' },
  ]
  return (
    <>
      <p className={styles.verdict} role="status" data-bad={nothing || undefined}>
        {!nothing && <Icon name="check" size={20} />}
        {nothing ? text.nothing : done.dryRun ? text.tried : text.imported}
      </p>
      <Counts counts={counts} />
      {done.rejected.length > 0 && (
        <section className={styles.rejects}>
          <div className={styles.rejectsHead}>
            <p className={styles.soft}>
              {done.rejectedRows > shownRejects &&
                `${text.rejectsMore({ shown: format.count(shownRejects), count: format.count(done.rejectedRows) })} `}
              {text.rejectsWhy}
            </p>
            {done.rejectsFile !== null && (
              <Button
                variant="default"
                leftSection={<Icon name="download" size={16} />}
                onClick={() =>
                  keepFile(new Blob([done.rejectsFile ?? ''], { type: 'text/csv;charset=utf-8' }), `${rejectsName}.csv`)
                }
              >
                {text.downloadRejects}
              </Button>
            )}
          </div>
          <DataTable
            caption={text.rejects}
            columns={columns}
            rows={done.rejected.slice(0, shownRejects)}
            rowKey={({ row, field, code, value }) => `${row} ${field} ${code} ${value}`}
            maxHeight="44vh"
            dense
          />
        </section>
      )}
    </>
  )
}

const shownRejects = 200
