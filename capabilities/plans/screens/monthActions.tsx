import { Button } from '@mantine/core'
import { useState } from 'react'
import { EmptyState } from '#design/emptyState'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { MainAction } from '#design/mainAction'
import { ScreenLink } from '#design/screen'
import { StateBadge } from '#design/stateBadge'
import { useKpis } from '#kpis/ui'
import { ActionForm } from './actionForm.tsx'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import type { MonthAction, MonthPlan } from './reads.ts'

type ActionsProps = { plan: MonthPlan; writes: boolean }

const tones = { open: 'going', done: 'done', dropped: 'stopped' } as const

/** The few things that make the month's targets come true, with owner and due day. */
export function MonthActions({ plan, writes }: ActionsProps) {
  const text = useMessages(planMessages).actions
  const [editing, setEditing] = useState<MonthAction | 'new' | null>(null)
  const add = writes && (
    <MainAction>
      <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
        {text.add}
      </Button>
    </MainAction>
  )
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2 className={styles.heading}>{text.title}</h2>
        {plan.actions.length > 0 && <span className={styles.headTool}>{add}</span>}
      </div>
      {plan.actions.length === 0 && (
        <EmptyState icon="calendar" title={text.none} why={text.noneWhy} action={add || undefined} />
      )}
      {plan.actions.length > 0 && (
        <ul className={styles.rows}>
          {plan.actions.map((action) => (
            <Row key={action.id} action={action} onChange={writes ? () => setEditing(action) : undefined} />
          ))}
        </ul>
      )}
      {editing && <ActionForm plan={plan} known={editing === 'new' ? null : editing} onDone={() => setEditing(null)} />}
    </section>
  )
}

function Row({ action, onChange }: { action: MonthAction; onChange: (() => void) | undefined }) {
  const text = useMessages(planMessages).actions
  const format = useFormat()
  const { nameOf } = useKpis()
  const { title, kpi, node } = action
  return (
    <li className={styles.rowItem}>
      <span className={styles.rowWords}>
        <span className={styles.taskTitle}>{title}</span>
        {kpi && (
          <ScreenLink
            to={`/kpis/${kpi}/${encodeURIComponent(node)}`}
            search={{ period: action.month }}
            className={styles.link}
          >
            {nameOf(kpi)}
          </ScreenLink>
        )}
        {action.outcome && <span className={styles.outcome}>{action.outcome}</span>}
      </span>
      <span className={styles.pair}>
        <span>{action.owner ? action.owner.name || text.colleague : text.noOwner}</span>
        <span className={styles.soft}>
          {text.due} {format.day(action.due)}
        </span>
      </span>
      {action.overdue ? (
        <StateBadge tone="attention">{text.overdue}</StateBadge>
      ) : (
        <StateBadge tone={tones[action.state]}>{text.states[action.state]}</StateBadge>
      )}
      {onChange && (
        <Button size="compact-md" variant="subtle" aria-label={text.changeOf({ title })} onClick={onChange}>
          {text.change}
        </Button>
      )}
    </li>
  )
}
