import { BulletBar } from '#design/bulletBar'
import { Flash } from '#design/flash'
import { useFormat } from '#design/format'
import { Light } from '#design/light'
import { useMessages } from '#design/locale'
import { Unseen } from '#design/unseen'
import { useKpis } from '#kpis/ui'
import styles from './board.module.css'
import { pacedKpis, useReason } from './judged.ts'
import { boardMessages } from './messages.ts'
import type { Board, BoardKpi } from './reads.ts'
import type { OnTrace } from './traced.ts'

type PaceProps = { today: Board | undefined; period: Board | undefined; onTrace: OnTrace }

/** Today and the period against their targets: the first two lines of the drawn board. */
export function BoardPace({ today, period, onTrace }: PaceProps) {
  const text = useMessages(boardMessages)
  const format = useFormat()
  return (
    <section className={styles.pace} aria-label={text.progress}>
      {today && (
        <Card title={text.today} note={format.day(today.from, { weekday: true })} board={today} onTrace={onTrace} />
      )}
      {period && (
        <Card title={format.period(period.period)} note={range(period, format.day)} board={period} onTrace={onTrace} />
      )}
    </section>
  )
}

const range = ({ from, to }: Board, day: (day: string) => string) => (from === to ? '' : `${day(from)} – ${day(to)}`)

function Card({ title, note, board, onTrace }: { title: string; note: string; board: Board; onTrace: OnTrace }) {
  return (
    <div className={styles.card}>
      <h2 className={styles.cardTitle}>
        {title} <small>{note}</small>
      </h2>
      <div className={styles.paceRows}>
        {pacedKpis(board).map((kpi) => (
          <Against key={kpi.id} board={board} kpi={kpi} onTrace={onTrace} />
        ))}
      </div>
    </div>
  )
}

function Against({ board, kpi, onTrace }: { board: Board; kpi: BoardKpi; onTrace: OnTrace }) {
  const text = useMessages(boardMessages)
  const format = useFormat()
  const reason = useReason()
  const { nameOf, get } = useKpis()
  const shown = kpi.value === null ? null : format.figure(kpi.value, kpi.unit)
  const pace = kpi.due !== null && kpi.due !== kpi.target ? kpi.due : null
  return (
    <Flash of={kpi.value} within={`${board.node.id} ${board.period}`}>
      <button type="button" className={styles.against} onClick={() => onTrace(board, kpi)}>
        <span className={styles.againstLabel}>{nameOf(kpi.id)}</span>
        <span className={styles.againstValue}>
          {shown ? (
            <>
              <b>{shown.text}</b>
              {shown.unit && <i>{shown.unit}</i>}
            </>
          ) : (
            <em>{text.noValue}</em>
          )}
          {kpi.target !== null && (
            <span className={styles.of}>
              {text.target} {format.value(kpi.target, kpi.unit)}
            </span>
          )}
        </span>
        {kpi.target !== null && (
          <BulletBar
            value={kpi.value}
            unit={kpi.unit}
            target={kpi.target}
            due={kpi.due}
            direction={get(kpi.id)?.direction}
          />
        )}
        <span className={styles.judged}>
          <Light light={kpi.light} withWord word={reason(kpi)} />
          {pace !== null && <span>{text.dueBy({ due: format.value(pace, kpi.unit) })}</span>}
        </span>
        <Unseen>{text.kpi.trace}</Unseen>
      </button>
    </Flash>
  )
}
