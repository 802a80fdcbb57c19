import { Button } from '@mantine/core'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { type Kpi, useKpis } from '#kpis/ui'
import { type PlannedYear, type PlanProblem, sums } from '../rules/decomposition.ts'
import curveStyles from './curve.module.css'
import { Curve } from './curve.tsx'
import type { BuildUp, Draft, Method } from './draft.ts'
import { FigureField } from './figureField.tsx'
import { targetMessages } from './messages.ts'
import type { Preview, YearRow } from './reads.ts'
import styles from './targets.module.css'

type PlanEditorProps = {
  kpi: Kpi
  row: YearRow | undefined
  draft: Draft
  result: PlannedYear | null
  ground: Preview | undefined
  closed: number
  writable: boolean
  change: (changes: Partial<Draft>) => void
  setMonth: (month: number, value: number | null) => void
}

const none = new Array<null>(12).fill(null)

/** One KPI's year: goal, method, and the curve of its months. */
export function PlanEditor(props: PlanEditorProps) {
  const { kpi, row, draft, result, ground, closed, writable, change, setMonth } = props
  const text = useMessages(targetMessages)
  const format = useFormat()
  const { nameOf } = useKpis()
  const additive = sums(kpi.aggregation)
  const months = result?.ok ? result.months : null
  const warnings = result?.ok ? result.warnings : []
  return (
    <section className={styles.block}>
      <h2 className={styles.heading}>{text.editor.title({ kpi: nameOf(kpi.id) })}</h2>
      <Fields {...props} />
      {draft.goal === null ? (
        <p className={styles.note}>{text.problems.goal_missing}</p>
      ) : result && !result.ok ? (
        <p className={styles.fault} role="alert">
          <Problem problem={result.problem} kpi={kpi} />
        </p>
      ) : null}
      {months && (
        <>
          <div className={curveStyles.curveBox}>
            <Curve
              kpi={kpi}
              months={months}
              locked={draft.locks.map((lock) => lock !== null)}
              inForce={row?.months ?? none}
              alternative={result?.ok ? result.alternative : null}
              closed={closed}
              onChange={writable ? setMonth : null}
              onToggle={(month) => {
                if (writable) setMonth(month, draft.locks[month] === null ? (months[month] ?? null) : null)
              }}
            />
            <div className={curveStyles.monthNames} aria-hidden="true">
              {months.map((value, month) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a month is its place in the year
                <span key={month}>
                  {text.month({ month: month + 1 })}
                  <b>{format.figure(value, kpi.unit).text}</b>
                </span>
              ))}
            </div>
          </div>
          <div className={curveStyles.legend}>
            <span data-mark="plan">{text.editor.legendPlan}</span>
            {row?.months.some((value) => value !== null) && <span data-mark="force">{text.editor.legendInForce}</span>}
            {result?.ok && result.alternative && <span data-mark="season">{text.editor.legendSeason}</span>}
            {closed > 0 && <span data-mark="closed">{text.editor.closed}</span>}
          </div>
          <p className={styles.sumLine}>
            {additive ? (
              <>
                {text.editor.sum({
                  sum: format.value(
                    months.reduce((left, right) => left + right, 0),
                    kpi.unit,
                  ),
                  goal: format.value(draft.goal ?? 0, kpi.unit),
                })}{' '}
                · {text.editor.sumRight}
              </>
            ) : (
              text.editor.ends({ value: format.value(months[11] ?? 0, kpi.unit) })
            )}
            {additive && ground && (
              <span className={styles.soft}>
                {ground.season === 'history'
                  ? text.editor.season({ months: ground.historyMonths })
                  : text.editor.seasonShipped}
              </span>
            )}
            {writable && <span className={styles.soft}>{text.editor.curveHint}</span>}
          </p>
        </>
      )}
      {warnings.includes('flat') && (
        <div className={styles.warning} role="status">
          <div>
            <b>{text.editor.flat}</b>
            <p>{text.editor.flatWhy}</p>
          </div>
          {writable && (
            <Button variant="default" onClick={() => change({ method: 'season', locks: [...none] })}>
              {text.editor.takeOver}
            </Button>
          )}
        </div>
      )}
      {warnings.includes('worse_than_start') && <p className={styles.note}>{text.editor.worse}</p>}
    </section>
  )
}

function Fields({ kpi, draft, ground, writable, change }: PlanEditorProps) {
  const text = useMessages(targetMessages).editor
  const additive = sums(kpi.aggregation)
  const methods: Method[] = additive ? ['season', 'flat', 'hand'] : ['linear', 's', 'hand']
  const unit = kpi.unit === 'fen' ? text.yuan : kpi.unit === 'percent' ? '%' : ''
  return (
    <div className={styles.fields}>
      <div className={styles.field}>
        <span aria-hidden="true">
          {additive ? text.goal : text.goalPath} {unit && <span className={styles.soft}>{unit}</span>}
        </span>
        <FigureField
          kpi={kpi}
          label={additive ? text.goal : text.goalPath}
          value={draft.goal}
          readOnly={!writable}
          onChange={(goal) => change({ goal })}
        />
      </div>
      {!additive && (
        <div className={styles.field}>
          <span aria-hidden="true">
            {text.start} <span className={styles.soft}>{text.startHint}</span>
          </span>
          <FigureField
            kpi={kpi}
            label={text.start}
            value={draft.start ?? ground?.start ?? null}
            readOnly={!writable}
            onChange={(start) => change({ start })}
          />
        </div>
      )}
      <label className={styles.field}>
        {text.method}
        <select
          className={styles.select}
          value={draft.method}
          disabled={!writable}
          onChange={(event) => change({ method: event.target.value as Method })}
        >
          {methods.map((method) => (
            <option key={method} value={method}>
              {text.methods[method]}
            </option>
          ))}
        </select>
      </label>
      {additive && (
        <label className={styles.field}>
          {text.buildUp}
          <select
            className={styles.select}
            value={draft.buildUp}
            disabled={!writable}
            onChange={(event) => change({ buildUp: event.target.value as BuildUp })}
          >
            {(['none', 'slow', 'fast'] as const).map((one) => (
              <option key={one} value={one}>
                {text.buildUps[one]}
              </option>
            ))}
          </select>
        </label>
      )}
      {writable && draft.locks.some((lock) => lock !== null) && (
        <Button variant="subtle" onClick={() => change({ locks: [...none], pauses: [] })}>
          {text.reset}
        </Button>
      )}
    </div>
  )
}

/** Why there is no plan, in the words of the screen. */
function Problem({ problem, kpi }: { problem: PlanProblem; kpi: Kpi }) {
  const text = useMessages(targetMessages).problems
  const format = useFormat()
  const shown = (value: number) => format.value(value, kpi.unit)
  switch (problem.code) {
    case 'turns_back':
      return text.turns_back({
        month: problem.step + 1,
        value: shown(problem.value),
        from: shown(problem.from),
        to: shown(problem.to),
      })
    case 'not_whole':
    case 'start_missing':
    case 'month_missing':
      return text[problem.code]
    default:
      return text[problem.code]({ by: shown(Math.abs(problem.by)) })
  }
}
