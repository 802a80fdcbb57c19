import { Drawer } from '@mantine/core'
import { Chain, type ChainLink } from '#design/chain'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { Skeletons } from '#design/skeletons'
import { useKpis } from '#kpis/ui'
import { strategyMessages } from './messages.ts'
import styles from './objectiveWork.module.css'
import { type TaskWalked, useTaskWalked, type WorkTask, weekOf } from './workReads.ts'

/** One task of a card in its whole chain: objective, KPI, target, plan, task, facts, and what the last one moved. */
export function TaskWalk({ task, onDone }: { task: WorkTask; onDone: () => void }) {
  const text = useMessages(strategyMessages).work
  const words = useWords()
  const format = useFormat()
  const { data, error, refetch } = useTaskWalked(task.id)
  return (
    <Drawer
      opened
      onClose={onDone}
      position="right"
      size="md"
      title={words(task.title)}
      closeButtonProps={{ 'aria-label': text.close }}
    >
      <p className={styles.soft}>
        {task.person.name} · {format.day(task.day, { weekday: true })}
      </p>
      {error && !data ? <FailureNote title={text.walkFailed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="text" count={5} /> : null}
      {data && <Walked walked={data} />}
    </Drawer>
  )
}

function Walked({ walked }: { walked: TaskWalked }) {
  const text = useMessages(strategyMessages).work
  const words = useWords()
  const format = useFormat()
  const library = useKpis()
  const { kpi, objective, plan, task, facts, moved } = walked
  const unit = kpi ? library.get(kpi)?.unit : undefined
  const judged = walked.target.person?.target != null ? walked.target.person : walked.target.store
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined || !unit ? null : format.value(value, unit)
  const counted = task.live?.of === 'store' ? walked.target.store : walked.target.person
  const live = shown(task.live?.value)
  const links: ChainLink[] = [
    {
      kind: 'objective',
      label: objective && words(objective.names),
      to: objective ? `/strategy/objectives/${objective.id}` : undefined,
    },
    {
      kind: 'kpi',
      label: kpi && library.nameOf(kpi),
      detail: judged ? text.now({ node: judged.node.name, value: shown(judged.value) ?? text.noData }) : undefined,
      light: judged?.light,
      to: kpi && judged ? `/kpis/${kpi}/${encodeURIComponent(judged.node.id)}` : undefined,
    },
    { kind: 'target', label: shown(judged?.target), detail: judged ? format.period(judged.period) : undefined },
    {
      kind: 'plan',
      label: plan?.title ?? null,
      detail: plan ? `${plan.owner} · ${plan.result}` : undefined,
      to: plan?.node ? weekOf(plan.node, plan.week) : undefined,
    },
    {
      kind: 'task',
      label: words(task.title),
      detail: task.done === null ? text.undecided : task.done ? text.isDone : text.isNotDone,
    },
    {
      kind: 'fact',
      label: facts && facts.count !== null ? text.facts({ count: format.count(facts.count) }) : null,
      detail: live ? text.today({ value: live }) : undefined,
      to: kpi && counted ? `/kpis/${kpi}/${encodeURIComponent(counted.node.id)}` : undefined,
      search: { period: task.day },
    },
  ]
  const [before, after] = [shown(moved?.before), shown(moved?.after)]
  return (
    <>
      <div className={styles.walk}>
        <Chain links={links} current="task" />
      </div>
      {moved && before !== null && after !== null && (
        <p className={styles.moved}>
          {text.moved({ day: format.day(moved.day), task: words(moved.task), before, after })}
        </p>
      )}
    </>
  )
}
