import { lazy, Suspense, useEffect, useState } from 'react'
import { ActionBar } from '#design/actionBar'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { type ScreenModule, type ScreenProps, useSearch } from '#design/screen'
import { useSession } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { kpisQuery } from '#kpis/ui'
import { usePositionName } from '#organisation/ui'
import type { ClosingDraft } from './closingSheet.tsx'
import controls from './controls.module.css'
import { DaySummary } from './daySummary.tsx'
import { useKeptAsides } from './keptAsides.ts'
import { dayMessages } from './messages.ts'
import styles from './myDay.module.css'
import { LearningTasks, RoutineTasks } from './plainTasks.tsx'
import { type Card, type CardTask, todayQuery, useMyDay, type Which } from './reads.ts'
import { SendingNote } from './sendingNote.tsx'
import { FirstTask, type Opened, OtherTask, type Ticked } from './strategicTask.tsx'

const WalkSheet = lazy(() => import('./walkSheet.tsx'))
const ScriptSheet = lazy(() => import('./scriptSheet.tsx'))
const TaskForm = lazy(() => import('./taskForm.tsx'))
const ClosingSheet = lazy(() => import('./closingSheet.tsx'))
const Mine = lazy(() => import('./mine.tsx'))

type Open = { what: Opened; task: CardTask } | { what: 'add' } | { what: 'close' } | null

export const first: ScreenModule['first'] = ({ search, person }) =>
  person && search.day !== 'tomorrow' ? [todayQuery(person), kpisQuery] : []

/** What is mine to do today, the first thing first; or tomorrow (E2). */
export default function MyDayScreen({ search }: ScreenProps) {
  const { user } = useSession()
  const text = useMessages(dayMessages)
  if (!user?.person)
    return (
      <>
        <PageHeader title={text.screen} />
        <EmptyState icon="person" title={text.noneTitle} why={text.none.no_person} action={text.noneRemedy.no_person} />
      </>
    )
  return <Day person={user.person} which={search.day === 'tomorrow' ? 'tomorrow' : 'today'} />
}

function Day({ person, which }: { person: string; which: Which }) {
  const text = useMessages(dayMessages)
  const state = useMyDay(person, which)
  useKeptAsides(person)
  const { day, card, outbox, ready, error, unreached } = state
  const [open, setOpen] = useState<Open>(null)
  const [draft, setDraft] = useState<ClosingDraft | null>(null)
  useEffect(() => {
    if (which === 'today' && ready && card && card.openedAt === null) void outbox.add(card.day, { kind: 'open' })
  }, [which, ready, card, outbox])

  const closed = card?.closedAt !== null && card !== null
  const running = which === 'today' && card !== null && !closed
  const tick = (task: CardTask, ticked: Ticked) =>
    void outbox.add(card?.day ?? '', { kind: 'tick', task: task.id, basedOn: task.version, ...ticked })
  const learned = (task: CardTask, minutes: number) =>
    void outbox.add(
      card?.day ?? '',
      { kind: 'learn', item: task.source.id, minutes, score: null },
      { kind: 'tick', task: task.id, basedOn: task.version, done: true, why: '', stepsDone: [] },
    )
  const strategic = card?.tasks.filter(({ kind }) => kind === 'strategic') ?? []
  const ofKind = (kind: string) => card?.tasks.filter((task) => task.kind === kind) ?? []
  const [first, ...others] = strategic
  const shared = {
    onTick: running ? tick : null,
    onOpen: (what: Opened, task: CardTask) => setOpen({ what, task }),
    changeable: card !== null && !closed,
    closed,
    ahead: which === 'tomorrow',
  }
  return (
    <div className={styles.page}>
      <Head which={which} card={card} day={day?.day ?? null} />
      <SendingNote state={state} onCloseDay={() => setOpen({ what: 'close' })} />
      {!day && !unreached && error ? <FailureNote title={text.failed} error={error} onRetry={state.reload} /> : null}
      {!day && unreached && <EmptyState icon="offline" title={text.offlineTitle} why={text.offlineWhy} />}
      {!day && !error && !unreached && <Skeletons shape="list" count={5} />}
      {day && !card && day.reason && (
        <EmptyState
          icon="calendar"
          title={text.noneTitle}
          why={
            <>
              {text.none[day.reason]}
              <br />
              {text.noneRemedy[day.reason]}
            </>
          }
        />
      )}
      {day && card && (
        <>
          {which === 'today' && closed && <DaySummary card={card} onChange={() => setOpen({ what: 'close' })} />}
          {day.yesterday && <Yesterday yesterday={day.yesterday} />}
          {first ? (
            <FirstTask key={first.id} task={first} {...shared} />
          ) : (
            <p className={styles.soft}>{text.noStrategic}</p>
          )}
          {others.length > 0 && (
            <section className={styles.block}>
              <h2>{text.strategic}</h2>
              {others.map((task) => (
                <OtherTask key={task.id} task={task} {...shared} />
              ))}
            </section>
          )}
          <RoutineTasks tasks={ofKind('routine')} {...shared} />
          <LearningTasks tasks={ofKind('learning')} items={day.learning} onLearned={running ? learned : null} />
          {!closed && (
            <button type="button" className={controls.quiet} onClick={() => setOpen({ what: 'add' })}>
              + {text.add}
            </button>
          )}
        </>
      )}
      {day && which === 'today' && (
        <Suspense fallback={null}>
          <Mine person={person} />
        </Suspense>
      )}
      {running && (
        <ActionBar>
          <button type="button" className={controls.main} onClick={() => setOpen({ what: 'close' })}>
            {text.closeDay}
          </button>
        </ActionBar>
      )}
      <Suspense fallback={null}>
        {day && card && open && (
          <Opening
            open={open}
            card={card}
            scripts={day.scripts}
            draft={draft}
            onDraft={setDraft}
            onShut={() => setOpen(null)}
            onClosed={(doings) => {
              void outbox.add(card.day, ...doings)
              setDraft(null)
              setOpen(null)
            }}
          />
        )}
      </Suspense>
    </div>
  )
}

