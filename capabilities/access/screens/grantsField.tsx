import { ActionIcon, Button, Select } from '@mantine/core'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { NodeSelect } from '#organisation/ui'
import { permissionsOf, type Role, roleRules, roles } from '../rules/roles.ts'
import styles from './access.module.css'
import type { Grant } from './accounts.ts'
import { access } from './messages.ts'

type GrantsFieldProps = { grants: Grant[]; onChange: (grants: Grant[]) => void }

/** Roles, each with its scope, and in words what they come to together. */
export function GrantsField({ grants, onChange }: GrantsFieldProps) {
  const text = useMessages(access)
  const words = useWords()
  const replace = (index: number, grant: Grant) => onChange(grants.map((each, at) => (at === index ? grant : each)))
  const granted = grants.map(({ role }) => role)
  const seesAll = granted.some((role) => roleRules[role].sees === 'subtree')
  const reads = permissionsOf(granted).some((permission) => permission.endsWith('.read'))
  return (
    <fieldset className={styles.grants}>
      <legend>{text.grants}</legend>
      <p className={styles.soft}>{text.grantsHint}</p>
      {grants.map((grant, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two rows may hold the same grant while one of them is being changed
        <div key={index} className={styles.grant}>
          <div>
            <Select
              aria-label={text.role}
              data={roles.map((role) => ({ value: role, label: words(roleRules[role].names) }))}
              value={grant.role}
              allowDeselect={false}
              comboboxProps={{ shadow: 'none', zIndex: 400 }}
              onChange={(role) => role && replace(index, { ...grant, role: role as Role })}
            />
          </div>
          <div>
            <NodeSelect
              name={text.where}
              value={grant.node}
              none={text.everything}
              onChange={(node) => replace(index, { ...grant, node })}
            />
          </div>
          <ActionIcon
            size={36}
            aria-label={text.removeGrant}
            title={text.removeGrant}
            disabled={grants.length === 1}
            onClick={() => onChange(grants.filter((_, at) => at !== index))}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => onChange([...grants, { role: 'employee', node: grants.at(-1)?.node ?? null }])}
      >
        {text.addGrant}
      </Button>
      <div className={styles.allows}>
        <h3>{text.mayDo}</h3>
        <p>
          {reads && (seesAll ? text.seesSubtree : text.seesOwn)}
          {permissionsOf(granted).map((permission) => (
            <span key={permission}>{text.permissions[permission]}</span>
          ))}
        </p>
      </div>
    </fieldset>
  )
}
