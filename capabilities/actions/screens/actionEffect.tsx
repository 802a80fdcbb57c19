import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { useKpis } from '#kpis/ui'
import styles from './actions.module.css'
import { actionMessages } from './messages.ts'
import type { ActionDetail } from './reads.ts'

/** The KPI in the whole week before, and in one after the work was done. */
export function ActionEffect({ action: { kpi, effect } }: { action: ActionDetail }) {
  const text = useMessages(actionMessages).detail
  const format = useFormat()
  const unit = useKpis().get(kpi)?.unit
  const shown = (value: number | null) => (value === null || !unit ? text.noValue : format.value(value, unit))
  const { before, after, change, reached } = effect
  const moved = change !== null && unit ? format.change(change, unit) : null
  return (
    <section>
      <h3 className={styles.heading}>{text.effect}</h3>
      <dl className={styles.effect}>
        <div>
          <dt>
            {text.before} · {format.period(before.week)}
          </dt>
          <dd>{shown(before.value)}</dd>
        </div>
        {after && (
          <div>
            <dt>
              {text.after} · {format.period(after.week)}
            </dt>
            <dd>{shown(after.value)}</dd>
          </div>
        )}
        {moved && (
          <div>
            <dt>{text.moved}</dt>
            <dd>
              {moved.text} {moved.unit}
              {reached !== null && <span className={styles.soft}> {reached ? text.reached : text.missed}</span>}
            </dd>
          </div>
        )}
      </dl>
      {!after && <p className={styles.soft}>{text.effectLater}</p>}
    </section>
  )
}
