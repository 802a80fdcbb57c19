import { useState } from 'react'
import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { StateBadge } from '#design/stateBadge'
import controls from './controls.module.css'
import type { Team } from './reads.ts'
import styles from './team.module.css'
import { teamMessages } from './teamMessages.ts'

export type TeamStore = NonNullable<Team['stores']>[number]
export type View = 'morning' | 'closing'

/** A table of more rows than this is first shown without its tail. */
const firstShown = 60

const tones = { none: 'attention', some: 'going', all: 'done' } as const
const doneIn = (store: TeamStore, view: View) => (view === 'morning' ? store.opened : store.closed)
const missing = (store: TeamStore, view: View) => store.people - doneIn(store, view)

function stateOf(store: TeamStore, view: View): keyof typeof tones {
  const done = doneIn(store, view)
  return done === 0 ? 'none' : done < store.people ? 'some' : 'all'
}

/** The stores of a region or company: how far each is with the day, where most is missing first; each a door to its team. */
export function TeamStores({ team, stores, view }: { team: Team; stores: TeamStore[]; view: View }) {
  const text = useMessages(teamMessages)
  const [all, showAll] = useState(false)
  if (stores.length === 0) return <EmptyState icon="store" title={text.noStores} why={text.noStoresWhy} />
  const staffed = stores.filter(({ people }) => people > 0)
  const ordered = [...staffed].sort((a, b) => missing(b, view) - missing(a, view))
  const shown = all ? ordered : ordered.slice(0, firstShown)
  const part = (done: number, of: number) => text.of({ part: done, all: of })
  const several = new Set(staffed.map(({ region }) => region)).size > 1
  const columns: Column<TeamStore>[] = [
    {
      id: 'store',
      title: text.columns.store,
      heading: true,
      cell: (store) => (
        <ScreenLink to={`/team/${encodeURIComponent(store.id)}`} search={{ view }} className={styles.store}>
          {store.name}
        </ScreenLink>
      ),
      sortBy: ({ name }) => name,
    },
    ...(several
      ? [
          {
            id: 'region',
            title: text.columns.region,
            cell: (store: TeamStore) => store.region,
            sortBy: (store: TeamStore) => store.region,
          },
        ]
      : []),
    {
      id: 'state',
      title: text.columns.state,
      cell: (store) => {
        const state = stateOf(store, view)
        return <StateBadge tone={tones[state]}>{text.storeStates[view][state]}</StateBadge>
      },
    },
    {
      id: 'missing',
      title: view === 'morning' ? text.notOpened : text.notClosed,
      numeric: true,
      cell: (store) => <b>{missing(store, view)}</b>,
      sortBy: (store) => missing(store, view),
    },
    {
      id: 'opened',
      title: text.opened,
      numeric: true,
      cell: ({ opened, people }) => part(opened, people),
      sortBy: ({ opened, people }) => opened / people,
    },
    {
      id: 'closed',
      title: text.closed,
      numeric: true,
      cell: ({ closed, people }) => part(closed, people),
      sortBy: ({ closed, people }) => closed / people,
    },
    {
      id: 'tasks',
      title: text.tasks,
      numeric: true,
      cell: ({ strategicDone, strategic }) => part(strategicDone, strategic),
      sortBy: ({ strategicDone, strategic }) => (strategic === 0 ? null : strategicDone / strategic),
    },
    {
      id: 'problems',
      title: text.columns.unsolved,
      numeric: true,
      cell: ({ problems, problemsSolved }) => problems - problemsSolved,
      sortBy: ({ problems, problemsSolved }) => problems - problemsSolved,
    },
  ]
  return (
    <>
      <Counts team={team} stores={staffed} view={view} />
      <DataTable
        key={view}
        caption={text.stores}
        columns={columns}
        rows={shown}
        rowKey={({ id }) => id}
        initialSort={{ column: 'missing', down: true }}
      />
      {ordered.length > shown.length && (
        <button type="button" className={controls.quiet} onClick={() => showAll(true)}>
          {text.allStores({ count: ordered.length })}
        </button>
      )}
    </>
  )
}

function Counts({ team, stores, view }: { team: Team; stores: TeamStore[]; view: View }) {
  const text = useMessages(teamMessages)
  const { adoption } = team
  const opened = stores.reduce((sum, store) => sum + store.opened, 0)
  const states = stores.map((store) => stateOf(store, view))
  const counts: [string, number, number][] = [
    [text.opened, opened, adoption.cardsDue],
    [text.closed, adoption.cardsClosed, adoption.cardsDue],
    [text.tasks, adoption.strategicTasksDone, adoption.strategicTasksDue],
    [text.problems, adoption.problemsSolvedSameDay, adoption.problemsRaised],
    [text.storesAll[view], states.filter((state) => state === 'all').length, stores.length],
  ]
  return (
    <section className={styles.attention} data-stores="true">
      <dl className={styles.counts}>
        {counts.map(([name, done, of]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text.of({ part: done, all: of })}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