type OpeningProps = {
  open: NonNullable<Open>
  card: Card
  scripts: NonNullable<ReturnType<typeof useMyDay>['day']>['scripts']
  draft: ClosingDraft | null
  onDraft: (draft: ClosingDraft) => void
  onShut: () => void
  onClosed: Parameters<typeof ClosingSheet>[0]['onClosed']
}

function Opening({ open, card, scripts, draft, onDraft, onShut, onClosed }: OpeningProps) {
  switch (open.what) {
    case 'walk':
      return <WalkSheet task={open.task} onClose={onShut} />
    case 'script': {
      const script = scripts.find(({ id }) => id === open.task.script)
      return script ? <ScriptSheet script={script} onClose={onShut} /> : null
    }
    case 'change':
    case 'add':
      return <TaskForm card={card} task={open.what === 'change' ? open.task : null} onClose={onShut} />
    case 'close':
      return <ClosingSheet card={card} draft={draft} onDraft={onDraft} onClose={onShut} onClosed={onClosed} />
  }
}

function Head({ which, card, day }: { which: Which; card: Card | null; day: string | null }) {
  const text = useMessages(dayMessages)
  const format = useFormat()
  const positionName = usePositionName()
  const { user } = useSession()
  const [, change] = useSearch()
  const hour = Number(format.time(new Date()).slice(0, 2))
  const greeting = text.greeting[hour < 12 ? 'morning' : hour < 18 ? 'noon' : 'evening']
  return (
    <header className={styles.head}>
      <div>
        <p className={styles.soft}>
          {day ? format.day(day, { weekday: true }) : ' '}
          {card ? ` · ${positionName(card.person.position)}` : ''}
        </p>
        <h1>{greeting({ name: card?.person.name ?? user?.name ?? '' })}</h1>
      </div>
      <fieldset className={controls.choice} aria-label={text.which}>
        {(['today', 'tomorrow'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={which === each}
            onClick={() => change({ day: each === 'tomorrow' ? each : undefined })}
          >
            {text[each]}
          </button>
        ))}
      </fieldset>
    </header>
  )
}

function Yesterday({
  yesterday,
}: {
  yesterday: { day: string; strategic: number; strategicDone: number; tomorrow: string }
}) {
  const text = useMessages(dayMessages)
  const format = useFormat()
  return (
    <p className={styles.yesterday}>
      <span className={styles.soft}>
        {text.yesterdayDone({
          day: format.day(yesterday.day, { weekday: true }),
          done: yesterday.strategicDone,
          all: yesterday.strategic,
        })}
      </span>
      {yesterday.tomorrow && (
        <>
          <span className={styles.soft}>{text.yesterdaySaid}</span> <b>{yesterday.tomorrow}</b>
        </>
      )}
    </p>
  )
}
