import { Chain, type ChainLink } from '#design/chain'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { useKpis } from '#kpis/ui'
import { chainMessages } from './chainMessages.ts'
import styles from './taskChain.module.css'
import { type Live, type TaskWalked, useTaskWalked, weekOf } from './workReads.ts'

export type TaskChainProps = {
  task: string
  /** Whether it is done by what this device knows, which may be ahead of the server. */
  done?: boolean | null
}

/** From a task up to the objective, and what the last task like it moved: the answer to "why this, first?" (H1). */
export default function TaskChain({ task, done }: TaskChainProps) {
  const text = useMessages(chainMessages)
  const { data, error, refetch } = useTaskWalked(task)
  if (data)
    return (
      <>
        <Moved walked={data} />
        <div className={styles.walk}>
          <Walked walked={data} done={done === undefined ? data.task.done : done} />
        </div>
      </>
    )
  if (!error) return <Skeletons shape="list" count={4} />
  return <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} />
}

/** "14 / 15" where the figure is a share of what is counted, or else the figure. */
function useLive(kpi: string | null): (live: Live | null) => string | null {
  const format = useFormat()
  const { get } = useKpis()
  const unit = (kpi && get(kpi)?.unit) || 'count'
  return (live) => {
    if (!live || live.value === null) return null
    if (unit === 'percent' && live.numerator !== null && live.denominator)
      return `${format.count(live.numerator)} / ${format.count(live.denominator)}`
    return format.value(live.value, unit)
  }
}

function Walked({ walked, done }: { walked: TaskWalked; done: boolean | null }) {
  const text = useMessages(chainMessages)
  const words = useWords()
  const format = useFormat()
  const { nameOf, get } = useKpis()
  const { kpi, objective, plan, task, facts, target } = walked
  const liveText = useLive(kpi)
  const unit = (kpi && get(kpi)?.unit) || 'count'
  const judged = target.person?.target != null ? target.person : (target.store ?? target.person)
  const whose = judged && (judged === target.person ? text.own : text.store({ name: judged.node.name }))
  const counted = task.live?.of === 'store' ? target.store : target.person
  const live = liveText(task.live)
  const pageOf = (node: string) => `/kpis/${encodeURIComponent(kpi ?? '')}/${encodeURIComponent(node)}`
  const links: ChainLink[] = [
    {
      kind: 'objective',
      label: objective && words(objective.names),
      to: objective ? `/strategy/objectives/${objective.id}` : undefined,
    },
    {
      kind: 'target',
      label: kpi && judged ? nameOf(kpi) : null,
      light: judged?.light,
      to: kpi && judged ? pageOf(judged.node.id) : undefined,
      detail: judged
        ? [
            whose,
            judged.value === null ? null : text.month({ value: format.value(judged.value, unit) }),
            judged.target === null ? text.noTarget : text.target({ value: format.value(judged.target, unit) }),
          ]
            .filter(Boolean)
            .join(' · ')
        : undefined,
    },
    {
      kind: 'plan',
      label: plan ? plan.title : text.noPlan,
      detail: plan ? [plan.owner, plan.result].filter(Boolean).join(' · ') : undefined,
      to: plan?.node ? weekOf(plan.node, plan.week) : undefined,
    },
    {
      kind: 'task',
      label: words(task.title),
      detail: done === null ? undefined : done ? text.isDone : text.isNotDone,
    },
    {
      kind: 'fact',
      label: facts && facts.count !== null && live ? live : text.noFacts,
      detail: facts && facts.count !== null ? text.facts({ count: format.count(facts.count) }) : undefined,
      to: kpi && counted && facts?.count ? pageOf(counted.node.id) : undefined,
      search: { period: task.day },
    },
  ]
  return <Chain links={links} current="task" />
}

/** The figure before the last such task and with it. */
function Moved({ walked }: { walked: TaskWalked }) {
  const text = useMessages(chainMessages)
  const words = useWords()
  const format = useFormat()
  const { nameOf, get } = useKpis()
  const { moved, kpi, task } = walked
  const liveText = useLive(kpi)
  if (!kpi) return null
  if (!moved) return <p className={styles.soft}>{text.noMoved}</p>
  const unit = get(kpi)?.unit ?? 'count'
  const shown = (value: number | null) => (value === null ? text.noFigure : format.value(value, unit))
  const change = moved.before !== null && moved.after !== null ? format.change(moved.after - moved.before, unit) : null
  const live = liveText(moved.live)
  return (
    <section className={styles.moved} aria-label={text.moved}>
      <h3>{text.moved}</h3>
      <p>
        {text.movedOn({ day: format.day(moved.day, { weekday: true }), task: words(moved.task) })}{' '}
        <span className={styles.soft}>
          {moved.done === null ? text.undecided : moved.done ? text.isDone : text.isNotDone}
          {live && ` · ${live}`}
        </span>
      </p>
      <p className={styles.soft}>{text.changed({ kpi: nameOf(kpi) })}</p>
      <p className={styles.beforeAfter}>
        <span>
          <span className={styles.soft}>{text.from}</span> <b>{shown(moved.before)}</b>
        </span>
        <span aria-hidden="true">→</span>
        <span>
          <span className={styles.soft}>{text.to}</span> <b>{shown(moved.after)}</b>
        </span>
        {change && (
          <span className={styles.soft}>
            ({change.text}
            {change.unit})
          </span>
        )}
      </p>
      <ScreenLink to={`/kpis/${encodeURIComponent(kpi)}/${encodeURIComponent(task.person.id)}`}>
        {text.seeFacts}
      </ScreenLink>
    </section>
  )
}
