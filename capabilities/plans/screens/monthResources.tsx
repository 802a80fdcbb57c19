import { Button } from '@mantine/core'
import { useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { useToast } from '#design/toast'
import { type ResourceKind, resourceKinds } from '../rules/resources.ts'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import { type MonthPlan, type Resource, useResourceChange } from './reads.ts'
import { ResourceForm } from './resourceForm.tsx'

type ResourcesProps = { plan: MonthPlan; writes: boolean }

/** What the month takes: people, money, equipment, with the sums of month, quarter and year. */
export function MonthResources({ plan, writes }: ResourcesProps) {
  const all = useMessages(planMessages)
  const text = all.resources
  const tell = useToast()
  const [adds, setAdds] = useState(false)
  const { add, remove } = useResourceChange(plan.node.id, plan.month)
  const takeOut = ({ id, kind, title, quantity, amountFen, action }: Resource) =>
    remove.mutate(id, {
      onSuccess: () =>
        tell({
          text: text.removed({ title }),
          onUndo: () => add.mutate({ kind, title, quantity, amountFen, action }),
        }),
    })
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2 className={styles.heading}>{text.title}</h2>
        {writes && !adds && (
          <Button
            className={styles.headTool}
            variant="default"
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => setAdds(true)}
          >
            {text.add}
          </Button>
        )}
      </div>
      {adds && <ResourceForm plan={plan} onDone={() => setAdds(false)} />}
      {plan.resources.length === 0 && <p className={styles.soft}>{text.none}</p>}
      {plan.resources.length > 0 && (
        <ul className={styles.rows}>
          {plan.resources.map((resource) => (
            <Row
              key={resource.id}
              resource={resource}
              plan={plan}
              onRemove={writes ? () => takeOut(resource) : undefined}
            />
          ))}
        </ul>
      )}
      {remove.error ? <FailureNote title={all.saveFailed} error={remove.error} /> : null}
      <Sums plan={plan} />
    </section>
  )
}

type RowProps = { resource: Resource; plan: MonthPlan; onRemove: (() => void) | undefined }

function Row({ resource, plan, onRemove }: RowProps) {
  const text = useMessages(planMessages).resources
  const shown = useShown()
  const action = plan.actions.find(({ id }) => id === resource.action)
  return (
    <li className={styles.rowItem}>
      <span className={styles.rowWords}>
        <span>
          <span className={styles.soft}>{text.kinds[resource.kind]}</span> {resource.title}
        </span>
        {action && <span className={styles.soft}>{action.title}</span>}
      </span>
      <b>{shown(resource.kind, resource.quantity, resource.amountFen)}</b>
      {onRemove && (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={text.removeOf({ title: resource.title })}
          onClick={onRemove}
        >
          {text.remove}
        </Button>
      )}
    </li>
  )
}

/** "2 人 · ¥30,000.00"; a dash where there is neither. */
function useShown() {
  const text = useMessages(planMessages).resources
  const format = useFormat()
  return (kind: ResourceKind, quantity: number | null, amountFen: number | null) => {
    const count = quantity ? { count: format.count(quantity) } : null
    const parts = [
      count && (kind === 'people' ? text.heads(count) : kind === 'money' ? count.count : text.pieces(count)),
      amountFen ? format.money(amountFen) : null,
    ].filter((part) => part !== null)
    return parts.length > 0 ? parts.join(' · ') : text.nothing
  }
}

function Sums({ plan }: { plan: MonthPlan }) {
  const text = useMessages(planMessages).resources
  const format = useFormat()
  const shown = useShown()
  if (plan.sums.length === 0) return null
  return (
    <table className={styles.sums}>
      <caption className={styles.soft}>{text.sums}</caption>
      <thead>
        <tr>
          <th scope="col">{text.period}</th>
          {resourceKinds.map((kind) => (
            <th key={kind} scope="col">
              {text.kinds[kind]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {plan.sums.map(({ period, sums }) => (
          <tr key={period}>
            <th scope="row">{format.period(period)}</th>
            {resourceKinds.map((kind) => {
              const sum = sums.find((one) => one.kind === kind)
              return <td key={kind}>{sum ? shown(kind, sum.quantity, sum.amountFen) : text.nothing}</td>
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
