import { ActionIcon, Button, Menu, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AnswerOf, callApi } from '#design/api'
import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { PersonChip } from '#design/personChip'
import { useSession } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { StateBadge } from '#design/stateBadge'
import { useToast } from '#design/toast'
import { roleRules, roles } from '../rules/roles.ts'
import type { contract } from '../wire.ts'
import styles from './access.module.css'
import { type User, useGrantText } from './accounts.ts'
import { access } from './messages.ts'
import { AddUserDialog, GrantsDialog, PasswordDialog } from './userDialogs.tsx'

export const usersKey = ['access', 'users']
type Open = { what: 'add' } | { what: 'grants' | 'password'; user: User } | null

/** Everybody who can sign in. */
export function UserList() {
  const text = useMessages(access)
  const words = useWords()
  const format = useFormat()
  const grantText = useGrantText()
  const { user: self } = useSession()
  const [wanted, setWanted] = useState('')
  const [role, setRole] = useState<string | null>(null)
  const [open, setOpen] = useState<Open>(null)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: usersKey,
    queryFn: ({ signal }) => callApi<AnswerOf<typeof contract.users>>('/users', { signal }),
  })
  if (isPending) return <Skeletons shape="table" count={8} />
  if (error) return <FailureNote title={text.notLoaded} error={error} onRetry={() => void refetch()} />
  const asked = wanted.trim().toLowerCase()
  const rows = data.users.filter(
    (user) =>
      (asked === '' || `${user.name} ${user.username} ${user.person ?? ''}`.toLowerCase().includes(asked)) &&
      (role === null || user.grants.some((grant) => grant.role === role)),
  )
  const columns: Column<User>[] = [
    {
      id: 'user',
      title: text.columns.user,
      cell: (user) => <PersonChip size="sm" name={user.name} position={isSelf(user, self) ? text.you : undefined} />,
      sortBy: (user) => user.name,
    },
    {
      id: 'username',
      title: text.columns.username,
      cell: (user) => <span className={styles.mono}>{user.username}</span>,
      sortBy: (user) => user.username,
    },
    {
      id: 'grants',
      title: text.columns.grants,
      cell: (user) =>
        user.grants.length === 0 ? (
          <span className={styles.faint}>{text.noGrants}</span>
        ) : (
          <ul className={styles.granted}>
            {user.grants.map((grant) => (
              <li key={`${grant.role} ${grant.node}`}>{grantText(grant)}</li>
            ))}
          </ul>
        ),
    },
    {
      id: 'person',
      title: text.columns.person,
      cell: (user) => (user.person ? <span className={styles.mono}>{user.person}</span> : '–'),
      sortBy: (user) => user.person,
    },
    {
      id: 'state',
      title: text.columns.state,
      cell: (user) => (
        <StateBadge tone={user.disabled ? 'stopped' : 'done'}>{user.disabled ? text.closed : text.open}</StateBadge>
      ),
      sortBy: (user) => (user.disabled ? 1 : 0),
    },
    {
      id: 'actions',
      title: text.columns.actions,
      width: '70px',
      cell: (user) => <Actions user={user} own={isSelf(user, self)} onOpen={setOpen} />,
    },
  ]
  return (
    <>
      <div className={styles.filters}>
        <TextInput
          aria-label={text.find}
          placeholder={text.find}
          leftSection={<Icon name="search" size={15} />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Select
          aria-label={text.role}
          data={roles.map((each) => ({ value: each, label: words(roleRules[each].names) }))}
          value={role}
          onChange={setRole}
          placeholder={text.allRoles}
          clearable
          comboboxProps={{ shadow: 'none' }}
        />
        <span className={styles.count}>{text.count({ count: format.count(rows.length) })}</span>
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpen({ what: 'add' })}>
          {text.add}
        </Button>
      </div>
      <DataTable
        caption={text.tabs.users}
        columns={columns}
        rows={rows}
        rowKey={(user) => String(user.no)}
        empty={<EmptyState icon="people" title={text.nobody} why={text.nobodyWhy} />}
      />
      {open?.what === 'add' && <AddUserDialog onClose={() => setOpen(null)} />}
      {open?.what === 'grants' && <GrantsDialog user={open.user} onClose={() => setOpen(null)} />}
      {open?.what === 'password' && <PasswordDialog user={open.user} onClose={() => setOpen(null)} />}
    </>
  )
}

/** The session names its person, not its account; without a person the name has to do. */
const isSelf = (user: User, self: { name: string; person: string | null } | null) =>
  self !== null && (self.person ? user.person === self.person : user.person === null && user.name === self.name)

function Actions({ user, own, onOpen }: { user: User; own: boolean; onOpen: (open: Open) => void }) {
  const text = useMessages(access)
  const tell = useToast()
  const queries = useQueryClient()
  const closing = useMutation({
    mutationFn: (disabled: boolean) =>
      callApi(`/users/${user.no}/disabled`, { method: 'PUT', body: { disabled } }).then(() => disabled),
    onSuccess: async (disabled) => {
      await queries.invalidateQueries({ queryKey: usersKey })
      const name = user.name
      if (disabled) tell({ text: text.closedNow({ name }), onUndo: () => closing.mutate(false) })
      else tell({ text: text.reopenedNow({ name }) })
    },
    onError: (error) => tell({ text: error.message || text.notDone }),
  })
  return (
    <Menu position="bottom-end" shadow="none" withinPortal>
      <Menu.Target>
        <ActionIcon
          className={styles.actions}
          loading={closing.isPending}
          aria-label={text.actionsOf({ name: user.name })}
        >
          <Icon name="dots" size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="key" size={16} />} onClick={() => onOpen({ what: 'grants', user })}>
          {text.changeGrants}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="lock" size={16} />} onClick={() => onOpen({ what: 'password', user })}>
          {text.resetPassword}
        </Menu.Item>
        {!own && (
          <Menu.Item
            leftSection={<Icon name={user.disabled ? 'undo' : 'close'} size={16} />}
            onClick={() => closing.mutate(!user.disabled)}
          >
            {user.disabled ? text.reopen : text.close}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
