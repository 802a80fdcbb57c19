import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useClipboard, useMediaQuery } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AnswerOf, callApi } from '#design/api'
import { type Column, DataTable } from '#design/dataTable'
import { DateField } from '#design/dateField'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { useSession } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { dayAt } from '#foundation/period'
import type { contract } from '../wire.ts'
import styles from './access.module.css'
import { type ApiKey, type Grant, useGrantText } from './accounts.ts'
import { GrantsField } from './grantsField.tsx'
import { access } from './messages.ts'
import { FormDialog, useSaving } from './userDialogs.tsx'

/** Keys that other systems come in with: made, shown once, revoked. */
export function KeyList() {
  const text = useMessages(access)
  const format = useFormat()
  const grantText = useGrantText()
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['access', 'keys'],
    queryFn: ({ signal }) => callApi<AnswerOf<typeof contract.apiKeys>>('/api-keys', { signal }),
  })
  if (isPending) return <Skeletons shape="table" />
  if (error) return <FailureNote title={text.notLoaded} error={error} onRetry={() => void refetch()} />
  const addButton = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
      {text.keys.add}
    </Button>
  )
  const columns: Column<ApiKey>[] = [
    { id: 'name', title: text.keys.columns.name, cell: ({ name }) => name, sortBy: ({ name }) => name },
    {
      id: 'grants',
      title: text.keys.columns.grants,
      cell: ({ grants }) => (
        <ul className={styles.granted}>
          {grants.map((grant) => (
            <li key={`${grant.role} ${grant.node}`}>{grantText(grant)}</li>
          ))}
        </ul>
      ),
    },
    {
      id: 'created',
      title: text.keys.columns.created,
      cell: ({ createdAt }) => format.dateTime(createdAt),
      sortBy: ({ createdAt }) => createdAt,
    },
    {
      id: 'used',
      title: text.keys.columns.used,
      cell: ({ lastUsedAt }) =>
        lastUsedAt ? format.dateTime(lastUsedAt) : <span className={styles.faint}>{text.keys.never}</span>,
      sortBy: ({ lastUsedAt }) => lastUsedAt,
    },
    {
      id: 'expires',
      title: text.keys.columns.expires,
      cell: ({ expiresAt }) => <Expiry at={expiresAt} />,
      sortBy: ({ expiresAt }) => expiresAt,
    },
    {
      id: 'actions',
      title: text.keys.columns.actions,
      width: '110px',
      cell: (key) => (
        <Button variant="subtle" size="compact-sm" onClick={() => setRevoking(key)}>
          {text.keys.revoke}
        </Button>
      ),
    },
  ]
  return (
    <>
      {data.keys.length > 0 && (
        <div className={styles.filters}>
          <a className={styles.docs} href="/api/docs" target="_blank" rel="noreferrer">
            {text.keys.docs}
            <Icon name="out" size={14} />
          </a>
          <span className={styles.count} />
          {addButton}
        </div>
      )}
      <DataTable
        caption={text.tabs.keys}
        columns={columns}
        rows={data.keys}
        rowKey={({ id }) => id}
        empty={<EmptyState icon="key" title={text.keys.none} why={text.keys.noneWhy} action={addButton} />}
      />
      {adding && <AddKeyDialog onMade={setMade} onClose={() => setAdding(false)} />}
      {made && <MadeDialog secret={made} onClose={() => setMade(null)} />}
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}

const dayMs = 86_400_000
/** Whoever keeps the other system needs some time to change the key. */
const soonDays = 14

/** When a key ends, and whether it has or soon will. */
function Expiry({ at }: { at: string | null }) {
  const text = useMessages(access).keys
  const format = useFormat()
  if (at === null) return <span className={styles.faint}>{text.forever}</span>
  const left = new Date(at).getTime() - Date.now()
  const word = left <= 0 ? text.expired : left < soonDays * dayMs ? text.soon : null
  return (
    <span className={styles.expiry}>
      {format.day(dayAt(at, 'Asia/Shanghai'), { year: true })}
      {word && <span data-over={left <= 0 || undefined}>{word}</span>}
    </span>
  )
}

