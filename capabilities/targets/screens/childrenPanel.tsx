import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import type { Kpi } from '#kpis/ui'
import { sums } from '../rules/decomposition.ts'
import { FigureField } from './figureField.tsx'
import { targetMessages } from './messages.ts'
import { type PlanInput, usePreview } from './reads.ts'
import styles from './targets.module.css'

export type Sharing = { method: 'off' | 'history' | 'capacity' | 'hand'; hand: Record<string, number> }

type ChildrenPanelProps = {
  kpi: Kpi
  plan: PlanInput | null
  sharing: Sharing
  onChange: (sharing: Sharing) => void
  writable: boolean
}

/** The plan over the nodes below: by which method, what each gets, and whether they reach the goal together. */
export function ChildrenPanel({ kpi, plan, sharing, onChange, writable }: ChildrenPanelProps) {
  const text = useMessages(targetMessages).children
  const format = useFormat()
  const { method, hand } = sharing
  const asked = plan && method !== 'off' ? { ...plan, children: { method, hand } } : null
  const { data, error, isFetching } = usePreview(asked)
  const children = asked ? (data?.children ?? []) : []
  const additive = sums(kpi.aggregation)
  const whole = children.reduce((sum, child) => sum + child.year, 0)
  const choose = (next: Sharing['method']) => {
    // By hand one goes on from what the other method gave.
    const from = next === 'hand' ? Object.fromEntries(children.map(({ node, year }) => [node, year])) : {}
    onChange({ method: next, hand: from })
  }
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2 className={styles.heading}>{text.title}</h2>
        <label className={styles.inlineField}>
          {text.method}
          <select
            className={styles.select}
            value={method}
            disabled={!writable}
            onChange={(event) => choose(event.target.value as Sharing['method'])}
          >
            <option value="off">{text.off}</option>
            {(['history', 'capacity', 'hand'] as const)
              .filter((one) => additive || one !== 'capacity')
              .map((one) => (
                <option key={one} value={one} disabled={one === 'hand' && children.length === 0}>
                  {text.methods[one]}
                </option>
              ))}
          </select>
        </label>
      </div>
      {asked && error ? <FailureNote title={text.failed} error={error} /> : null}
      {asked && data?.children?.length === 0 && <p className={styles.soft}>{text.none}</p>}
      {children.length > 0 && (
        <section
          className={styles.scroll}
          aria-label={text.caption}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
        >
          <table className={styles.table} data-narrow>
            <caption>{text.caption}</caption>
            <thead>
              <tr>
                <th scope="col">{text.node}</th>
                {!additive && (
                  <th scope="col" data-numeric>
                    {text.from}
                  </th>
                )}
                <th scope="col" data-numeric>
                  {text.whole}
                </th>
                {additive && (
                  <th scope="col" data-numeric>
                    {text.share}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {children.map((child) => (
                <tr key={child.node}>
                  <th scope="row">{child.name}</th>
                  {!additive && (
                    <td data-numeric>{child.start === null ? '–' : format.value(child.start, kpi.unit)}</td>
                  )}
                  <td data-numeric>
                    {method === 'hand' && writable ? (
                      <FigureField
                        kpi={kpi}
                        dense
                        label={text.handOf({ name: child.name })}
                        value={hand[child.node] ?? child.year}
                        onChange={(value) =>
                          value !== null && onChange({ method, hand: { ...hand, [child.node]: value } })
                        }
                      />
                    ) : (
                      format.value(child.year, kpi.unit)
                    )}
                  </td>
                  {additive && <td data-numeric>{whole > 0 ? format.percent((child.year * 100) / whole) : '–'}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {asked && data?.check && children.length > 0 && (
        <p className={data.check.missing === 0 ? styles.soft : styles.fault} role="status">
          {isFetching ? text.computing : data.check.sentence}
        </p>
      )}
      {asked && (data?.unknown.length ?? 0) > 0 && children.length > 0 && (
        <p className={styles.soft}>{text.unknown({ count: data?.unknown.length ?? 0 })}</p>
      )}
      {asked && children.length > 0 && (
        <p className={styles.soft}>{additive ? text.toEveryoneExactly : text.toEveryone}</p>
      )}
    </section>
  )
}
