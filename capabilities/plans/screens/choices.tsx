import { Select } from '@mantine/core'
import { useMessages, useWords } from '#design/locale'
import { useKpis } from '#kpis/ui'
import type { Choosable } from '#organisation/ui'
import { planMessages } from './messages.ts'

type OwnerProps = {
  people: readonly Choosable[]
  /** Who it is at present, should they no longer be among the people. */
  known?: { id: string; name: string } | null
  value: string | null
  onChange: (owner: string | null) => void
  error?: string
  clearable?: boolean
  autoFocus?: boolean
}

/** A choice among the people of a node, by name and position. */
export function OwnerSelect({ people, known, value, onChange, error, clearable = false, autoFocus }: OwnerProps) {
  const text = useMessages(planMessages)
  const listed = people.map(({ id, name, position }) => ({
    value: id,
    label: position ? `${name} · ${position}` : name,
  }))
  const missing = known && !people.some(({ id }) => id === known.id)
  return (
    <Select
      label={text.owner}
      placeholder={text.chooseOwner}
      data={missing ? [{ value: known.id, label: known.name }, ...listed] : listed}
      value={value}
      onChange={onChange}
      error={error}
      searchable
      clearable={clearable}
      allowDeselect={clearable}
      limit={50}
      data-autofocus={autoFocus || undefined}
    />
  )
}

type KpiProps = {
  value: string | null
  onChange: (kpi: string | null) => void
  label?: string
  placeholder?: string
  error?: string
  clearable?: boolean
  /** KPIs that are taken already. */
  without?: readonly string[]
}

/** A choice among the KPIs of the library. */
export function KpiSelect({ value, onChange, label, placeholder, error, clearable = false, without = [] }: KpiProps) {
  const text = useMessages(planMessages)
  const words = useWords()
  const library = useKpis()
  return (
    <Select
      label={label ?? text.kpi}
      placeholder={placeholder ?? text.chooseKpi}
      data={library.kpis
        .filter(({ id }) => id === value || !without.includes(id))
        .map(({ id, names }) => ({ value: id, label: words(names) }))}
      value={value}
      onChange={onChange}
      error={error}
      searchable
      clearable={clearable}
      allowDeselect={clearable}
    />
  )
}
