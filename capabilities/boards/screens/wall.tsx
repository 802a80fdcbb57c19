import { type CSSProperties, useEffect, useState } from 'react'
import { apiError } from '#design/api'
import { FactClock } from '#design/factClock'
import { Figure } from '#design/figure'
import { useFormat } from '#design/format'
import { Light } from '#design/light'
import { useMessages } from '#design/locale'
import type { ScreenProps } from '#design/screen'
import { useKpis } from '#kpis/ui'
import { leads, lightCounts, noDataOf, paced, useReason, warnings } from './judged.ts'
import { useLiveBoard } from './liveBoard.ts'
import { boardMessages } from './messages.ts'
import { type Board, type BoardKpi, dayOf, useBoard } from './reads.ts'
import styles from './wall.module.css'
import { room, turns } from './wallLine.ts'

/**
 * The board on the workshop's wall: read from five metres, touched by nobody. It names no period, so that the server moves
 * it on with the month, and asks for the new day as soon as there is one.
 */
export default function WallScreen({ params }: ScreenProps) {
  const node = params.node ?? ''
  const text = useMessages(boardMessages)
  const running = useBoard(node, null)
  const { data: board, error } = running
  const today = board ? dayOf(board) : null
  const day = useBoard(node, today, { enabled: today !== null, keep: false })
  const line = useLiveBoard(node, null, running)
  if (!board) {
    return (
      <main className={styles.alone}>
        <p>{error ? apiError(error).message || text.wallScreen.lost : text.wallScreen.waiting}</p>
      </main>
    )
  }
  return (
    <main className={styles.wall}>
      <header className={styles.head}>
        <h1>{board.node.name}</h1>
        <FactClock at={board.factsUpTo} now={board.asOf} line={line} size="wall" />
      </header>
      <div className={styles.paced}>
        <Against title={text.today} board={day.data} />
        <Against title={text.thisMonth} board={board} />
      </div>
      <div className={styles.figures}>
        {leads(board).map((kpi) => (
          <Lead key={kpi.id} kpi={kpi} />
        ))}
      </div>
      <Warnings board={board} />
    </main>
  )
}

function Against({ title, board }: { title: string; board: Board | undefined }) {
  const text = useMessages(boardMessages).wallScreen
  const format = useFormat()
  const reason = useReason()
  const { nameOf } = useKpis()
  const kpi = board?.kpis.find((each) => each.id === paced[0])
  const shown = kpi && kpi.value !== null ? format.figure(kpi.value, kpi.unit) : null
  const pace = kpi && kpi.due !== null && kpi.due !== kpi.target ? kpi.due : null
  return (
    <section className={styles.against}>
      <h2>
        {title}
        <small>{kpi ? nameOf(kpi.id) : ''}</small>
      </h2>
      <p className={styles.count}>
        {kpi && shown && <Light light={kpi.light} size="wall" />}
        {shown ? (
          <b style={{ '--chars': shown.text.length } as CSSProperties}>{shown.text}</b>
        ) : (
          <span className={styles.none}>{kpi ? reason(kpi) : ''}</span>
        )}
      </p>
      <p className={styles.measured}>
        {kpi && kpi.target !== null && <span>{text.target({ value: format.value(kpi.target, kpi.unit) })}</span>}
        {kpi && pace !== null && <span>{text.due({ value: format.value(pace, kpi.unit) })}</span>}
      </p>
    </section>
  )
}

function Lead({ kpi }: { kpi: BoardKpi }) {
  const reason = useReason()
  const { nameOf, get } = useKpis()
  return (
    <Figure
      size="wall"
      label={nameOf(kpi.id)}
      value={kpi.value}
      unit={kpi.unit}
      light={kpi.light}
      target={kpi.target}
      due={kpi.due}
      direction={get(kpi.id)?.direction}
      noData={noDataOf(kpi)}
      reason={reason(kpi)}
    />
  )
}

const turnMilliseconds = 8000
/** The line in characters of its own size: 95 percent of 1920 at 42 px. */
const lineRoom = 43
/** Shape and gaps of one warning. */
const besidesText = 3.6

/** One line: how many are red and yellow, and which; what does not fit takes turns. */
function Warnings({ board }: { board: Board }) {
  const { wallScreen: text, noneJudged } = useMessages(boardMessages)
  const format = useFormat()
  const reason = useReason()
  const { nameOf } = useKpis()
  const list = warnings(board)
  const said = (kpi: BoardKpi) => `${nameOf(kpi.id)} ${kpi.value === null ? '' : format.value(kpi.value, kpi.unit)}`
  const total = text.counts(lightCounts(board))
  const lines = turns(list, (kpi) => said(kpi) + reason(kpi), lineRoom - room(total), besidesText)
  const turn = useTurn(lines.length)
  if (list.length === 0) {
    return (
      <footer className={styles.warnings}>
        <Light
          light={lightCounts(board).green > 0 ? 'green' : 'grey'}
          size="wall"
          word={lightCounts(board).green > 0 ? text.none : noneJudged}
          withWord
        />
      </footer>
    )
  }
  return (
    <footer className={styles.warnings}>
      <span className={styles.total}>{total}</span>
      {lines[turn]?.map((kpi) => (
        <span key={kpi.id} className={styles.warning}>
          <Light light={kpi.light} size="wall" />
          <span>
            {said(kpi)}
            <span className={styles.why}>{reason(kpi)}</span>
          </span>
        </span>
      ))}
    </footer>
  )
}

function useTurn(count: number): number {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (count < 2) return
    const timer = setInterval(() => setTurn((past) => past + 1), turnMilliseconds)
    return () => clearInterval(timer)
  }, [count])
  return count === 0 ? 0 : turn % count
}
