import { FailureNote } from '#design/failureNote'
import { useMessages } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { PeriodPicker } from '#design/periodPicker'
import { ScreenLink, type ScreenProps, useSearch } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { monthOf, parsePeriod } from '#foundation/period'
import { CalendarStrip } from './calendarStrip.tsx'
import { planMessages } from './messages.ts'
import { MonthActions } from './monthActions.tsx'
import { MonthResources } from './monthResources.tsx'
import { MonthTargets } from './monthTargets.tsx'
import styles from './plans.module.css'
import { useMonth, usePlanBoard } from './reads.ts'

/** The plan of a node's month: targets, key actions, resources, and its weeks. */
export default function MonthScreen({ params, search }: ScreenProps) {
  const node = params.node ?? ''
  const asked = search.month && parsePeriod(search.month)?.kind === 'month' ? search.month : null
  const text = useMessages(planMessages)
  const may = useMay()
  const [, change] = useSearch()
  const board = usePlanBoard(node)
  const today = board.data?.today
  const month = asked ?? (today && monthOf(today))
  const { data: plan, error, refetch } = useMonth(node, month)
  const failure = error ?? board.error
  if (!plan || !today) {
    const retry = () => {
      void board.refetch()
      void refetch()
    }
    return (
      <div className={styles.page}>
        <PageHeader title={text.month} />
        {failure ? (
          <FailureNote title={text.failed} error={failure} onRetry={retry} />
        ) : (
          <Skeletons shape="list" count={6} />
        )}
      </div>
    )
  }
  const writes = may('plans.write')
  const current = monthOf(today)
  const path = encodeURIComponent(node)
  return (
    <div className={styles.page}>
      <PageHeader
        title={`${plan.node.name} · ${text.month}`}
        meta={
          <>
            <ScreenLink to={`/plans/${path}/weeks`} className={styles.link}>
              {text.toWeek}
            </ScreenLink>
            <ScreenLink to={`/strategy/${path}`} className={styles.link}>
              {text.toMap}
            </ScreenLink>
            <ScreenLink to={`/actions/${path}`} className={styles.link}>
              {text.toActions}
            </ScreenLink>
          </>
        }
        period={
          <PeriodPicker
            value={plan.month}
            kinds={['month']}
            today={today}
            onChange={(chosen) => change({ month: chosen === current ? undefined : chosen })}
          />
        }
      />
      <CalendarStrip plan={plan} today={today} />
      <MonthActions key={`actions ${plan.month}`} plan={plan} writes={writes} />
      <div className={styles.columns}>
        <MonthTargets node={node} month={plan.month} />
        <MonthResources key={`resources ${plan.month}`} plan={plan} writes={writes} />
      </div>
    </div>
  )
}
