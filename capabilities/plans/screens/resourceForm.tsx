import { Button, NumberInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useMessages } from '#design/locale'
import { type ResourceKind, resourceKinds } from '../rules/resources.ts'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import { type MonthPlan, useResourceChange } from './reads.ts'

/** Writes down what the month takes: amounts are typed in yuan and kept in fen. */
export function ResourceForm({ plan, onDone }: { plan: MonthPlan; onDone: () => void }) {
  const all = useMessages(planMessages)
  const text = all.resources
  const [kind, setKind] = useState<ResourceKind>('people')
  const [title, setTitle] = useState('')
  const [quantity, setQuantity] = useState<number | string>('')
  const [yuan, setYuan] = useState<number | string>('')
  const [action, setAction] = useState('')
  const [asked, setAsked] = useState(false)
  const { add } = useResourceChange(plan.node.id, plan.month)
  const short = title.trim().length < 2
  const nothing = quantity === '' && yuan === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (short || nothing) return
    const draft = {
      kind,
      title: title.trim(),
      quantity: typeof quantity === 'number' ? quantity : null,
      amountFen: typeof yuan === 'number' ? Math.round(yuan * 100) : null,
      action: action || null,
    }
    add.mutate(draft, { onSuccess: onDone })
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.fields}>
        <label className={styles.field}>
          {text.kind}
          <select
            className={styles.select}
            value={kind}
            onChange={(event) => setKind(event.target.value as ResourceKind)}
          >
            {resourceKinds.map((one) => (
              <option key={one} value={one}>
                {text.kinds[one]}
              </option>
            ))}
          </select>
        </label>
        <TextInput
          label={text.name}
          placeholder={text.example}
          value={title}
          maxLength={200}
          error={asked && short ? text.nameWanted : undefined}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <NumberInput
          label={text.quantity}
          value={quantity}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          error={asked && nothing ? text.fillWanted : undefined}
          onChange={setQuantity}
        />
        <NumberInput
          label={text.amount}
          value={yuan}
          min={0}
          decimalScale={2}
          thousandSeparator=","
          allowNegative={false}
          hideControls
          onChange={setYuan}
        />
        {plan.actions.length > 0 && (
          <label className={styles.field}>
            {text.forAction}
            <select className={styles.select} value={action} onChange={(event) => setAction(event.target.value)}>
              <option value="">{text.noAction}</option>
              {plan.actions.map(({ id, title: name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {add.error ? <FailureNote title={all.saveFailed} error={add.error} /> : null}
      <div className={styles.foot}>
        <Button type="submit" loading={add.isPending}>
          {all.save}
        </Button>
        <Button variant="default" onClick={onDone}>
          {all.cancel}
        </Button>
      </div>
    </form>
  )
}
