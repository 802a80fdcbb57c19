import { Button } from '@mantine/core'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { Progress } from '#design/progress'
import { useMay } from '#design/session'
import { StateBadge } from '#design/stateBadge'
import { useToast } from '#design/toast'
import type { Kpi } from '#kpis/ui'
import { targetMessages } from './messages.ts'
import { movePlan, useChange, useRolling, type Version, type Versions } from './reads.ts'
import styles from './targets.module.css'

const tones = { draft: 'open', proposed: 'attention', approved: 'done' } as const

type PlanVersionsProps = { versions: Versions; onOpen: (version: Version) => void }

/** Every plan of the KPI's year, with reason, author and approver; proposing and approving. */
export function PlanVersions({ versions, onOpen }: PlanVersionsProps) {
  const all = useMessages(targetMessages)
  const text = all.versions
  const format = useFormat()
  const may = useMay()
  const tell = useToast()
  const move = useChange(movePlan)
  const list = versions.decompositions
  return (
    <section className={styles.block}>
      <h2 className={styles.heading}>{text.title}</h2>
      {list.length === 0 && <p className={styles.soft}>{text.none}</p>}
      {move.error ? <FailureNote title={text.failed} error={move.error} /> : null}
      <ol className={styles.versions}>
        {list.map((one) => (
          <li key={one.no}>
            <div className={styles.badges}>
              <b>{text.version({ version: one.version })}</b>
              <StateBadge tone={tones[one.state]}>{all.states[one.state]}</StateBadge>
              {one.basedOn !== null && <span className={styles.soft}>{text.rollingOf}</span>}
              {!one.work && !one.complete && <span className={styles.soft}>{text.filling}</span>}
              {!one.work && one.complete && one.state === 'approved' && !one.applied && (
                <span className={styles.soft}>{text.applying}</span>
              )}
            </div>
            <p>{one.reason}</p>
            <p className={styles.soft}>
              {text.made({ by: one.by, at: format.dateTime(one.madeAt) })}
              {one.approver && one.approvedAt
                ? ` · ${text.approved({ by: one.approver, at: format.dateTime(one.approvedAt) })}`
                : ''}
            </p>
            {one.work && <Work version={one} work={one.work} move={move} />}
            <div className={styles.actions}>
              {one.state === 'proposed' && versions.mayApprove && one.complete && (
                <Button
                  size="xs"
                  loading={move.isPending}
                  onClick={() =>
                    move.mutate({ no: one.no, to: 'approve' }, { onSuccess: () => tell({ text: text.approveDone }) })
                  }
                >
                  {text.approve}
                </Button>
              )}
              {one.state === 'draft' && may('targets.write') && (
                <Button
                  size="xs"
                  variant="default"
                  loading={move.isPending}
                  onClick={() => move.mutate({ no: one.no, to: 'propose' })}
                >
                  {text.propose}
                </Button>
              )}
              {may('targets.write') && (
                <Button size="xs" variant="subtle" onClick={() => onOpen(one)}>
                  {text.open}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

type WorkProps = {
  version: Version
  work: NonNullable<Version['work']>
  move: ReturnType<typeof useChange<Parameters<typeof movePlan>[0]>>
}

/** How far the background work is; filling may be stopped, since none of it counts yet. */
function Work({ version: { no }, work, move }: WorkProps) {
  const text = useMessages(targetMessages).versions
  const may = useMay()('targets.write')
  const under = work.state === 'waiting' || work.state === 'running'
  const fills = work.does === 'fill'
  return (
    <div className={styles.work}>
      <Progress
        label={fills ? text.filling : text.applying}
        state={work.state}
        done={work.done}
        total={work.total}
        inBackground
        {...(may && fills && under ? { onCancel: () => move.mutate({ no, to: 'cancel' }) } : {})}
      />
      <p className={styles.soft}>{under ? (fills ? text.fillingCounts : text.applyingCounts) : text.stopped}</p>
      {may && !under && (
        <Button size="xs" variant="default" loading={move.isPending} onClick={() => move.mutate({ no, to: 'resume' })}>
          {text.resume}
        </Button>
      )}
    </div>
  )
}

type RollingPanelProps = { kpi: Kpi; plan: Version; onTake: (months: number[], basedOn: number) => void }

/** What the open months would have to be now, beside the plan as approved and what came of it (H6.4). */
export function RollingPanel({ kpi, plan, onTake }: RollingPanelProps) {
  const all = useMessages(targetMessages)
  const text = all.rolling
  const format = useFormat()
  const may = useMay()
  const { data } = useRolling(plan.no)
  if (!data || data.closed === 0) return null
  const by = format.value(Math.abs(data.difference), kpi.unit)
  const rows = [
    [text.plan, data.plan],
    [text.actual, data.actual],
    [text.proposal, data.proposal],
  ] as const
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2 className={styles.heading}>{text.title}</h2>
        <span className={styles.soft}>
          {data.difference === 0
            ? text.even({ closed: data.closed })
            : data.difference > 0
              ? text.ahead({ closed: data.closed, by })
              : text.missing({ closed: data.closed, by })}
        </span>
      </div>
      <section
        className={styles.scroll}
        aria-label={text.caption}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <table className={styles.table}>
          <caption>{text.caption}</caption>
          <thead>
            <tr>
              <td />
              {data.plan.map((_, month) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a month is its place in the year
                <th key={month} scope="col" data-numeric>
                  {all.month({ month: month + 1 })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, values]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {values.map((value, month) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a month is its place in the year
                  <td key={month} data-numeric>
                    {value === null ? '–' : format.value(value, kpi.unit)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {!data.reachable && <p className={styles.fault}>{text.unreachable}</p>}
      {may('targets.write') && (
        <div className={styles.foot}>
          <Button variant="default" onClick={() => onTake(data.proposal, plan.no)}>
            {text.take}
          </Button>
        </div>
      )}
    </section>
  )
}
