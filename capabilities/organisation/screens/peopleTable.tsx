import { Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type AnswerOf, callApi } from '#design/api'
import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { type Format, useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { PersonChip } from '#design/personChip'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { dayAt } from '#foundation/period'
import type { contract } from '../wire.ts'
import { people, positionNames } from './messages.ts'
import { type OrgNode, type Person, pathTo } from './nodes.ts'
import styles from './people.module.css'

type Membership = Person['memberships'][number]

/** The membership that says where somebody works: the running one that began last, else the last there was. */
function present(person: Person, today: string): { membership: Membership | null; state: 'here' | 'gone' | 'comes' } {
  const byStart = [...person.memberships].sort((a, b) => (a.from < b.from ? 1 : -1))
  const running = byStart.find(({ from, to }) => from <= today && (to === null || today <= to))
  if (running) return { membership: running, state: 'here' }
  const next = byStart.findLast(({ from }) => from > today)
  return next ? { membership: next, state: 'comes' } : { membership: byStart[0] ?? null, state: 'gone' }
}

/** The people under a node, or everybody; each row unfolds into the positions held. */
export function PeopleTable({ nodes, node }: { nodes: OrgNode[]; node: OrgNode | null }) {
  const text = useMessages(people)
  const names: Record<string, string> = useMessages(positionNames)
  const format = useFormat()
  const may = useMay()
  const [wanted, setWanted] = useState('')
  const [position, setPosition] = useState<string | null>(null)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['organisation', 'people', node?.id ?? null],
    queryFn: ({ signal }) =>
      callApi<AnswerOf<typeof contract.people>>('/org/people', { search: { node: node?.id }, signal }),
  })
  if (isPending) return <Skeletons shape="table" count={8} />
  if (error) return <FailureNote title={text.peopleNotLoaded} error={error} onRetry={() => void refetch()} />
  const today = dayAt(new Date(), 'Asia/Shanghai')
  const positionName = (id: string) => names[id] ?? id
  const placeOf = (id: string) => {
    const path = pathTo(nodes, id).filter(({ kind }) => kind !== 'company' && kind !== 'region')
    return path.length > 0
      ? path.map(({ name }) => name).join(' · ')
      : (nodes.find((each) => each.id === id)?.name ?? id)
  }
  const all = data.people.map((person) => ({ person, ...present(person, today) }))
  const positions = [...new Set(all.flatMap(({ membership }) => (membership ? [membership.position] : [])))].sort()
  const asked = wanted.trim().toLowerCase()
  const rows = all.filter(
    ({ person, membership }) =>
      (asked === '' || `${person.name} ${person.id}`.toLowerCase().includes(asked)) &&
      (position === null || membership?.position === position),
  )
  type Row = (typeof rows)[number]
  const baseOf = (person: Person) => person.bonusBases?.filter(({ from }) => from <= today).at(-1)?.baseFen ?? null
  const columns: Column<Row>[] = [
    {
      id: 'person',
      title: text.columns.person,
      cell: ({ person, state }) => (
        <span className={styles.who} data-gone={state !== 'here' || undefined}>
          <PersonChip size="sm" name={person.name} />
          {state !== 'here' && <span className={styles.away}>{state === 'gone' ? text.gone : text.comes}</span>}
        </span>
      ),
      sortBy: ({ person }) => person.name,
      heading: true,
    },
    {
      id: 'position',
      title: text.columns.position,
      cell: ({ membership }) => (membership ? positionName(membership.position) : '–'),
      sortBy: ({ membership }) => (membership ? positionName(membership.position) : null),
    },
    {
      id: 'place',
      title: text.columns.place,
      cell: ({ membership }) => (membership ? placeOf(membership.node) : '–'),
      sortBy: ({ membership }) => (membership ? placeOf(membership.node) : null),
    },
    {
      id: 'id',
      title: text.columns.id,
      cell: ({ person }) => <span className={styles.code}>{person.id}</span>,
      sortBy: ({ person }) => person.id,
    },
    {
      id: 'since',
      title: text.columns.since,
      cell: ({ membership }) => (membership ? format.day(membership.from, { year: true }) : '–'),
      sortBy: ({ membership }) => membership?.from ?? null,
    },
  ]
  if (may('pay.read') && data.people.some((person) => person.bonusBases !== undefined)) {
    columns.push({
      id: 'base',
      title: text.columns.base,
      numeric: true,
      cell: ({ person }) => {
        const base = baseOf(person)
        return base === null ? '–' : format.money(base)
      },
      sortBy: ({ person }) => baseOf(person),
    })
  }
  const here = all.filter(({ state }) => state === 'here').length
  return (
    <>
      <div className={styles.filters}>
        <TextInput
          aria-label={text.findPerson}
          placeholder={text.findPerson}
          leftSection={<Icon name="search" size={15} />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Select
          aria-label={text.columns.position}
          data={positions.map((id) => ({ value: id, label: positionName(id) }))}
          value={position}
          onChange={setPosition}
          placeholder={text.allPositions}
          clearable
          comboboxProps={{ shadow: 'none' }}
        />
        <span className={styles.count}>
          {node === null
            ? text.countAll({ count: format.count(all.length) })
            : text.count({ count: format.count(here) })}
        </span>
      </div>
      <DataTable
        caption={text.title}
        columns={columns}
        rows={rows}
        rowKey={({ person }) => person.id}
        detail={({ person }) => <History person={person} placeOf={placeOf} positionName={positionName} today={today} />}
        empty={
          all.length === 0 ? (
            <EmptyState icon="people" title={text.nobody} why={text.nobodyWhy} />
          ) : (
            <EmptyState icon="search" title={text.nobodyFound} why={text.nobodyFoundWhy} />
          )
        }
      />
    </>
  )
}

type HistoryProps = {
  person: Person
  placeOf: (node: string) => string
  positionName: (position: string) => string
  today: string
}

/** Where somebody has worked, newest first, with what is past in grey; bonus bases for those who may see pay. */
function History({ person, placeOf, positionName, today }: HistoryProps) {
  const text = useMessages(people)
  const format = useFormat()
  const held = [...person.memberships].sort((a, b) => (a.from < b.from ? 1 : -1))
  const bases = [...(person.bonusBases ?? [])].sort((a, b) => (a.from < b.from ? 1 : -1))
  return (
    <div className={styles.history}>
      <section>
        <h2>{text.history}</h2>
        <ul>
          {held.map((membership) => (
            <li
              key={`${membership.node} ${membership.position} ${membership.from}`}
              data-past={(membership.to !== null && membership.to < today) || undefined}
            >
              <span>{spanText(membership, format, text)}</span>
              <span>
                {placeOf(membership.node)} · {positionName(membership.position)}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {bases.length > 0 && (
        <section>
          <h2>{text.bases}</h2>
          <ul>
            {bases.map((base, index) => (
              <li key={base.from} data-past={index > 0 || undefined}>
                {text.baseFrom({ day: format.day(base.from, { year: true }), amount: format.money(base.baseFen) })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function spanText(
  { from, to }: Membership,
  format: Format,
  text: { span: (v: { from: string; to: string }) => string; spanOpen: (v: { from: string }) => string },
) {
  const day = (date: string) => format.day(date, { year: true })
  return to === null ? text.spanOpen({ from: day(from) }) : text.span({ from: day(from), to: day(to) })
}
