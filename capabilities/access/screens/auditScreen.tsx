import { Button, Select, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '#design/api'
import { EmptyState } from '#design/emptyState'
import { ExportButton } from '#design/export'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useLocale, useMessages } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { useSearch } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { dayAt } from '#foundation/period'
import { useNodes } from '#organisation/ui'
import styles from './access.module.css'
import { type Grant, useGrantText } from './accounts.ts'
import { audit } from './auditMessages.ts'

/** As the trail answers; audit has no web door of its own. */
type Entry = {
  node: number
  seq: number
  at: string
  actor: string
  action: string
  subject: string
  details: Record<string, unknown>
}

const entriesAtOnce = 100

/** Who did what, newest first, day by day. */
export default function AuditScreen() {
  const text = useMessages(audit)
  const format = useFormat()
  const [search, setSearch] = useSearch()
  const [wanted, setWanted] = useState('')
  const action = search.action ?? null
  const trail = useInfiniteQuery({
    queryKey: ['access', 'audit', action],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      callApi<{ entries: Entry[] }>('/audit', {
        search: { action: action ?? undefined, before: pageParam, limit: entriesAtOnce },
        signal,
      }).then(({ entries }) => entries),
    getNextPageParam: (last) => (last.length < entriesAtOnce ? undefined : last.at(-1)?.at),
  })
  const nodes = useNodes()
  const nodeNames = new Map(nodes.data?.map(({ no, name }) => [no, name]))
  const names: Record<string, string> = text.actions
  const values: Record<string, string> = text.values
  const asked = wanted.trim().toLowerCase()
  const entries = (trail.data?.pages.flat() ?? []).filter(
    ({ actor, subject }) => asked === '' || `${actor} ${subject}`.toLowerCase().includes(asked),
  )
  const days = byDay(entries)
  return (
    <>
      <PageHeader
        title={text.title}
        meta={<span>{text.why}</span>}
        actions={<ExportButton path="/audit/export.xlsx" search={{ action, limit: 500 }} name={text.title} />}
      />
      <div className={styles.filters}>
        <TextInput
          aria-label={text.find}
          placeholder={text.find}
          leftSection={<Icon name="search" size={15} />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Select
          aria-label={text.allActions}
          placeholder={text.allActions}
          data={Object.entries(names).map(([value, label]) => ({ value, label }))}
          value={action}
          onChange={(chosen) => setSearch({ action: chosen ?? undefined })}
          clearable
          searchable
          comboboxProps={{ shadow: 'none' }}
        />
      </div>
      {trail.isPending && <Skeletons shape="table" count={8} />}
      {trail.error && <FailureNote title={text.notLoaded} error={trail.error} onRetry={() => void trail.refetch()} />}
      {trail.data && entries.length === 0 && <EmptyState icon="history" title={text.empty} why={text.emptyWhy} />}
      {[...days].map(([day, ofDay]) => (
        <section key={day} className={styles.day}>
          <h2>{format.day(day, { year: true, weekday: true })}</h2>
          <ol>
            {ofDay.map((entry) => (
              <li key={`${entry.node} ${entry.seq}`}>
                <time dateTime={entry.at}>{format.time(entry.at)}</time>
                <span className={styles.actor}>{entry.actor || text.nobody}</span>
                <span className={styles.deed}>
                  <strong>{names[entry.action] ?? entry.action}</strong>
                  {values[entry.subject] ? (
                    <span>{values[entry.subject]}</span>
                  ) : (
                    entry.subject && (
                      <span className={styles.mono} title={entry.subject}>
                        {shortened(entry.subject)}
                      </span>
                    )
                  )}
                  {entry.node !== 0 && !nodes.isPending && (
                    <span className={styles.faint}>
                      {nodeNames.get(entry.node) ?? text.place({ node: String(entry.node) })}
                    </span>
                  )}
                </span>
                <Details details={entry.details} />
              </li>
            ))}
          </ol>
        </section>
      ))}
      {trail.data && entries.length > 0 && (
        <div className={styles.more}>
          {trail.hasNextPage ? (
            <Button variant="default" loading={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
              {text.older}
            </Button>
          ) : (
            <span className={styles.faint}>{text.end}</span>
          )}
        </div>
      )}
    </>
  )
}

/** Of a made id the beginning is enough to tell two apart; the whole stands in its title and in the export. */
const shortened = (subject: string) => (madeId.test(subject) ? `${subject.slice(0, 8)}…` : subject)
const madeId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function byDay(entries: Entry[]): Map<string, Entry[]> {
  const days = new Map<string, Entry[]>()
  for (const entry of entries) {
    const day = dayAt(new Date(entry.at), 'Asia/Shanghai')
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return days
}

function Details({ details }: { details: Entry['details'] }) {
  const text = useMessages(audit)
  const format = useFormat()
  const { locale } = useLocale()
  const grantText = useGrantText()
  const names: Record<string, string> = text.details
  const values: Record<string, string> = text.values
  const shown = (key: string, value: unknown): string => {
    if (key === 'grants' && Array.isArray(value))
      return (value as Grant[]).map(grantText).join(locale === 'zh' ? '，' : ', ')
    if (typeof value === 'number')
      return key.endsWith('Fen') ? format.money(value) : Number.isInteger(value) ? format.count(value) : String(value)
    if (typeof value !== 'string') return JSON.stringify(value)
    // "file 0190..." names the import; the word is enough here.
    return values[value.split(' ')[0] ?? ''] ?? value
  }
  const parts = Object.entries(details).filter(([, value]) => value !== null && value !== 0 && value !== '')
  return (
    <span className={styles.details}>
      {parts.map(([key, value]) => (
        <span key={key}>
          {names[key] ?? key} {shown(key, value)}
        </span>
      ))}
    </span>
  )
}
