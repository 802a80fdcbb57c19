import { NativeSelect } from '@mantine/core'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { useNodes } from '#organisation/ui'
import { choiceOf, isBoolean } from '../rules/cells.ts'
import columns from './columns.module.css'
import styles from './import.module.css'
import type { Preview, Readings } from './importing.ts'
import { imports } from './messages.ts'

type CodesPartProps = {
  preview: Preview
  mapping: Record<string, string>
  readings: Readings
  onReadings: (readings: Readings) => void
}

const codesShown = 24
/** A value that is a field's as it stands. */
const asEmpty = '-'

/** The file's own codes, each with a choice of what it means: yes and no, one of a few words, a store. */
export function CodesPart({ preview, mapping, readings, onReadings }: CodesPartProps) {
  const text = useMessages(imports)
  const words = useWords()
  const format = useFormat()
  const { data: nodes = [] } = useNodes()
  const stores = nodes.filter(({ kind }) => kind === 'store')
  const known = new Set(stores.map(({ id }) => id))
  const codes = preview.fields.flatMap((field) => {
    const column = preview.columns.find(({ heading }) => heading === mapping[field.id])
    const options = optionsOf(field)
    if (!column?.values || options.length === 0) return []
    return column.values
      .filter((value) => !isKnown(field, value) || readings[field.id]?.values?.[value] !== undefined)
      .map((value) => ({ field, value, options }))
  })
  function optionsOf(field: Preview['fields'][number]): { value: string; label: string }[] {
    if (field.id === 'store') return stores.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }))
    if (field.type === 'boolean')
      return [
        { value: 'yes', label: text.yes },
        { value: 'no', label: text.no },
      ]
    const names: Record<string, string> = text.choiceNames
    return (field.choices ?? []).map((choice) => ({ value: choice, label: names[choice] ?? choice }))
  }
  function isKnown(field: Preview['fields'][number], value: string): boolean {
    if (field.id === 'store') return known.has(value)
    if (field.type === 'boolean') return isBoolean(value)
    return field.choices?.includes(choiceOf(value)) ?? true
  }
  const choose = (field: string, value: string, meaning: string) => {
    const { [value]: _, ...others } = readings[field]?.values ?? {}
    const values = meaning === '' ? others : { ...others, [value]: meaning === asEmpty ? '' : meaning }
    onReadings({ ...readings, [field]: { ...readings[field], values } })
  }
  if (codes.length === 0) return null
  return (
    <section className={columns.codes}>
      <div className={styles.heading}>
        <h2>{text.codes}</h2>
        <p>{text.codesWhy}</p>
      </div>
      <ul>
        {codes.slice(0, codesShown).map(({ field, value, options }) => {
          const meaning = readings[field.id]?.values?.[value]
          return (
            <li key={`${field.id} ${value}`}>
              <NativeSelect
                label={text.codeOf({ field: words(field.names), value })}
                value={meaning === '' ? asEmpty : (meaning ?? '')}
                onChange={(event) => choose(field.id, value, event.currentTarget.value)}
                data={[{ value: '', label: text.codeUnset }, ...options, { value: asEmpty, label: text.codeEmpty }]}
              />
            </li>
          )
        })}
      </ul>
      {codes.length > codesShown && (
        <p className={columns.unused}>{text.moreCodes({ count: format.count(codes.length - codesShown) })}</p>
      )}
    </section>
  )
}
