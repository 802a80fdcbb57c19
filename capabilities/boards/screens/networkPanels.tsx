import { type ReactNode, useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { Unseen } from '#design/unseen'
import { useKpis } from '#kpis/ui'
import styles from './network.module.css'
import { networkMessages } from './networkMessages.ts'
import { type Movers, type Network, useGaps, useMovers, useReds } from './networkReads.ts'

const kpiPlace = (kpi: string, node: string) => `/kpis/${kpi}/${encodeURIComponent(node)}`

/** Who moved since last week, by a KPI of the reader's choice. */
export function MoversPanel({ network }: { network: Network }) {
  const text = useMessages(networkMessages)
  const format = useFormat()
  const { nameOf } = useKpis()
  const [wanted, want] = useState<string | null>(null)
  const ids = network.kpis.map(({ id }) => id)
  const kpi = wanted !== null && ids.includes(wanted) ? wanted : ids[0]
  const { data, error, refetch } = useMovers(network.node.id, network.kind, kpi)
  const span = ({ from, to }: { from: string; to: string }) => `${format.day(from)}–${format.day(to)}`
  const line = (mover: Movers['better'][number], way: 'better' | 'worse') => {
    const { text: change, unit } = format.change(mover.change, data?.unit ?? 'count')
    return {
      key: mover.node.id,
      line: (
        <ScreenLink to={kpiPlace(kpi ?? '', mover.node.id)} className={styles.line}>
          <span className={styles.way} data-way={way} aria-hidden="true">
            {mover.change > 0 ? '▲' : '▼'}
          </span>
          <Unseen>{text[way]}</Unseen>
          <span className={styles.lineName}>
            {mover.node.name}
            <small>
              {text.fromTo({
                before: format.value(mover.before, data?.unit ?? 'count'),
                now: format.value(mover.now, data?.unit ?? 'count'),
              })}
            </small>
          </span>
          <b>
            {change}
            {unit && <small> {unit}</small>}
          </b>
        </ScreenLink>
      ),
    }
  }
  const better = data?.better.map((one) => line(one, 'better')) ?? []
  const worse = data?.worse.map((one) => line(one, 'worse')) ?? []
  return (
    <PanelBox
      title={text.movers}
      note={data && text.moversDays({ now: span(data.windows.now), before: span(data.windows.before) })}
      tool={
        <select
          className={styles.select}
          aria-label={text.by}
          value={kpi}
          onChange={(event) => want(event.target.value)}
        >
          {ids.map((id) => (
            <option key={id} value={id}>
              {nameOf(id)}
            </option>
          ))}
        </select>
      }
      state={{ waiting: !data && !error, error: data ? null : error, again: () => void refetch() }}
    >
      {data && (
        <>
          {better.length + worse.length === 0 ? (
            <p className={styles.quiet}>{data.slow ? text.slow : text.noMovers}</p>
          ) : (
            <div className={styles.ways}>
              <Ways title={text.better} lines={better} />
              <Ways title={text.worse} lines={worse} />
            </div>
          )}
          {data.tooFew > 0 && <p className={styles.soft}>{text.tooFew({ count: data.tooFew })}</p>}
        </>
      )}
    </PanelBox>
  )
}

function Ways({ title, lines }: { title: string; lines: Line[] }) {
  return (
    <div>
      <h3>{title}</h3>
      {lines.length === 0 ? <p className={styles.quiet}>–</p> : <Lines lines={lines} />}
    </div>
  )
}

/** Where red has lasted for closed months in a row. */
export function RedsPanel({ network }: { network: Network }) {
  const text = useMessages(networkMessages)
  const format = useFormat()
  const { nameOf } = useKpis()
  const { data, error, refetch } = useReds(network.node.id, network.kind, true)
  const lines = data?.reds.map(({ node, kpi, months, since, value, unit }) => ({
    key: `${node.id} ${kpi}`,
    line: (
      <ScreenLink to={kpiPlace(kpi, node.id)} className={styles.line}>
        <span className={styles.lineName}>
          {node.name} · {nameOf(kpi)}
          <small>
            {text.since({ month: format.period(since) })}
            {value !== null && ` · ${format.value(value, unit)}`}
          </small>
        </span>
        <b>{text.redMonths({ months })}</b>
      </ScreenLink>
    ),
  }))
  return (
    <PanelBox
      title={text.reds}
      note={data && text.redsUpTo({ month: format.period(data.upTo) })}
      state={{ waiting: !data && !error, error: data ? null : error, again: () => void refetch() }}
    >
      {lines && (lines.length === 0 ? <p className={styles.quiet}>{text.noReds}</p> : <Lines lines={lines} />)}
    </PanelBox>
  )
}

/** Which records have stopped coming, and what nobody has set a target for. */
export function GapsPanel({ network }: { network: Network }) {
  const text = useMessages(networkMessages)
  const format = useFormat()
  const { nameOf } = useKpis()
  const { data, error, refetch } = useGaps(network.node.id)
  const untargeted = network.kpis.flatMap(({ id, counts }) =>
    counts.reasons.no_target ? [text.noTargetOf({ name: nameOf(id), count: counts.reasons.no_target })] : [],
  )
  const lines = data?.missing.map(({ node, kind, newest, days, orMore }) => ({
    key: `${node.id} ${kind}`,
    line: (
      <ScreenLink to={`/boards/${encodeURIComponent(node.id)}`} className={styles.line}>
        <span className={styles.lineName}>
          {node.name} · {text.factKinds[kind] ?? kind}
          <small>{newest === null ? text.never : text.newest({ day: format.day(newest) })}</small>
        </span>
        <b>{text.gapDays({ days, more: orMore })}</b>
      </ScreenLink>
    ),
  }))
  return (
    <PanelBox
      title={text.gaps}
      note={data && text.gapsUpTo({ day: format.day(data.upTo) })}
      state={{ waiting: !data && !error, error: data ? null : error, again: () => void refetch() }}
    >
      {lines && (lines.length === 0 ? <p className={styles.quiet}>{text.noGaps}</p> : <Lines lines={lines} />)}
      {untargeted.length > 0 && <p className={styles.soft}>{text.noTargets({ list: untargeted.join(' · ') })}</p>}
    </PanelBox>
  )
}

type Line = { key: string; line: ReactNode }
const first = 3

function Lines({ lines }: { lines: Line[] }) {
  const text = useMessages(networkMessages)
  const [all, setAll] = useState(false)
  return (
    <>
      <ul className={styles.lines}>
        {(all ? lines : lines.slice(0, first)).map(({ key, line }) => (
          <li key={key}>{line}</li>
        ))}
      </ul>
      {lines.length > first && (
        <button type="button" className={styles.plain} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? text.showFew : text.showAll({ count: lines.length })}
        </button>
      )}
    </>
  )
}

type BoxProps = {
  title: string
  note: string | undefined
  tool?: ReactNode
  state: { waiting: boolean; error: unknown; again: () => void }
  children: ReactNode
}

function PanelBox({ title, note, tool, state, children }: BoxProps) {
  const text = useMessages(networkMessages)
  return (
    <section className={styles.panel}>
      <div className={styles.panelHead}>
        <h2>{title}</h2>
        {tool}
      </div>
      {note && <p className={styles.soft}>{note}</p>}
      {state.waiting && <Skeletons shape="list" count={3} />}
      {Boolean(state.error) && <FailureNote title={text.panelFailed} error={state.error} onRetry={state.again} />}
      {children}
    </section>
  )
}
