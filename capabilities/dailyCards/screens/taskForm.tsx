import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { apiError, callApi } from '#design/api'
import { FailureNote } from '#design/failureNote'
import { useMessages, useWords } from '#design/locale'
import { useToast } from '#design/toast'
import { useKpis } from '#kpis/ui'
import { SmartCheck } from '#strategy/ui'
import controls from './controls.module.css'
import { sheetMessages } from './messages.ts'
import { type Card, type CardTask, useCardChanged } from './reads.ts'
import { Sheet } from './sheet.tsx'

type Fields = {
  kind: 'strategic' | 'routine' | 'learning'
  title: string
  kpi: string | null
  expected: string
  steps: string[]
}

/** What the rules of a card refuse comes with its remedy. */
const saysRemedy = (error: unknown) => apiError(error).code.startsWith('dailyCards.task.')

/** A task as one writes it; what was typed stays when the server refuses it (a fourth strategic one, say). */
export default function TaskForm({ card, task, onClose }: { card: Card; task: CardTask | null; onClose: () => void }) {
  const text = useMessages(sheetMessages).form
  const words = useWords()
  const tell = useToast()
  const changed = useCardChanged()
  const { kpis } = useKpis()
  const formId = useId()
  const [kind, setKind] = useState<Fields['kind']>(task?.kind ?? 'strategic')
  const [title, setTitle] = useState(task ? words(task.title) : '')
  const [kpi, setKpi] = useState(task?.kpi ?? '')
  const [expected, setExpected] = useState(task?.expected ? words(task.expected) : '')
  const [steps, setSteps] = useState(task?.steps.map(words).join('\n') ?? '')
  const add = (fields: Fields) =>
    callApi(`/cards/${encodeURIComponent(card.person.id)}/tasks`, {
      method: 'POST',
      body: { day: card.day, ...fields },
    })
  const saving = useMutation({
    mutationFn: (fields: Fields) =>
      task ? callApi(`/cards/tasks/${task.id}`, { method: 'PUT', body: fields }) : add(fields),
    networkMode: 'always',
    onSuccess: async () => {
      await changed()
      onClose()
    },
  })
  const removing = useMutation({
    mutationFn: (gone: CardTask) => callApi(`/cards/tasks/${gone.id}`, { method: 'DELETE' }),
    networkMode: 'always',
    onSuccess: async (_, gone) => {
      await changed()
      const back: Fields = {
        kind: gone.kind,
        title: words(gone.title),
        kpi: gone.kpi,
        expected: gone.expected ? words(gone.expected) : '',
        steps: gone.steps.map(words),
      }
      tell({ text: text.removed({ title: words(gone.title) }), onUndo: () => void add(back).then(changed) })
      onClose()
    },
  })
  const onCard = new Set(card.tasks.flatMap((one) => (one.kpi ? [one.kpi] : [])))
  const mine = kpis.filter(({ id }) => onCard.has(id))
  const others = kpis.filter(({ id }) => !onCard.has(id))
  const footer = (
    <>
      {task && (
        <button
          type="button"
          className={controls.quiet}
          disabled={removing.isPending}
          onClick={() => removing.mutate(task)}
        >
          {text.remove}
        </button>
      )}
      <button type="submit" form={formId} className={controls.main} disabled={saving.isPending}>
        {text.save}
      </button>
    </>
  )
  return (
    <Sheet title={task ? text.change : text.add} onClose={onClose} footer={footer}>
      {saving.error ? (
        <FailureNote title={text.failed} error={saving.error} remedy={saysRemedy(saving.error) ? '' : undefined} />
      ) : null}
      {removing.error ? <FailureNote title={text.removeFailed} error={removing.error} /> : null}
      <form
        id={formId}
        className={controls.form}
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate({
            kind,
            title: title.trim(),
            kpi: kpi === '' ? null : kpi,
            expected: expected.trim(),
            steps: steps
              .split('\n')
              .map((step) => step.trim())
              .filter(Boolean),
          })
        }}
      >
        {kind !== 'learning' && (
          <fieldset className={controls.choice} aria-label={text.kind}>
            {(['strategic', 'routine'] as const).map((each) => (
              <button key={each} type="button" aria-pressed={kind === each} onClick={() => setKind(each)}>
                {text.kinds[each]}
              </button>
            ))}
          </fieldset>
        )}
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
        {kind === 'strategic' && title.trim().length > 1 && (
          <SmartCheck
            goal={{
              text: `${title} ${expected}`,
              kpi: kpi === '' ? null : kpi,
              by: card.day,
              position: card.person.position,
            }}
          />
        )}
        {kind !== 'learning' && (
          <label>
            <span>{text.kpi}</span>
            <select required={kind === 'strategic'} value={kpi} onChange={(event) => setKpi(event.currentTarget.value)}>
              <option value="">{text.choose}</option>
              {mine.length > 0 && (
                <optgroup label={text.onCard}>
                  {mine.map(({ id, names }) => (
                    <option key={id} value={id}>
                      {words(names)}
                    </option>
                  ))}
                </optgroup>
              )}
              <optgroup label={text.others}>
                {others.map(({ id, names }) => (
                  <option key={id} value={id}>
                    {words(names)}
                  </option>
                ))}
              </optgroup>
            </select>
          </label>
        )}
        <label>
          <span>{text.expected}</span>
          <input maxLength={300} value={expected} onChange={(event) => setExpected(event.currentTarget.value)} />
        </label>
        <label>
          <span>{text.steps}</span>
          <textarea rows={4} value={steps} onChange={(event) => setSteps(event.currentTarget.value)} />
        </label>
      </form>
    </Sheet>
  )
}
