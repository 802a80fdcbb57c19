import { Chain, type ChainLink } from '#design/chain'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { useKpis } from '#kpis/ui'
import { useLiveText } from './live.tsx'
import { dayMessages, sheetMessages } from './messages.ts'
import styles from './myDay.module.css'
import { type CardTask, useWalk, type WalkUp } from './reads.ts'
import { Sheet } from './sheet.tsx'

/** From the task up to the objective, and what the last task like it moved: the answer to "why this, first?" (H1). */
export default function WalkSheet({ task, onClose }: { task: CardTask; onClose: () => void }) {
  const text = useMessages(sheetMessages).walk
  const { data, error, refetch } = useWalk(task.id)
  return (
    <Sheet title={text.title} onClose={onClose}>
      {error && !data ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="list" count={4} /> : null}
      {data && (
        <>
          <Moved walk={data} task={task} />
          <div className={styles.walk}>
            <Walked walk={data} task={task} />
          </div>
        </>
      )}
    </Sheet>
  )
}

function Walked({ walk, task }: { walk: WalkUp; task: CardTask }) {
  const text = useMessages(sheetMessages).walk
  const day = useMessages(dayMessages)
  const words = useWords()
  const format = useFormat()
  const liveText = useLiveText()
  const { nameOf, get } = useKpis()
  const { kpi, objective, target, plan, facts } = walk
  const unit = (kpi && get(kpi)?.unit) || 'count'
  const judged = target.person?.target != null ? target.person : (target.store ?? target.person)
  const whose = judged && (judged === target.person ? text.own : text.store({ name: judged.node.name }))
  const kpiPage = kpi && judged ? `/kpis/${encodeURIComponent(kpi)}/${encodeURIComponent(judged.node.id)}` : undefined
  const live = liveText({ ...task, live: walk.task.live })
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
      to: kpiPage,
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
      detail: plan ? plan.result : undefined,
      to: plan?.node ? `/plans/${encodeURIComponent(plan.node)}/weeks/${plan.week}` : undefined,
    },
    {
      kind: 'task',
      label: words(walk.task.title),
      detail: task.done === null ? undefined : task.done ? day.isDone : day.isNotDone,
    },
    {
      kind: 'fact',
      label: facts && facts.count !== null && live ? live : text.noFacts,
      detail: facts && facts.count !== null ? text.facts({ count: format.count(facts.count) }) : undefined,
    },
  ]
  return <Chain links={links} current="task" />
}

/** The figure before the last such task and with it. */
function Moved({ walk, task }: { walk: WalkUp; task: CardTask }) {
  const text = useMessages(sheetMessages).walk
  const day = useMessages(dayMessages)
  const words = useWords()
  const format = useFormat()
  const { nameOf, get } = useKpis()
  const { moved, kpi } = walk
  if (!kpi) return null
  if (!moved) return <p className={styles.soft}>{text.noMoved}</p>
  const unit = get(kpi)?.unit ?? 'count'
  const shown = (value: number | null) => (value === null ? text.noFigure : format.value(value, unit))
  const change = moved.before !== null && moved.after !== null ? format.change(moved.after - moved.before, unit) : null
  const live = moved.live && moved.live.value !== null ? format.value(moved.live.value, unit) : null
  return (
    <section className={styles.moved} aria-label={text.moved}>
      <h3>{text.moved}</h3>
      <p>
        {text.movedOn({ day: format.day(moved.day, { weekday: true }), task: words(moved.task) })}{' '}
        <span className={styles.soft}>
          {moved.done === null ? day.undecided : moved.done ? day.isDone : day.isNotDone}
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
      {task.kpi && (
        <ScreenLink to={`/kpis/${encodeURIComponent(kpi)}/${encodeURIComponent(walk.task.person.id)}`}>
          {text.seeFacts}
        </ScreenLink>
      )}
    </section>
  )
}
