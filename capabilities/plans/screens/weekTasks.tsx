import { Button } from '@mantine/core'
import { useState } from 'react'
import { EmptyState } from '#design/emptyState'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { PersonChip } from '#design/personChip'
import { ScreenLink } from '#design/screen'
import { useSession } from '#design/session'
import { StateBadge } from '#design/stateBadge'
import { useToast } from '#design/toast'
import { nextPeriod, type Period, parsePeriod, periodOf, previousPeriod } from '#foundation/period'
import { useKpis } from '#kpis/ui'
import { type Choosable, usePeopleUnder } from '#organisation/ui'
import { tasksMax } from '../rules/weekTask.ts'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import { useTaskOutcome, type WeekPlan, type WeekTask, weekPath } from './reads.ts'
import type { TaskEditing } from './taskForm.tsx'
import { TaskOutcome } from './taskOutcome.tsx'

type TasksProps = { plan: WeekPlan; writes: boolean; onEdit: (editing: TaskEditing) => void }

/** A store's people; of a region nobody reads a hundred names to find one. */
const withoutAtFirst = 24

/** The week's tasks by person: three places each, the free ones in sight. */
export function WeekTasks({ plan, writes, onEdit }: TasksProps) {
  const text = useMessages(planMessages).tasks
  const people = usePeopleUnder(plan.node.id)
  const [asked, setAsked] = useState<WeekTask | null>(null)
  const { user } = useSession()
  const owners = ownersOf(plan.tasks, people, user?.person ?? null)
  const without = people.filter(({ id }) => !owners.some((owner) => owner.id === id))
  const [allWithout, showAllWithout] = useState(false)
  const offered = allWithout ? without : without.slice(0, withoutAtFirst)
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2 className={styles.heading}>{text.title}</h2>
        <p className={styles.soft}>{text.hint}</p>
      </div>
      {owners.length === 0 && <EmptyState icon="calendar" title={text.none} why={text.noneWhy} />}
      <div className={styles.people}>
        {owners.map((owner) => (
          <Places key={owner.id} owner={owner} plan={plan} writes={writes} onEdit={onEdit} onAsk={setAsked} />
        ))}
      </div>
      {writes && without.length > 0 && (
        <div className={styles.without}>
          <span className={styles.soft}>{text.without}</span>
          {offered.map(({ id, name, position }) => (
            <button
              key={id}
              type="button"
              className={styles.chip}
              aria-label={text.addFor({ name })}
              onClick={() => onEdit({ owner: id })}
            >
              <Icon name="plus" size={14} />
              {name}
              <span className={styles.soft}>{position}</span>
            </button>
          ))}
          {without.length > offered.length && (
            <button type="button" className={styles.moreButton} onClick={() => showAllWithout(true)}>
              {text.allWithout({ count: without.length })}
            </button>
          )}
        </div>
      )}
      {asked && <TaskOutcome task={asked} writes={writes} onDone={() => setAsked(null)} />}
    </section>
  )
}

/** Everybody who has a task: oneself first, then by name; those whom the reader may not see stand together at the end. */
function ownersOf(tasks: readonly WeekTask[], people: readonly Choosable[], self: string | null): Choosable[] {
  const positions = new Map(people.map((person) => [person.id, person.position]))
  const owners = new Map<string, Choosable>()
  for (const { owner } of tasks) owners.set(owner.id, { ...owner, position: positions.get(owner.id) ?? '' })
  const rank = ({ id }: Choosable) => (id === self ? 0 : id === '' ? 2 : 1)
  return [...owners.values()].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'zh'))
}

type PlacesProps = TasksProps & { owner: Choosable; onAsk: (task: WeekTask) => void }

