import { Button, NumberInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { useToast } from '#design/toast'
import { useKpis } from '#kpis/ui'
import { KpiSelect } from './choices.tsx'
import { planMessages } from './messages.ts'
import styles from './plans.module.css'
import { usePlanBoard, useWeekChange, type WeekFigure, type WeekPlan } from './reads.ts'

type FiguresProps = { plan: WeekPlan; writes: boolean }

/** What each KPI should be in the week, what it is, and whether that was met. */
export function WeekFigures({ plan, writes }: FiguresProps) {
  const text = useMessages(planMessages).figures
  const [edits, setEdits] = useState(false)
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2 className={styles.heading}>{text.title}</h2>
        <p className={styles.soft}>{text.hint}</p>
        {writes && !edits && (
          <Button
            className={styles.headTool}
            variant="default"
            size="compact-md"
            leftSection={<Icon name="target" size={16} />}
            onClick={() => setEdits(true)}
          >
            {text.edit}
          </Button>
        )}
      </div>
      {edits ? <Expectations plan={plan} onDone={() => setEdits(false)} /> : <Figures plan={plan} />}
    </section>
  )
}

function Figures({ plan }: { plan: WeekPlan }) {
  const text = useMessages(planMessages).figures
  const board = usePlanBoard(plan.node.id, plan.week.slice(0, 7)).data
  if (plan.figures.length === 0) return <p className={styles.soft}>{text.noneWhy}</p>
  return (
    <ul className={styles.figures}>
      {plan.figures.map((figure) => (
        <Figure key={figure.kpi} figure={figure} plan={plan} target={board?.lines.get(figure.kpi)?.target ?? null} />
      ))}
    </ul>
  )
}

function Figure({ figure, plan, target }: { figure: WeekFigure; plan: WeekPlan; target: number | null }) {
  const all = useMessages(planMessages)
  const text = all.figures
  const format = useFormat()
  const library = useKpis()
  const unit = library.get(figure.kpi)?.unit
  const shown = (value: number | null) => (value === null || !unit ? '–' : format.value(value, unit))
  return (
    <li className={styles.figure}>
      <ScreenLink
        to={`/kpis/${figure.kpi}/${encodeURIComponent(plan.node.id)}`}
        search={{ period: plan.week }}
        className={styles.link}
      >
        {library.nameOf(figure.kpi)}
      </ScreenLink>
      <Pair label={text.target} value={shown(target)} />
      <Pair label={text.expected} value={shown(figure.expected)} />
      <Pair label={text.actual} value={figure.actual === null ? all.noData : shown(figure.actual)} strong />
      <Pair label={text.outcome} value={figure.outcome === null ? text.undecided : text[figure.outcome]} strong />
    </li>
  )
}

function Pair({ label, value, strong }: { label: string; value: string; strong?: boolean }) {
  return (
    <span className={styles.pair}>
      <span className={styles.soft}>{label}</span>
      {strong ? <b>{value}</b> : <span>{value}</span>}
    </span>
  )
}

function Expectations({ plan, onDone }: { plan: WeekPlan; onDone: () => void }) {
  const all = useMessages(planMessages)
  const text = all.figures
  const tell = useToast()
  const library = useKpis()
  const { expect } = useWeekChange(plan.node.id, plan.week)
  const [values, setValues] = useState<{ kpi: string; value: number | null }[]>(
    plan.figures.map(({ kpi, expected }) => ({ kpi, value: expected })),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    expect.mutate(values, {
      onSuccess: () => {
        tell({ text: text.saved })
        onDone()
      },
    })
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.expectations}>
        {values.map(({ kpi, value }) => {
          const unit = library.get(kpi)?.unit
          const scale = unit === 'fen' ? 100 : 1
          const mark = unit === 'fen' ? all.yuan : unit === 'percent' ? '%' : ''
          return (
            <NumberInput
              key={kpi}
              label={library.nameOf(kpi)}
              aria-label={text.of({ name: library.nameOf(kpi) })}
              value={value === null ? '' : value / scale}
              decimalScale={2}
              thousandSeparator=","
              hideControls
              rightSection={mark ? <span className={styles.soft}>{mark}</span> : undefined}
              onChange={(typed) => {
                const next = typeof typed === 'number' ? Math.round(typed * scale * 100) / 100 : null
                setValues(values.map((one) => (one.kpi === kpi ? { kpi, value: next } : one)))
              }}
            />
          )
        })}
        <KpiSelect
          label={text.add}
          value={null}
          without={values.map(({ kpi }) => kpi)}
          onChange={(kpi) => kpi && setValues([...values, { kpi, value: null }])}
        />
      </div>
      {expect.error ? <FailureNote title={all.saveFailed} error={expect.error} /> : null}
      <div className={styles.foot}>
        <Button type="submit" loading={expect.isPending}>
          {all.save}
        </Button>
        <Button variant="default" onClick={onDone}>
          {all.cancel}
        </Button>
      </div>
    </form>
  )
}
