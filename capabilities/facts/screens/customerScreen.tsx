import { Button, Modal, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type AnswerOf, callApi } from '#design/api'
import { DataTable } from '#design/dataTable'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import type { contract } from '../wire.ts'
import styles from './customer.module.css'
import { customerMessages } from './customerMessages.ts'

type Kept = AnswerOf<typeof contract.customer>
type Erased = AnswerOf<typeof contract.eraseCustomer>

const ask = <Answer,>(path: string, customer: string) => callApi<Answer>(path, { method: 'POST', body: { customer } })

/** What is kept of a customer, and its end (H4.5). */
export default function CustomerScreen() {
  const text = useMessages(customerMessages)
  const format = useFormat()
  const [customer, setCustomer] = useState('')
  const [asking, setAsking] = useState(false)
  const found = useMutation({ mutationFn: (named: string) => ask<Kept>('/customers/lookups', named) })
  const erased = useMutation({
    mutationFn: (named: string) => ask<Erased>('/customers/erasures', named),
    onSuccess: () => found.reset(),
    onSettled: () => setAsking(false),
  })
  const named = customer.trim()
  const look = (event: FormEvent) => {
    event.preventDefault()
    erased.reset()
    if (named) found.mutate(named)
  }
  const facts = found.data?.facts
  return (
    <>
      <PageHeader title={text.title} meta={<span>{text.why}</span>} />
      <form className={styles.find} onSubmit={look}>
        <TextInput
          className={styles.name}
          label={text.customer}
          description={text.hint}
          value={customer}
          maxLength={500}
          autoComplete="off"
          onChange={(event) => setCustomer(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!named} loading={found.isPending}>
          {text.find}
        </Button>
      </form>
      {found.error && <FailureNote title={text.failed} error={found.error} />}
      {erased.error && <FailureNote title={text.eraseFailed} error={erased.error} />}
      {erased.data && (
        <p role="status" className={styles.told}>
          {text.erased({
            orders: format.count(erased.data.orders),
            others: format.count(
              erased.data.appointments + erased.data.surveys + erased.data.pastVersions + erased.data.rejects,
            ),
            pseudonym: erased.data.pseudonym,
          })}
        </p>
      )}
      {facts && (
        <>
          {facts.length === 0 ? <p className={styles.told}>{text.past}</p> : <Facts facts={facts} />}
          <div className={styles.foot}>
            {facts.length > 0 && (
              <Button
                variant="default"
                leftSection={<Icon name="download" size={16} />}
                onClick={() => saveAs('customer.json', facts)}
              >
                {text.save}
              </Button>
            )}
            <Button onClick={() => setAsking(true)}>{text.erase}</Button>
          </div>
        </>
      )}
      {asking && (
        <Sure
          busy={erased.isPending}
          onSure={() => erased.mutate(found.variables ?? named)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function Facts({ facts }: { facts: Kept['facts'] }) {
  const text = useMessages(customerMessages)
  const format = useFormat()
  return (
    <DataTable
      caption={text.title}
      rows={facts}
      rowKey={({ kind, source, externalId }) => `${kind} ${source} ${externalId}`}
      columns={[
        { id: 'kind', title: text.kind, cell: ({ kind }) => text.kinds[kind] ?? kind },
        { id: 'number', title: text.number, cell: ({ externalId }) => externalId },
        { id: 'store', title: text.store, cell: ({ store }) => store },
        { id: 'day', title: text.day, cell: ({ day }) => (day ? format.day(day) : '') },
        { id: 'vehicle', title: text.vehicle, cell: ({ vehicle }) => vehicle ?? '' },
        { id: 'words', title: text.words, cell: (fact) => fact.text ?? '' },
      ]}
    />
  )
}

function Sure({ busy, onSure, onClose }: { busy: boolean; onSure: () => void; onClose: () => void }) {
  const text = useMessages(customerMessages)
  const onPhone = useMediaQuery('(max-width: 47.99em)')
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.eraseTitle}
      fullScreen={onPhone}
      closeButtonProps={{ 'aria-label': text.cancel }}
    >
      <p className={styles.told}>{text.eraseWhy}</p>
      <div className={styles.foot}>
        <Button variant="default" onClick={onClose}>
          {text.cancel}
        </Button>
        <Button loading={busy} onClick={onSure}>
          {text.sure}
        </Button>
      </div>
    </Modal>
  )
}

function saveAs(name: string, content: unknown) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
