import { Button, Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import type { Light as Colour, Unit } from '#foundation/figure'
import { Figure } from './figure.tsx'
import { useFormat } from './format.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import type { NoDataReason } from './noData.tsx'
import { Skeletons } from './skeletons.tsx'
import styles from './traceDrawer.module.css'

export type Trace = {
  /** What the figure is called. */
  label: string
  /** Whose and when: "城东店 · 2024年3月". */
  scope: string
  value: number | null
  unit: Unit
  light?: Colour
  target?: number | null
  due?: number | null
  noData?: NoDataReason
  /** A short reason for the light, in place of its word. */
  reason?: string
  /** The formula in words: "无返修工单 ÷ 完工工单 × 100%". */
  formula: string
  /** What goes into the formula. A measure with `part` can be opened: its facts are then listed. */
  measures: { id: string; name: string; value: number | null; unit: Unit; part?: string }[]
  /** Steps in sentences, where a figure explains itself so. */
  because?: string[]
  /** A way on, such as a link to the KPI's own page. */
  onward?: ReactNode
}

export type TraceFacts = {
  count: number
  /** Some records take away from the number: it is then a balance, and not how many are listed. */
  net?: boolean
  rows: { id: string; title: ReactNode; detail?: ReactNode; value?: ReactNode }[]
  loading?: boolean
  /** Present while there is more to list. */
  onMore?: () => void
}

type TraceDrawerProps = {
  opened: boolean
  onClose: () => void
  /** Null while it is being loaded. */
  trace: Trace | null
  facts?: TraceFacts | null
  /** The part whose facts are listed, one of the measures' `part`. */
  part?: string
  onPart?: (part: string) => void
  /** An ErrorNote in place of the content. */
  error?: ReactNode
}

/** "Where from": formula, measures, and down to the facts, whose count matches (H5.8). */
export function TraceDrawer({ opened, onClose, trace, facts, part, onPart, error }: TraceDrawerProps) {
  const text = useMessages(kit)
  const phone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false })
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position={phone ? 'bottom' : 'right'}
      size={phone ? '88%' : 480}
      title={text.whereFrom}
      closeButtonProps={{ 'aria-label': text.close, size: 'lg' }}
      classNames={{ content: styles.content, header: styles.header, title: styles.title, body: styles.drawerBody }}
    >
      {error ?? (trace ? <Body trace={trace} facts={facts} part={part} onPart={onPart} /> : <Skeletons shape="text" />)}
    </Drawer>
  )
}

function Body({ trace, facts, part, onPart }: Pick<TraceDrawerProps, 'facts' | 'part' | 'onPart'> & { trace: Trace }) {
  const text = useMessages(kit).trace
  const format = useFormat()
  return (
    <div className={styles.body}>
      <div>
        <p className={styles.scope}>{trace.scope}</p>
        <Figure
          label={trace.label}
          value={trace.value}
          unit={trace.unit}
          light={trace.light}
          target={trace.target}
          due={trace.due}
          noData={trace.noData}
          reason={trace.reason}
        />
        {trace.onward && <p className={styles.onward}>{trace.onward}</p>}
      </div>
      <section>
        <h3 className={styles.heading}>{text.formula}</h3>
        <p className={styles.formula}>{trace.formula}</p>
      </section>
      <section>
        <h3 className={styles.heading}>{text.measures}</h3>
        <ul className={styles.measures}>
          {trace.measures.map((measure) => {
            const shown = measure.value === null ? '–' : format.value(measure.value, measure.unit)
            const opens = measure.part
            return (
              <li key={measure.id}>
                {opens && onPart ? (
                  <button
                    type="button"
                    className={styles.measure}
                    aria-pressed={part === opens}
                    onClick={() => onPart(opens)}
                  >
                    <span>{measure.name}</span>
                    <span className={styles.number}>{shown}</span>
                  </button>
                ) : (
                  <span className={styles.measure}>
                    <span>{measure.name}</span>
                    <span className={styles.number}>{shown}</span>
                  </span>
                )}
              </li>
            )
          })}
        </ul>
      </section>
      {trace.because && trace.because.length > 0 && (
        <section>
          <h3 className={styles.heading}>{text.because}</h3>
          <ol className={styles.because}>
            {trace.because.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
      )}
      {facts !== undefined && <Facts facts={facts} />}
    </div>
  )
}

function Facts({ facts }: { facts: TraceFacts | null }) {
  const text = useMessages(kit).trace
  const format = useFormat()
  if (!facts) return <Skeletons shape="list" count={3} />
  return (
    <section>
      <h3 className={styles.heading}>
        {text.facts}
        <span className={styles.count}>
          {(facts.net ? text.factsNet : text.factsCount)({ count: format.count(facts.count) })}
        </span>
      </h3>
      {facts.rows.length === 0 && !facts.loading ? <p className={styles.none}>{text.noFacts}</p> : null}
      <ul className={styles.facts}>
        {facts.rows.map((fact) => (
          <li key={fact.id} className={styles.fact}>
            <span className={styles.factWords}>
              <span>{fact.title}</span>
              {fact.detail && <span className={styles.detail}>{fact.detail}</span>}
            </span>
            {fact.value !== undefined && <span className={styles.number}>{fact.value}</span>}
          </li>
        ))}
      </ul>
      {facts.rows.length > 0 && (
        <div className={styles.pager}>
          <span>
            {facts.net
              ? text.listed({ count: format.count(facts.rows.length) })
              : text.range({ from: '1', to: format.count(facts.rows.length), count: format.count(facts.count) })}
          </span>
          {facts.onMore && (
            <Button variant="default" size="xs" loading={facts.loading} onClick={facts.onMore}>
              {text.more}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
