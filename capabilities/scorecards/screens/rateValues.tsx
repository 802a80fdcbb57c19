import { Button, Checkbox, Modal, NumberInput, Textarea } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { useToast } from '#design/toast'
import { type Period, periodOf, previousPeriod } from '#foundation/period'
import { cardMessages } from './cardMessages.ts'
import { useRate, useRatings } from './cardReads.ts'
import styles from './cards.module.css'

type Rated = { person: string; name: string }
type RateValuesProps = { people: Rated[]; node: string; today: string; onClose: () => void }

const quartersOffered = 4

/** The running quarter and those before it, the latest that is over first chosen. */
function quarters(today: string): Period[] {
  const found: Period[] = []
  for (let quarter = periodOf('quarter', today); found.length < quartersOffered; quarter = previousPeriod(quarter))
    found.push(quarter)
  return found
}

/** How somebody of the team lived the values in a quarter (H10.5). */
export function RateValues({ people, node, today, onClose }: RateValuesProps) {
  const text = useMessages(cardMessages).rating
  const format = useFormat()
  const tell = useToast()
  const onPhone = useMediaQuery('(max-width: 47.99em)')
  const offered = quarters(today)
  const [person, setPerson] = useState(people[0]?.person ?? '')
  const [quarter, setQuarter] = useState(offered[1]?.text ?? '')
  const [score, setScore] = useState<number | null>(null)
  const [comment, setComment] = useState('')
  const [violation, setViolation] = useState(false)
  const [asked, setAsked] = useState(false)
  const { data } = useRatings(node, quarter, true)
  const known = data?.ratings.find((rating) => rating.person === person)
  const rate = useRate()
  const commentMissing = violation && comment.trim().length < 2
  const name = people.find((one) => one.person === person)?.name ?? ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (score === null || commentMissing) return
    rate.mutate(
      { person, quarter, score, comment: comment.trim(), seriousViolation: violation },
      {
        onSuccess: () => {
          tell({ text: text.saved({ name }) })
          onClose()
        },
      },
    )
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.title({ name })}
      size="md"
      fullScreen={onPhone}
      closeButtonProps={{ 'aria-label': text.cancel }}
    >
      <form className={styles.save} data-bare onSubmit={submit} noValidate>
        <label className={styles.field}>
          {text.who}
          <select className={styles.select} value={person} onChange={(event) => setPerson(event.target.value)}>
            {people.map((one) => (
              <option key={one.person} value={one.person}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <label className={styles.field}>
          {text.quarter}
          <select className={styles.select} value={quarter} onChange={(event) => setQuarter(event.target.value)}>
            {offered.map((each) => (
              <option key={each.text} value={each.text}>
                {format.period(each.text)}
              </option>
            ))}
          </select>
          {known && (
            <span className={styles.soft}>
              {text.now({ score: format.figure(known.score, 'score100').text, by: known.by })}
            </span>
          )}
        </label>
        <NumberInput
          label={text.score}
          required
          min={0}
          max={100}
          step={5}
          decimalScale={1}
          clampBehavior="strict"
          value={score ?? ''}
          error={asked && score === null ? text.scoreWanted : undefined}
          onChange={(value) => setScore(typeof value === 'number' ? value : null)}
        />
        <Textarea
          label={text.comment}
          placeholder={text.commentExample}
          autosize
          minRows={2}
          maxLength={1000}
          value={comment}
          error={asked && commentMissing ? text.commentWanted : undefined}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Checkbox
          label={text.violation}
          description={text.violationHint}
          checked={violation}
          onChange={(event) => setViolation(event.currentTarget.checked)}
        />
        <p className={styles.soft}>{text.when({ quarter: format.period(quarter) })}</p>
        {rate.error ? <FailureNote title={text.failed} error={rate.error} /> : null}
        <div className={styles.foot}>
          <Button variant="default" onClick={onClose}>
            {text.cancel}
          </Button>
          <Button type="submit" loading={rate.isPending}>
            {text.save}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