/** The last moment of a day some days ahead, as the product's business day ends. */
const endOfDay = (day: string) => `${day}T23:59:59+08:00`
const dayAhead = (days: number) => dayAt(new Date(Date.now() + days * dayMs), 'Asia/Shanghai')
const spans = ['90', '365', 'never', 'day'] as const
type Span = (typeof spans)[number]

function AddKeyDialog({ onMade, onClose }: { onMade: (key: string) => void; onClose: () => void }) {
  const text = useMessages(access)
  const { user } = useSession()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [asked, setAsked] = useState(false)
  const [grants, setGrants] = useState<Grant[]>([{ role: 'data_supplier', node: user?.homeNode ?? null }])
  const [span, setSpan] = useState<Span>('365')
  const [day, setDay] = useState(dayAhead(30))
  const ends = span === 'never' ? null : span === 'day' ? day : dayAhead(Number(span))
  const making = useMutation({
    mutationFn: () =>
      callApi<AnswerOf<typeof contract.addApiKey>>('/api-keys', {
        method: 'POST',
        body: { name: name.trim(), grants, expiresAt: ends === null ? null : endOfDay(ends) },
      }),
    onSuccess: async ({ key }) => {
      await queries.invalidateQueries({ queryKey: ['access', 'keys'] })
      onMade(key)
      onClose()
    },
  })
  return (
    <FormDialog
      title={text.keys.title}
      action={text.keys.add}
      error={making.error}
      busy={making.isPending}
      onClose={onClose}
      onSubmit={() => {
        setAsked(true)
        if (name.trim() && ends !== '') making.mutate()
      }}
    >
      <TextInput
        label={text.keys.name}
        description={text.keys.nameHint}
        required
        data-autofocus
        value={name}
        error={asked && !name.trim()}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <GrantsField grants={grants} onChange={setGrants} />
      <NativeSelect
        label={text.keys.ends}
        description={text.keys.endsHint}
        value={span}
        onChange={(event) => setSpan(event.currentTarget.value as Span)}
        data={spans.map((one) => ({ value: one, label: text.keys.spans[one] }))}
      />
      {span === 'day' && (
        <DateField
          label={text.keys.lastDay}
          required
          min={dayAhead(0)}
          value={day}
          error={asked && day === ''}
          onChange={setDay}
        />
      )}
    </FormDialog>
  )
}

/** The one time that the key is seen. It closes by its button alone. */
function MadeDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const text = useMessages(access)
  const clipboard = useClipboard({ timeout: 4000 })
  const onPhone = useMediaQuery('(max-width: 47.99em)')
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.keys.made}
      size="lg"
      fullScreen={onPhone}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <div className={styles.fields}>
        <p>{text.keys.once}</p>
        <div className={styles.password}>
          <TextInput
            label={text.keys.keyLabel}
            readOnly
            value={secret}
            classNames={{ input: styles.mono }}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button
            leftSection={clipboard.copied ? <Icon name="check" size={16} /> : undefined}
            onClick={() => clipboard.copy(secret)}
          >
            {clipboard.copied ? text.copied : text.copy}
          </Button>
        </div>
        <div>
          <p className={styles.soft}>{text.keys.tryIt}</p>
          <pre className={styles.command}>
            {`curl -H "Authorization: Bearer ${secret}" \\\n  ${location.origin}/api/v1/org/nodes`}
          </pre>
        </div>
        <div className={styles.foot}>
          <Button variant="default" onClick={onClose}>
            {text.keys.kept}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const text = useMessages(access)
  const { name } = apiKey
  const revoking = useSaving(
    () => callApi(`/api-keys/${encodeURIComponent(apiKey.id)}`, { method: 'DELETE' }),
    text.keys.revoked({ name }),
    onClose,
  )
  return (
    <FormDialog
      title={text.keys.revokeTitle({ name })}
      action={text.keys.revoke}
      error={revoking.error}
      busy={revoking.isPending}
      onClose={onClose}
      onSubmit={() => revoking.mutate()}
    >
      <p>{text.keys.revokeWhy}</p>
    </FormDialog>
  )
}
