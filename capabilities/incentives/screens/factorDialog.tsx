import { Button, Modal, NumberInput, Textarea } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { useToast } from '#design/toast'
import { mulDiv } from '#foundation/money'
import { factorDecimals } from '../rules/bonus.ts'
import { settlements } from './messages.ts'
import styles from './settlement.module.css'
import { type Line, type Settlement, useStep } from './settling.ts'

const factorMax = 3
/** The factors of the grades, which most cases come down to. */
const usual = [0.5, 0.8, 1, 1.2, 1.5]

type FactorDialogProps = { settlement: Settlement; line: Line; onClose: () => void }

/** HR gives a factor to a card that could not be graded, and says why (H10.3). */
export function FactorDialog({ settlement, line, onClose }: FactorDialogProps) {
  const text = useMessages(settlements).factor
  const format = useFormat()
  const tell = useToast()
  const onPhone = useMediaQuery('(max-width: 47.99em)')
  const [factor, setFactor] = useState<number | null>(line.factor)
  const [reason, setReason] = useState(line.factorSetBy?.reason ?? '')
  const [asked, setAsked] = useState(false)
  const { name } = line
  const step = useStep(settlement.id, () => {
    tell({ text: text.saved({ name }) })
    onClose()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (factor === null || reason.trim().length < 2) return
    step.mutate({ path: `lines/${line.line}/factor`, method: 'PUT', body: { factor, reason: reason.trim() } })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={line.factorSetBy ? text.change({ name }) : text.title({ name })}
      size="md"
      fullScreen={onPhone}
      closeButtonProps={{ 'aria-label': text.cancel }}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <p className={styles.soft}>{text.why}</p>
        <div className={styles.factor}>
          <NumberInput
            label={text.factor}
            description={text.factorHint}
            required
            data-autofocus
            min={0}
            max={factorMax}
            step={0.1}
            decimalScale={factorDecimals}
            clampBehavior="strict"
            value={factor ?? ''}
            error={asked && factor === null ? text.missing : undefined}
            onChange={(value) => setFactor(typeof value === 'number' ? value : null)}
          />
          <fieldset className={styles.quick}>
            <legend>{text.quick}</legend>
            {usual.map((each) => (
              <button key={each} type="button" aria-pressed={factor === each} onClick={() => setFactor(each)}>
                {each}
              </button>
            ))}
          </fieldset>
        </div>
        <Textarea
          label={text.reason}
          placeholder={text.reasonHint}
          required
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          error={asked && reason.trim().length < 2 ? text.missing : undefined}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <dl className={styles.estimate}>
          <div>
            <dt>{text.base}</dt>
            <dd>{format.money(line.baseFen)}</dd>
          </div>
          <div>
            <dt>{text.amount}</dt>
            <dd>{factor === null ? '–' : format.money(mulDiv(line.baseFen, factor, 1))}</dd>
          </div>
        </dl>
        <p className={styles.soft}>{text.amountHint}</p>
        {step.error && <FailureNote title={text.failed} error={step.error} />}
        <div className={styles.foot}>
          <Button variant="default" onClick={onClose}>
            {text.cancel}
          </Button>
          <Button type="submit" loading={step.isPending}>
            {text.save}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
