import { ActionIcon, Button, TextInput } from '@mantine/core'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { studio } from '#design/studio'
import { type Groups, newRow, type Row } from './filterDraft.ts'
import { measureMessages } from './measureMessages.ts'
import styles from './measures.module.css'
import type { StreamField } from './reads.ts'

type FilterRowsProps = { groups: Groups; fields: readonly StreamField[]; onChange: (groups: Groups) => void }

/** Conditions as rows: all groups must hold, in a group any row. */
export function FilterRows({ groups, fields, onChange }: FilterRowsProps) {
  const text = useMessages(measureMessages).filter
  const first = fields[0]?.id ?? ''
  const change = (key: number, changes: Partial<Row>) =>
    onChange(groups.map((group) => group.map((row) => (row.key === key ? { ...row, ...changes } : row))))
  const remove = (key: number) =>
    onChange(groups.map((group) => group.filter((row) => row.key !== key)).filter((group) => group.length > 0))
  return (
    <section className={`${studio.section} ${styles.section}`}>
      <h2 className={studio.heading}>{text.title}</h2>
      {groups.length === 0 && <p className={studio.soft}>{text.all}</p>}
      {groups.map((group, index) => (
        <div key={group[0]?.key} className={styles.group}>
          <div className={studio.listHead}>
            <b>{index === 0 ? text.group({ number: 1 }) : `${text.and} · ${text.group({ number: index + 1 })}`}</b>
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() =>
                onChange(groups.map((one) => (one === group ? [...one, newRow(group[0]?.field ?? first)] : one)))
              }
            >
              {text.addOr}
            </Button>
          </div>
          {group.map((row, place) => (
            <div key={row.key}>
              {place > 0 && <p className={styles.or}>{text.or}</p>}
              <ConditionRow row={row} fields={fields} onChange={change} onRemove={remove} />
            </div>
          ))}
        </div>
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => onChange([...groups, [newRow(first)]])}
        >
          {text.addAnd}
        </Button>
      </div>
    </section>
  )
}

type ConditionRowProps = {
  row: Row
  fields: readonly StreamField[]
  onChange: (key: number, changes: Partial<Row>) => void
  onRemove: (key: number) => void
}

function ConditionRow({ row, fields, onChange, onRemove }: ConditionRowProps) {
  const text = useMessages(measureMessages).filter
  const words = useWords()
  const field = fields.find((one) => one.id === row.field)
  const comparisons = field?.comparisons ?? []
  const choose = (id: string) => {
    const next = fields.find((one) => one.id === id)
    const is = next?.comparisons.includes(row.is) ? row.is : (next?.comparisons[0] ?? '=')
    const value = next?.type === 'boolean' ? 'true' : (next?.choices[0]?.value ?? '')
    onChange(row.key, { field: id, is, value, to: '' })
  }
  return (
    <div className={styles.row}>
      <label className={studio.field}>
        <span>{text.field}</span>
        <select className={studio.select} value={row.field} onChange={(event) => choose(event.target.value)}>
          {fields.map((one) => (
            <option key={one.id} value={one.id}>
              {words(one.names)}
            </option>
          ))}
        </select>
      </label>
      <label className={studio.field}>
        <span>{text.is}</span>
        <select
          className={studio.select}
          value={row.is}
          onChange={(event) => onChange(row.key, { is: event.target.value as Row['is'] })}
        >
          {comparisons.map((one) => (
            <option key={one} value={one}>
              {text.comparisons[one] ?? one}
            </option>
          ))}
        </select>
      </label>
      <div className={styles.values}>{field && <Values row={row} field={field} onChange={onChange} />}</div>
      <ActionIcon
        className={styles.remove}
        variant="subtle"
        size={36}
        aria-label={text.remove}
        onClick={() => onRemove(row.key)}
      >
        <Icon name="close" size={16} />
      </ActionIcon>
    </div>
  )
}

function Values({ row, field, onChange }: { row: Row; field: StreamField; onChange: ConditionRowProps['onChange'] }) {
  const text = useMessages(measureMessages).filter
  const words = useWords()
  if (row.is === 'empty') return null
  const offered =
    field.type === 'boolean'
      ? [
          { value: 'true', name: text.yes },
          { value: 'false', name: text.no },
        ]
      : field.choices.map((choice) => ({ value: choice.value, name: words(choice.names) }))
  if (offered.length > 0 && row.is !== 'in')
    return (
      <label className={studio.field}>
        <span>{text.value}</span>
        <select
          className={studio.select}
          value={row.value}
          onChange={(event) => onChange(row.key, { value: event.target.value })}
        >
          {offered.map((one) => (
            <option key={one.value} value={one.value}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
    )
  const units: Record<string, string> = {
    fen: text.yuan,
    minutes: text.minutes,
    seconds: text.seconds,
    points: text.points,
  }
  const unit = units[field.type]
  const input = (name: 'value' | 'to', label: string) => (
    <TextInput
      label={label}
      value={row[name]}
      inputMode={field.type === 'text' || row.is === 'in' ? 'text' : 'decimal'}
      placeholder={row.is === 'in' ? text.list : undefined}
      rightSection={unit ? <span className={studio.soft}>{unit}</span> : undefined}
      rightSectionWidth={unit ? 48 : undefined}
      onChange={(event) => onChange(row.key, { [name]: event.currentTarget.value })}
    />
  )
  if (row.is !== 'between') return input('value', text.value)
  return (
    <>
      {input('value', text.from)}
      {input('to', text.to)}
    </>
  )
}
