import { useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { Light } from '#design/light'
import { useMessages, useWords } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { Unseen } from '#design/unseen'
import { periodOf } from '#foundation/period'
import { useKpis } from '#kpis/ui'
import { strategyMessages } from './messages.ts'
import styles from './objectiveWork.module.css'
import { TaskWalk } from './taskWalk.tsx'
import { useWork, type WorkOfKpi, type WorkTask, weekOf } from './workReads.ts'

type WorkProps = { objective: string; node: string | undefined; day: string | undefined }

const first = 8

/** The walk down: this week's plans and this morning's tasks for an objective; a task leads to its whole chain. */
export function ObjectiveWork({ objective, node, day }: WorkProps) {
  const text = useMessages(strategyMessages).work
  const format = useFormat()
  const { data, error, refetch } = useWork(objective, node, day)
  const [opened, setOpened] = useState<WorkTask | null>(null)
  if (node === undefined) return null
  const working = data?.kpis.filter(({ plans, tasks }) => plans.length + tasks.length > 0) ?? []
  return (
    <section aria-label={text.title}>
      <div className={styles.head}>
        <h2 className={styles.heading}>{text.title}</h2>
        {data && (
          <span className={styles.soft}>
            {data.node.name} · {format.day(data.day, { weekday: true })}
          </span>
        )}
        <ScreenLink to={weekOf(node, data ? periodOf('week', data.day).text : null)} className={styles.link}>
          {text.toWeek}
        </ScreenLink>
      </div>
      {error && !data ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="list" count={3} /> : null}
      {data && working.length === 0 && <p className={styles.soft}>{text.none}</p>}
      <div className={styles.kpis}>
        {working.map((work) => (
          <OfKpi key={work.kpi} work={work} onOpen={setOpened} />
        ))}
      </div>
      {opened && <TaskWalk task={opened} onDone={() => setOpened(null)} />}
    </section>
  )
}

function OfKpi({ work, onOpen }: { work: WorkOfKpi; onOpen: (task: WorkTask) => void }) {
  const text = useMessages(strategyMessages).work
  const words = useWords()
  const library = useKpis()
  const [all, setAll] = useState(false)
  const shown = all ? work.tasks : work.tasks.slice(0, first)
  return (
    <article className={styles.kpi}>
      <h3 className={styles.kpiHead}>
        <Light light={work.light} />
        {library.nameOf(work.kpi)}
      </h3>
      {work.plans.length > 0 && (
        <>
          <h4 className={styles.part}>{text.plans}</h4>
          <ul className={styles.list}>
            {work.plans.map((plan) => (
              <li key={`${plan.owner} ${plan.title}`} className={styles.plan}>
                <span>
                  {plan.node ? (
                    <ScreenLink to={weekOf(plan.node, plan.week)} className={styles.link}>
                      {plan.title}
                    </ScreenLink>
                  ) : (
                    plan.title
                  )}{' '}
                  <span className={styles.soft}>{plan.result}</span>
                </span>
                <span className={styles.soft}>
                  {plan.owner} · {text.states[plan.state]}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {work.tasks.length > 0 && (
        <>
          <h4 className={styles.part}>
            {text.tasks}{' '}
            <span className={styles.soft}>{text.done({ done: work.tasksDone, of: work.tasks.length })}</span>
          </h4>
          <ul className={styles.list}>
            {shown.map((task) => (
              <li key={task.id}>
                <button type="button" className={styles.task} onClick={() => onOpen(task)}>
                  <span className={styles.mark} data-done={task.done ?? undefined}>
                    {task.done && <Icon name="check" size={14} />}
                    <Unseen>{task.done === null ? text.undecided : task.done ? text.isDone : text.isNotDone}</Unseen>
                  </span>
                  <span>{words(task.title)}</span>
                  <span className={styles.soft}>{task.person.name}</span>
                </button>
              </li>
            ))}
          </ul>
          {work.tasks.length > first && (
            <button type="button" className={styles.more} onClick={() => setAll(!all)}>
              {all ? text.fewer : text.all({ count: work.tasks.length })}
            </button>
          )}
        </>
      )}
    </article>
  )
}
