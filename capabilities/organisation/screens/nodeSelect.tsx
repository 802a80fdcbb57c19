import { Select } from '@mantine/core'
import { useMessages } from '#design/locale'
import { people } from './messages.ts'
import { branches, flat, type OrgNode, useNodes } from './nodes.ts'

export type NodeSelectProps = {
  label?: string
  /** Said to those who hear the page, where no label is shown. */
  name?: string
  description?: string
  value: string | null
  onChange: (node: string | null) => void
  /** Only nodes of these kinds; all but people by default. */
  kinds?: OrgNode['kind'][]
  /** A first entry that stands for no node: "the whole installation". */
  none?: string
  placeholder?: string
  required?: boolean
  error?: string
  /** Stands open with the cursor in it, and is told when it closes: for a choice that is made from a button. */
  onShut?: () => void
}

const noNode = ' none'

export default function NodeSelect({
  label,
  name,
  description,
  value,
  onChange,
  kinds = ['company', 'region', 'store', 'department'],
  none,
  placeholder,
  required,
  error,
  onShut,
}: NodeSelectProps) {
  const text = useMessages(people)
  const { data: nodes = [], isPending } = useNodes()
  const shown = flat(branches(nodes)).filter((node) => kinds.includes(node.kind))
  const top = Math.min(...shown.map((node) => node.depth))
  const options = shown.map((node) => ({
    value: node.id,
    label: `${'\u2003'.repeat(node.depth - top)}${node.name}`,
  }))
  return (
    <Select
      label={label}
      aria-label={label ? undefined : name}
      description={description}
      data={none ? [{ value: noNode, label: none }, ...options] : options}
      value={value ?? (none ? noNode : null)}
      onChange={(chosen) => onChange(chosen === noNode ? null : chosen)}
      searchable
      allowDeselect={false}
      clearable={!required && !none}
      required={required}
      error={error}
      disabled={isPending}
      placeholder={placeholder ?? text.chooseNode}
      nothingFoundMessage={text.noNode}
      autoFocus={onShut !== undefined}
      defaultDropdownOpened={onShut !== undefined}
      onDropdownClose={onShut}
      maxDropdownHeight={320}
      comboboxProps={{ withinPortal: true, shadow: 'none', zIndex: 400 }}
      filter={({ options: all, search }) => {
        const wanted = search.trim().toLowerCase()
        return all.filter((option) => {
          if (!('value' in option)) return true
          return `${option.label} ${option.value}`.toLowerCase().includes(wanted)
        })
      }}
    />
  )
}
