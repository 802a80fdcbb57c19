import { Button, Drawer, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { useMay, useSession } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { StateBadge } from '#design/stateBadge'
import { useToast } from '#design/toast'
import { useKpis } from '#kpis/ui'
import { states, stepRefused } from '../rules/countermeasure.ts'
import { ActionEffect } from './actionEffect.tsx'
import { ActionForm } from './actionForm.tsx'
import styles from './actions.module.css'
import { actionMessages } from './messages.ts'
import { type ActionDetail, type State, useAction, useStep } from './reads.ts'

const tones = { open: 'open', doing: 'going', done: 'attention', verified: 'done', dropped: 'stopped' } as const

/** One countermeasure: what, who, by when, what it moved, its course, and the next step for whoever may take it. */
export function ActionDrawer({ id, onDone }: { id: string; onDone: () => void }) {
  const text = useMessages(actionMessages)
  const { data, error, refetch } = useAction(id)
  const [edits, setEdits] = useState(false)
  if (edits && data) return <ActionForm node={data.node.id} known={data} onDone={() => setEdits(false)} />
  return (
    <Drawer
      opened
      onClose={onDone}
      position="right"
      size="lg"
      title={data?.title ?? text.title}
      closeButtonProps={{ 'aria-label': text.close }}
    >
      {data ? <Detail action={data} onEdit={() => setEdits(true)} /> : null}
      {error && !data ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="text" count={6} /> : null}
    </Drawer>
  )
}

/** What the reader is to a countermeasure; the server decides in the end. */
function usePart(action: ActionDetail) {
  const may = useMay()
  const { user } = useSession()
  const owner = user?.person === action.owner.id
  const planner = may('plans.write')
  return { owner, planner, acts: may('actions.write') && (owner || planner) }
}

function Detail({ action, onEdit }: { action: ActionDetail; onEdit: () => void }) {
  const all = useMessages(actionMessages)
  const text = all.detail
  const format = useFormat()
  const library = useKpis()
  const { acts } = usePart(action)
  const unit = library.get(action.kpi)?.unit
  const ended = action.state === 'verified' || action.state === 'dropped'
  const change = action.expectedChange
  const expected = change !== null && unit ? format.change(change, unit) : null
  return (
    <div className={styles.detail}>
      <p className={styles.facts}>
        <StateBadge tone={tones[action.state]}>{all.states[action.state]}</StateBadge>
        {action.overdue && <StateBadge tone="attention">{all.overdue}</StateBadge>}
        <span className={styles.soft}>{action.node.name}</span>
        {acts && !ended && (
          <Button size="compact-md" variant="subtle" onClick={onEdit}>
            {text.change}
          </Button>
        )}
      </p>
      <dl className={styles.terms}>
        <Term name={text.problem}>{action.problem}</Term>
        <Term name={text.kpi}>
          <ScreenLink to={`/kpis/${action.kpi}/${encodeURIComponent(action.node.id)}`} className={styles.link}>
            {library.nameOf(action.kpi)}
          </ScreenLink>
        </Term>
        {expected && (
          <Term name={text.expected}>
            {expected.text.replace('+', '')} {expected.unit}
          </Term>
        )}
        <Term name={text.owner}>{action.owner.name || all.colleague}</Term>
        <Term name={text.due}>
          {format.day(action.due, { weekday: true })}{' '}
          <span className={styles.soft}>{text.horizons[action.horizon]}</span>
        </Term>
        <Term name={text.acceptance}>{action.acceptance}</Term>
        {action.resources && <Term name={text.resources}>{action.resources}</Term>}
        {action.fallback && <Term name={text.fallback}>{action.fallback}</Term>}
        <Term name={text.concerned}>
          {format.list(action.concerned.map(({ name }) => name || all.colleague)) || text.nothing}
        </Term>
        <Term name={text.opened}>{text.openedBy({ name: action.openedBy, day: format.day(action.openedOn) })}</Term>
      </dl>
      <ActionEffect action={action} />
      {acts && !ended && <NextStep action={action} />}
      <section>
        <h3 className={styles.heading}>{text.steps}</h3>
        <ol className={styles.steps}>
          {action.steps.map((step) => (
            <li key={step.at}>
              {text.stepOf({ state: all.states[step.state], by: step.by, at: format.dateTime(step.at) })}
              {step.note && <span className={styles.note}>{step.note}</span>}
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function NextStep({ action }: { action: ActionDetail }) {
  const all = useMessages(actionMessages)
  const text = all.detail
  const tell = useToast()
  const { owner, planner } = usePart(action)
  const step = useStep(action.id)
  const [note, setNote] = useState('')
  const [wanted, setWanted] = useState(false)
  const open = states.filter((to) => stepRefused(action.state, to, { owner, planner }) === null)
  if (open.length === 0) return null
  const back = (to: State) => action.state === 'done' && to === 'doing'
  const go = (state: State) => {
    const missing = (state === 'dropped' || back(state)) && note.trim() === ''
    setWanted(missing)
    if (missing) return
    step.mutate(
      { state, note: note.trim() },
      {
        onSuccess: () => {
          setNote('')
          tell({ text: text.stepped({ title: action.title, state: all.states[state] }) })
        },
      },
    )
  }
  return (
    <section className={styles.form}>
      <h3 className={styles.heading}>{text.next}</h3>
      <Textarea
        label={text.note}
        description={text.noteHint}
        value={note}
        maxLength={1000}
        autosize
        minRows={1}
        error={wanted ? text.noteWanted : undefined}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {step.error ? <FailureNote title={text.stepFailed} error={step.error} /> : null}
      <div className={styles.foot}>
        {open.map((to, index) => (
          <Button
            key={to}
            variant={index === 0 && !back(to) && to !== 'dropped' ? 'filled' : 'default'}
            disabled={step.isPending}
            onClick={() => go(to)}
          >
            {back(to) ? text.back : text.to[to]}
          </Button>
        ))}
      </div>
    </section>
  )
}