function Places({ owner, plan, writes, onEdit, onAsk }: PlacesProps) {
  const text = useMessages(planMessages).tasks
  const tasks = plan.tasks.filter((task) => task.owner.id === owner.id)
  const placed = tasks.filter(({ place }) => place !== null)
  const dropped = tasks.filter(({ place }) => place === null)
  const known = owner.id !== ''
  const free = Array.from(
    { length: known ? Math.max(0, tasksMax - placed.length) : 0 },
    (_, index) => placed.length + index + 1,
  )
  return (
    <article className={styles.person} aria-label={owner.name || text.colleagues}>
      <header className={styles.personHead}>
        {known ? <PersonChip name={owner.name} position={owner.position} size="sm" /> : <b>{text.colleagues}</b>}
        {known && <span className={styles.soft}>{text.taken({ count: placed.length })}</span>}
      </header>
      <ol className={styles.places}>
        {placed.map((task) => (
          <Place key={task.id} task={task} plan={plan} writes={writes} onEdit={onEdit} onAsk={onAsk} />
        ))}
        {free.map((place) => (
          <li key={place} className={styles.free}>
            {writes ? (
              <button
                type="button"
                className={styles.freeButton}
                aria-label={text.addFor({ name: owner.name })}
                onClick={() => onEdit({ owner: owner.id })}
              >
                <Icon name="plus" size={16} /> {text.free}
              </button>
            ) : (
              <span className={styles.soft}>{text.free}</span>
            )}
          </li>
        ))}
        {dropped.map((task) => (
          <Place key={task.id} task={task} plan={plan} writes={false} onEdit={onEdit} onAsk={onAsk} />
        ))}
      </ol>
    </article>
  )
}

const tones = { open: 'going', done: 'done', not_done: 'attention', carried: 'open', dropped: 'stopped' } as const

type PlaceProps = TasksProps & { task: WeekTask; onAsk: (task: WeekTask) => void }

function Place({ task, plan, writes, onEdit, onAsk }: PlaceProps) {
  const text = useMessages(planMessages).tasks
  const { nameOf } = useKpis()
  const { user } = useSession()
  const tell = useToast()
  const { finish } = useTaskOutcome()
  const { title } = task
  const beside = (move: (week: Period) => Period) =>
    weekPath(plan.node.id, move(parsePeriod(plan.week) ?? periodOf('week', plan.from)).text)
  const decided = task.state === 'carried' || task.state === 'dropped'
  const own = plan.closing === null && user?.person === task.owner.id
  const says = (writes || own) && !decided
  return (
    <li className={styles.place} data-state={task.state}>
      <span className={styles.taskTitle}>{title}</span>
      <span className={styles.soft}>
        {text.result} · {task.result}
      </span>
      <span className={styles.taskFacts}>
        <ScreenLink
          to={`/kpis/${task.kpi}/${encodeURIComponent(plan.node.id)}`}
          search={{ period: plan.week }}
          className={styles.link}
        >
          {nameOf(task.kpi)}
        </ScreenLink>
        <StateBadge tone={tones[task.state]}>{text.states[task.state]}</StateBadge>
        {task.carriedFrom && (
          <ScreenLink to={beside(previousPeriod)} className={styles.link}>
            {text.carriedFrom}
          </ScreenLink>
        )}
        {task.state === 'carried' && (
          <ScreenLink to={beside(nextPeriod)} className={styles.link}>
            {text.carriedTo}
          </ScreenLink>
        )}
      </span>
      {task.outcome && <span className={styles.outcome}>{task.outcome}</span>}
      {says && (
        <span className={styles.taskTools}>
          {task.state !== 'done' && (
            <Button
              size="compact-sm"
              variant="light"
              aria-label={text.doneOf({ title })}
              loading={finish.isPending}
              onClick={() =>
                finish.mutate(
                  { id: task.id, done: true, outcome: task.outcome },
                  { onSuccess: () => tell({ text: text.saidDone({ title }) }), onError: () => onAsk(task) },
                )
              }
            >
              {text.done}
            </Button>
          )}
          <Button size="compact-sm" variant="default" aria-label={text.decideOf({ title })} onClick={() => onAsk(task)}>
            {text.decide}
          </Button>
          {writes && (
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={text.changeOf({ title })}
              onClick={() => onEdit({ task })}
            >
              {text.change}
            </Button>
          )}
        </span>
      )}
    </li>
  )
}
