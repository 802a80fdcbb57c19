import { Button, Checkbox, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { useToast } from '#design/toast'
import { settlements } from './messages.ts'
import styles from './settlement.module.css'
import { type Settlement, useStep } from './settling.ts'

type ApprovalDialogProps = { settlement: Settlement; people: number; onClose: () => void }

/** The one step that pays money: it shows what for, how much and to how many, and asks for a deliberate yes. */
export function ApprovalDialog({ settlement, people, onClose }: ApprovalDialogProps) {
  const text = useMessages(settlements).approval
  const format = useFormat()
  const tell = useToast()
  const onPhone = useMediaQuery('(max-width: 47.99em)')
  const [sure, setSure] = useState(false)
  const step = useStep(settlement.id, () => {
    tell({ text: text.done })
    onClose()
  })
  const total = format.money(settlement.totalFen)
  const byHand = settlement.lines.filter(({ factorSetBy }) => factorSetBy !== null).length
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.title}
      size="md"
      fullScreen={onPhone}
      closeButtonProps={{ 'aria-label': text.cancel }}
    >
      <div className={styles.form}>
        <dl className={styles.approval}>
          <div data-lead>
            <dt>{text.total}</dt>
            <dd>{total}</dd>
          </div>
          <div data-lead>
            <dt>{text.people}</dt>
            <dd>{text.peopleCount({ count: format.count(people) })}</dd>
          </div>
          <div>
            <dt>{text.node}</dt>
            <dd>{settlement.node.name}</dd>
          </div>
          <div>
            <dt>{text.period}</dt>
            <dd>{format.period(settlement.period)}</dd>
          </div>
          <div>
            <dt>{text.byHand}</dt>
            <dd>{text.lineCount({ count: format.count(byHand) })}</dd>
          </div>
          <div>
            <dt>{text.unsettled}</dt>
            <dd>{text.peopleCount({ count: format.count(settlement.unsettled.length) })}</dd>
          </div>
        </dl>
        <p>{text.why}</p>
        <Checkbox label={text.confirm} checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
        {step.error && <FailureNote title={text.failed} error={step.error} />}
        <div className={styles.foot}>
          <Button variant="default" onClick={onClose}>
            {text.cancel}
          </Button>
          <Button disabled={!sure} loading={step.isPending} onClick={() => step.mutate({ path: 'approvals' })}>
            {text.action({ amount: total })}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
