import { lazy, Suspense, useState } from 'react'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { PersonChip } from '#design/personChip'
import { type ScreenProps, useSearch } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { StateBadge } from '#design/stateBadge'
import { usePositionName } from '#organisation/ui'
import { cardState, meetingOrder, needs } from '../rules/help.ts'
import controls from './controls.module.css'
import { useLiveText } from './live.tsx'
import { dayMessages } from './messages.ts'
import { type CardTask, type Team, useTeam } from './reads.ts'
import { stateOf } from './strategicTask.tsx'
import styles from './team.module.css'
import { teamMessages } from './teamMessages.ts'
import { TeamStores, type View } from './teamStores.tsx'

const MemberSheet = lazy(() => import('./memberSheet.tsx'))
const TaskForm = lazy(() => import('./taskForm.tsx'))

type Member = Team['members'][number]
const closingFromHour = 15
const tones = { none: 'open', waiting: 'open', open: 'going', closed: 'done' } as const

/** Everybody's card on one screen, for the morning meeting and the closing of the day (H8.5); above stores, the stores. */
export default function TeamScreen({ params, search }: ScreenProps) {
  const text = useMessages(teamMessages)
  const format = useFormat()
  const node = params.node ?? ''
  const { data, error, refetch } = useTeam(node, undefined)
  const [, change] = useSearch()
  const hour = Number(format.time(new Date()).slice(0, 2))
  const view: View =
    search.view === 'morning' || search.view === 'closing'
      ? search.view
      : hour < closingFromHour
        ? 'morning'
        : 'closing'
  return (
    <div className={styles.page}>
      <PageHeader
        title={text.title}
        meta={
          data ? (
            <span>
              {data.node.name} · {format.day(data.day, { weekday: true })}
            </span>
          ) : undefined
        }
        actions={
          <fieldset className={controls.choice} aria-label={text.view}>
            {(['morning', 'closing'] as const).map((each) => (
              <button key={each} type="button" aria-pressed={view === each} onClick={() => change({ view: each })}>
                {text.views[each]}
              </button>
            ))}
          </fieldset>
        }
      />
      {error && !data ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="table" count={6} /> : null}
      {data?.stores && <TeamStores team={data} stores={data.stores} view={view} />}
      {data && !data.stores && data.members.length === 0 && (
        <EmptyState icon="people" title={text.nobody} why={text.nobodyWhy} />
      )}
      {data && !data.stores && data.members.length > 0 && <Members team={data} view={view} />}
    </div>
  )
}

function Members({ team, view }: { team: Team; view: View }) {
  const text = useMessages(teamMessages)
  const may = useMay()
  const [looking, look] = useState<string | null>(null)
  const [writing, write] = useState<{ person: string; task: CardTask | null } | null>(null)
  const cardOf = (person: string) => team.members.find((member) => member.person.id === person) ?? null
  const looked = looking === null ? null : cardOf(looking)
  const written = writing === null ? null : (cardOf(writing.person)?.card ?? null)
  return (
    <>
      <Attention team={team} view={view} />
      <ul className={styles.members} aria-label={text.members}>
        {meetingOrder(team.members, view).map((member) => (
          <MemberRow key={member.person.id} member={member} view={view} onLook={() => look(member.person.id)} />
        ))}
      </ul>
      <Suspense fallback={null}>
        {looked?.card && !written && (
          <MemberSheet
            card={looked.card}
            onChange={may('cards.write') ? (task) => write({ person: looked.person.id, task }) : null}
            onClose={() => look(null)}
          />
        )}
        {written && writing && <TaskForm card={written} task={writing.task} onClose={() => write(null)} />}
      </Suspense>
    </>
  )
}

/** The counts of the day, and the names that the meeting has to speak about. */
function Attention({ team, view }: { team: Team; view: View }) {
  const format = useFormat()
  const text = useMessages(teamMessages)
  const { adoption, members } = team
  const opened = members.filter(({ card }) => card !== null && card.openedAt !== null).length
  const counts: [string, number, number][] = [
    view === 'morning'
      ? [text.opened, opened, adoption.cardsDue]
      : [text.closed, adoption.cardsClosed, adoption.cardsDue],
    [text.tasks, adoption.strategicTasksDone, adoption.strategicTasksDue],
    [text.problems, adoption.problemsSolvedSameDay, adoption.problemsRaised],
  ]
  const names = (some: Member[]) => some.map(({ person }) => person.name)
  const lists: [string, string[]][] = [
    [text.help, names(members.filter(({ card }) => needs(card).length > 0))],
    [text.noCard, names(members.filter(({ card }) => card === null))],
    view === 'morning'
      ? [text.notOpened, names(members.filter(({ card }) => cardState(card) === 'waiting'))]
      : [text.notClosed, names(members.filter(({ card }) => card !== null && card.closedAt === null))],
  ]
  return (
    <section className={styles.attention}>
      <dl className={styles.counts}>
        {counts.map(([name, part, all]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text.of({ part, all })}</dd>
          </div>
        ))}
      </dl>
      <dl className={styles.names}>
        {lists.map(([name, who]) => (
          <div key={name} data-some={who.length > 0 || undefined}>
            <dt>
              {name} <b>{who.length}</b>
            </dt>
            <dd>{who.length > 0 ? format.list(who) : text.everybody}</dd>
          </div>
        ))}
      </dl>
      {members.some(({ card }) => card === null) && <p className={styles.soft}>{text.noCardWhy}</p>}
    </section>
  )
}

function MemberRow({ member, view, onLook }: { member: Member; view: View; onLook: () => void }) {
  const text = useMessages(teamMessages)
  const day = useMessages(dayMessages)
  const positionName = usePositionName()
  const { person, card } = member
  const state = cardState(card)
  const wanted = needs(card)
  const strategic = card?.tasks.filter(({ kind }) => kind === 'strategic') ?? []
  const said = card && view === 'closing' ? [card.highlight, card.problem, card.tomorrow] : []
  const titles = [day.highlight, day.problem, day.focus]
  return (
    <li className={styles.member} data-help={wanted.length > 0 || undefined}>
      <div className={styles.who}>
        <PersonChip name={person.name} position={positionName(person.position)} />
        <StateBadge tone={tones[state]}>{text.states[state]}</StateBadge>
      </div>
      {card ? (
        <ol className={styles.tasks}>
          {strategic.map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
        </ol>
      ) : (
        <span />
      )}
      <div className={styles.told}>
        {wanted.map((need) => (
          <StateBadge key={need} tone="attention">
            {text.needs[need]}
          </StateBadge>
        ))}
        {said.map((words, index) =>
          words ? (
            <p key={titles[index]}>
              <span className={styles.soft}>{titles[index]}</span> {words}
            </p>
          ) : null,
        )}
      </div>
      {card ? (
        <button type="button" className={controls.small} aria-label={text.look({ name: person.name })} onClick={onLook}>
          <Icon name="right" size={18} />
        </button>
      ) : (
        <span />
      )}
    </li>
  )
}

function TaskLine({ task }: { task: CardTask }) {
  const day = useMessages(dayMessages)
  const words = useWords()
  const live = useLiveText()(task)
  return (
    <li data-done={task.done ?? undefined}>
      <span>{words(task.title)}</span>
      <span className={styles.state}>
        {live && <b>{live}</b>} {task.done === true ? '✓ ' : task.done === false ? '✕ ' : ''}
        {stateOf(task, day)}
      </span>
    </li>
  )
}
