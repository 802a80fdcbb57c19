import { Button } from '@mantine/core'
import { useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { MainAction } from '#design/mainAction'
import { PageHeader } from '#design/pageHeader'
import { PeriodPicker } from '#design/periodPicker'
import { ScreenLink, type ScreenProps, useNavigateTo } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { StateBadge } from '#design/stateBadge'
import { parsePeriod, periodOf } from '#foundation/period'
import { CalendarStrip } from './calendarStrip.tsx'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import { useMonth, usePlanBoard, useWeek, type WeekPlan, weekPath } from './reads.ts'
import { type TaskEditing, TaskForm } from './taskForm.tsx'
import { WeekClosing } from './weekClosing.tsx'
import { WeekFigures } from './weekFigures.tsx'
import { WeekTasks } from './weekTasks.tsx'

/** A plan week of a node: who does what, what the KPIs should be, and the closing. */
export default function WeekScreen({ params, search }: ScreenProps) {
  const node = params.node ?? ''
  const named = params.week ?? search.week ?? ''
  const asked = parsePeriod(named)?.kind === 'week' ? named : null
  const text = useMessages(planMessages)
  const board = usePlanBoard(node)
  const today = board.data?.today
  const week = asked ?? (today && periodOf('week', today).text)
  const { data: plan, error, refetch } = useWeek(node, week)
  const failure = error ?? board.error
  if (plan && today && week) return <Week key={`${node} ${week}`} plan={plan} today={today} />
  return (
    <div className={styles.page}>
      <PageHeader title={text.week} />
      {failure ? (
        <FailureNote
          title={text.failed}
          error={failure}
          onRetry={() => {
            void board.refetch()
            void refetch()
          }}
        />
      ) : (
        <Skeletons shape="list" count={6} />
      )}
    </div>
  )
}

function Week({ plan, today }: { plan: WeekPlan; today: string }) {
  const text = useMessages(planMessages)
  const format = useFormat()
  const may = useMay()
  const go = useNavigateTo()
  const node = plan.node.id
  const writes = may('plans.write') && plan.closing === null
  const month = plan.week.slice(0, 7)
  const monthPlan = useMonth(node, month).data
  const [editing, setEditing] = useState<TaskEditing | null>(null)
  const to = (week: string) => go(weekPath(node, week))
  return (
    <div className={styles.page}>
      <PageHeader
        title={`${plan.node.name} · ${text.week}`}
        meta={
          <>
            <WeekState plan={plan} today={today} />
            <span>
              {format.day(plan.from)} – {format.day(plan.to)}
            </span>
            <ScreenLink to={`/plans/${encodeURIComponent(node)}/months`} search={{ month }} className={styles.link}>
              {text.toMonth}
            </ScreenLink>
            <ScreenLink to={`/actions/${encodeURIComponent(node)}`} className={styles.link}>
              {text.toActions}
            </ScreenLink>
          </>
        }
        period={<PeriodPicker value={plan.week} kinds={['week']} today={today} onChange={to} />}
        actions={
          writes && (
            <MainAction>
              <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing({ owner: null })}>
                {text.tasks.add}
              </Button>
            </MainAction>
          )
        }
      />
      {monthPlan && <CalendarStrip plan={monthPlan} shown={plan.week} today={today} />}
      <WeekTasks plan={plan} writes={writes} onEdit={setEditing} />
      <WeekFigures plan={plan} writes={writes} />
      <WeekClosing plan={plan} writes={writes} today={today} />
      {editing && <TaskForm plan={plan} editing={editing} onDone={() => setEditing(null)} />}
    </div>
  )
}

function WeekState({ plan, today }: { plan: WeekPlan; today: string }) {
  const text = useMessages(planMessages)
  const format = useFormat()
  if (plan.closing) return <StateBadge tone="done">{text.closedState}</StateBadge>
  const day = format.day(plan.closesOn, { weekday: true })
  if (today < plan.closesOn) return <StateBadge tone="going">{text.closesOn({ day })}</StateBadge>
  const words = today === plan.closesOn ? text.closesToday : text.closingPassed({ day })
  return <StateBadge tone="attention">{words}</StateBadge>
}
