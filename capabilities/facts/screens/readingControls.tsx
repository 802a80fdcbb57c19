import { NativeSelect } from '@mantine/core'
import { useMessages, useWords } from '#design/locale'
import { type DateOrder, type Unit, unitsOf } from '../rules/columnReading.ts'
import columns from './columns.module.css'
import type { Preview, Readings } from './importing.ts'
import { imports } from './messages.ts'

type ReadingControlsProps = {
  field: Preview['fields'][number]
  column: Preview['columns'][number] | undefined
  reading: Readings[string]
  onReading: (reading: Readings[string]) => void
}

const dateTypes = ['instant', 'day', 'month']

/** What the cells of a column are in: the unit of amounts and times, the order of day and month. */
export function ReadingControls({ field, column, reading, onReading }: ReadingControlsProps) {
  const text = useMessages(imports)
  const words = useWords()
  const units = unitsOf({ id: field.id, type: field.type as Parameters<typeof unitsOf>[0]['type'] })
  const dated = dateTypes.includes(field.type) && column?.dates
  const order = dated && dated !== 'ambiguous' ? dated : reading.dates
  return (
    <span className={columns.chosen}>
      {units.length > 0 && (
        <NativeSelect
          aria-label={`${words(field.names)}: ${text.unit}`}
          value={reading.unit ?? units[0]}
          onChange={(event) => onReading({ ...reading, unit: event.currentTarget.value as Unit })}
          data={units.map((unit) => ({ value: unit, label: text.unitNames[unit] }))}
        />
      )}
      {dated && (
        <NativeSelect
          aria-label={`${words(field.names)}: ${text.dates}`}
          error={order === undefined ? text.datesWhy : undefined}
          disabled={dated !== 'ambiguous'}
          value={order ?? ''}
          onChange={(event) => onReading({ ...reading, dates: (event.currentTarget.value || undefined) as DateOrder })}
          data={[
            ...(order === undefined ? [{ value: '', label: text.datesUnknown }] : []),
            { value: 'dmy', label: text.dateOrders.dmy },
            { value: 'mdy', label: text.dateOrders.mdy },
          ]}
        />
      )}
    </span>
  )
}
