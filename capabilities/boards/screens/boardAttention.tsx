import { useState } from 'react'
import { useFormat } from '#design/format'
import { Light } from '#design/light'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { useMay } from '#design/session'
import { Unseen } from '#design/unseen'
import type { lights } from '#foundation/figure'
import { useKpis } from '#kpis/ui'
import styles from './board.module.css'
import { lightCounts, useReason, warnings } from './judged.ts'
import { boardMessages } from './messages.ts'
import type { Board } from './reads.ts'
import type { OnTrace } from './traced.ts'

const order = ['red', 'yellow', 'green', 'grey'] as const satisfies readonly (typeof lights)[number][]

const first = 5

/** What is red or yellow, and how many of each there are. */
export function BoardAttention({ board, onTrace }: { board: Board; onTrace: OnTrace }) {
  const text = useMessages(boardMessages)
  const format = useFormat()
  const reason = useReason()
  const { nameOf } = useKpis()
  const may = useMay()
  const counts = lightCounts(board)
  const acts = may('actions.write') && board.node.kind !== 'person'
  const [all, setAll] = useState(false)
  const list = warnings(board)
  const shown = all ? list : list.slice(0, first)
  return (
    <section className={styles.panel}>
      <div className={styles.panelHead}>
        <h2>{text.attention}</h2>
        <span className={styles.counts}>
          <Unseen>{text.counts(counts)}</Unseen>
          {order.map((light) => (
            <span key={light} aria-hidden="true">
              <Light light={light} size="sm" />
              {counts[light]}
            </span>
          ))}
        </span>
      </div>
      {list.length === 0 ? (
        <p className={styles.quiet}>{counts.green > 0 ? text.allGood : text.noneJudged}</p>
      ) : (
        <ul className={styles.warnings}>
          {shown.map((kpi) => (
            <li key={kpi.id}>
              <button type="button" onClick={() => onTrace(board, kpi)}>
                <Light light={kpi.light} />
                <span className={styles.warningWords}>
                  <span>
                    {nameOf(kpi.id)}
                    <span className={styles.warningReason}>{reason(kpi)}</span>
                  </span>
                  <span className={styles.soft}>
                    {text.due} {kpi.due === null ? '' : format.value(kpi.due, kpi.unit)}
                  </span>
                </span>
                <b>{kpi.value === null ? '' : format.value(kpi.value, kpi.unit)}</b>
              </button>
              {kpi.light === 'red' && acts && (
                <ScreenLink
                  to={`/actions/${encodeURIComponent(board.node.id)}`}
                  search={{ kpi: kpi.id }}
                  className={styles.act}
                  aria-label={text.openCountermeasureFor({ name: nameOf(kpi.id) })}
                >
                  {text.kpi.openCountermeasure}
                </ScreenLink>
              )}
            </li>
          ))}
        </ul>
      )}
      {list.length > first && (
        <button type="button" className={styles.more} onClick={() => setAll(!all)}>
          {all ? text.showFew : text.showAll({ count: list.length })}
        </button>
      )}
    </section>
  )
}
