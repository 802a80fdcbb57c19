import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '#design/api'
import { DateField } from '#design/dateField'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { addDays } from '#foundation/period'
import { useKpis } from '#kpis/ui'
import controls from './controls.module.css'
import { sheetMessages } from './messages.ts'
import styles from './myDay.module.css'
import type { Card } from './reads.ts'

const daysToDo = 7

/** Makes the problem of the day a countermeasure in one step: everything is filled in and can be changed. */
export function ActionForm({ card, problem }: { card: Card; problem: string }) {
  const text = useMessages(sheetMessages)
  const [open, setOpen] = useState(false)
  if (!open) {
    return (
      <button type="button" className={controls.quiet} onClick={() => setOpen(true)}>
        + {text.closing.countermeasure}
      </button>
    )
  }
  return <Filled card={card} problem={problem} />
}

function Filled({ card, problem }: { card: Card; problem: string }) {
  const text = useMessages(sheetMessages).action
  const format = useFormat()
  const queries = useQueryClient()
  const { nameOf } = useKpis()
  const choices = [...new Set(card.tasks.flatMap(({ kpi }) => (kpi ? [kpi] : [])))]
  const likely = card.tasks.find(({ kpi, done }) => kpi && done === false)?.kpi ?? choices[0] ?? ''
  const [title, setTitle] = useState(problem.slice(0, 200))
  const [kpi, setKpi] = useState(likely)
  const [due, setDue] = useState(addDays(card.day, daysToDo))
  const [typed, setAcceptance] = useState<string | null>(null)
  const acceptance = typed ?? text.acceptanceOf({ kpi: nameOf(kpi) })
  const opening = useMutation({
    mutationFn: () =>
      callApi('/actions', {
        method: 'POST',
        body: {
          node: card.person.store,
          title: title.trim(),
          problem,
          kpi,
          owner: card.person.id,
          due,
          acceptance: acceptance.trim(),
          source: { kind: 'card', id: `${card.person.id} ${card.day}` },
        },
      }),
    networkMode: 'always',
    onSuccess: () => queries.invalidateQueries({ queryKey: ['actions'] }),
  })
  if (opening.isSuccess) {
    return (
      <p className={controls.hint} role="status">
        {text.made({ day: format.day(due) })}
      </p>
    )
  }
  return (
    <form
      className={`${controls.form} ${controls.boxed}`}
      onSubmit={(event) => {
        event.preventDefault()
        opening.mutate()
      }}
    >
      <h3>{text.title}</h3>
      {opening.error ? <FailureNote title={text.failed} error={opening.error} /> : null}
      <label>
        <span>{text.name}</span>
        <input
          required
          minLength={2}
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{text.kpi}</span>
        <select required value={kpi} onChange={(event) => setKpi(event.currentTarget.value)}>
          {choices.map((id) => (
            <option key={id} value={id}>
              {nameOf(id)}
            </option>
          ))}
        </select>
      </label>
      <DateField label={text.due} required min={card.day} value={due} onChange={setDue} />
      <label>
        <span>{text.acceptance}</span>
        <textarea
          rows={2}
          required
          maxLength={500}
          value={acceptance}
          onChange={(event) => setAcceptance(event.currentTarget.value)}
        />
      </label>
      <p className={styles.soft}>{text.owner({ name: card.person.name })}</p>
      <button type="submit" className={controls.quiet} disabled={opening.isPending}>
        {text.submit}
      </button>
    </form>
  )
}
