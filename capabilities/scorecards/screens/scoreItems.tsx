import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { Unseen } from '#design/unseen'
import { useKpis, useKpiTrace } from '#kpis/ui'
import { scoreMessages } from './messages.ts'
import page from './page.module.css'
import type { Score, ScoreItem } from './reads.ts'
import styles from './score.module.css'

/** Each item of the card: what it was worth, what came of it, and what one more point would take (H10.7). */
export function ScoreItems({ score }: { score: Score }) {
  const text = useMessages(scoreMessages)
  const { trace, drawer } = useKpiTrace()
  return (
    <section>
      <h2 className={page.heading}>{text.items}</h2>
      <ul className={styles.items}>
        {score.items.map((item) => (
          <Item
            key={item.kpi}
            item={item}
            onTrace={() =>
              trace({
                kpi: item.kpi,
                node: item.of === 'store' ? score.store : score.person,
                nodeName: item.of === 'store' ? text.storeFigure : score.name,
                period: score.period,
                target: item.target,
              })
            }
          />
        ))}
      </ul>
      {drawer}
    </section>
  )
}

function Item({ item, onTrace }: { item: ScoreItem; onTrace: () => void }) {
  const text = useMessages(scoreMessages)
  const words = useWords()
  const format = useFormat()
  const { nameOf, get } = useKpis()
  const unit = get(item.kpi)?.unit ?? 'count'
  const figure = (value: number) => format.value(value, unit)
  const weight = (value: number) => format.figure(value, 'score100').text
  const raised = item.points !== null && item.effectiveWeight !== item.weight
  const share = item.points === null || item.effectiveWeight === 0 ? 0 : (item.points / item.effectiveWeight) * 100
  const points =
    item.points === null
      ? null
      : text.pointsOf({ points: format.figure(item.points, 'score100').text, weight: weight(item.effectiveWeight) })
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        <h3>{nameOf(item.kpi)}</h3>
        <span className={styles.soft}>
          {raised
            ? text.weightRaised({ from: weight(item.weight), to: weight(item.effectiveWeight) })
            : text.weightIs({ weight: weight(item.weight) })}
        </span>
        {points && <b className={styles.itemPoints}>{points}</b>}
      </div>
      {points ? (
        <div className={styles.meter} aria-hidden="true">
          <span style={{ width: `${share}%` }} />
        </div>
      ) : (
        <p className={styles.soft}>{text.noData}</p>
      )}
      <dl className={styles.itemFigures}>
        <div>
          <dt>{item.of === 'store' ? text.actualOfStore : text.actual}</dt>
          <dd>
            {item.actual === null ? (
              '–'
            ) : (
              <button type="button" className={styles.door} onClick={onTrace}>
                {figure(item.actual)}
                <Unseen>{text.trace}</Unseen>
              </button>
            )}
          </dd>
        </div>
        <div>
          <dt>{item.target === null ? text.target : (text.targetFrom[item.targetFrom] ?? text.target)}</dt>
          <dd>{item.target === null ? '–' : figure(item.target)}</dd>
        </div>
        <div>
          <dt>{text.achievement}</dt>
          <dd>{item.achievement === null ? '–' : format.percent(item.achievement)}</dd>
        </div>
      </dl>
      {item.onePointMore !== null ? (
        <p className={styles.next}>{text.oneMore({ value: figure(item.onePointMore) })}</p>
      ) : item.points !== null ? (
        <p className={styles.soft}>{text.full}</p>
      ) : null}
      {item.because.length > 0 && (
        <details className={styles.why}>
          <summary>{text.why}</summary>
          <ol>
            {item.because.map((step) => (
              <li key={step.zh}>{words(step)}</li>
            ))}
          </ol>
        </details>
      )}
    </li>
  )
}
