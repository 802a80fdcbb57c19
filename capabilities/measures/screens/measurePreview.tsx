import { useDebouncedValue } from '@mantine/hooks'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { type Unit, units } from '#foundation/figure'
import { monthOf, parsePeriod, previousPeriod } from '#foundation/period'
import { NodeSelect } from '#organisation/ui'
import { measureMessages } from './measureMessages.ts'
import styles from './measures.module.css'
import { type Design, useMeasurePreview } from './reads.ts'

type MeasurePreviewProps = {
  design: Design
  node: string | null
  onNode: (node: string) => void
  month: string
  onMonth: (month: string) => void
  today: string
}

const restMilliseconds = 400

/** What the measure on the screen would come to in a month of a store, straight from the facts. */
export function MeasurePreview({ design, node, onNode, month, onMonth, today }: MeasurePreviewProps) {
  const text = useMessages(measureMessages).preview
  const format = useFormat()
  const [settled] = useDebouncedValue(JSON.stringify(design), restMilliseconds)
  const { data, error } = useMeasurePreview(JSON.parse(settled) as Design, node, month)
  const unit: Unit = units.find((one) => one === data?.unit) ?? 'count'
  return (
    <section className={styles.box}>
      <h2 className={styles.heading}>{text.title}</h2>
      <div className={styles.two}>
        <NodeSelect label={text.node} value={node} required onChange={(chosen) => chosen && onNode(chosen)} />
        <label className={styles.field}>
          <span>{text.month}</span>
          <select className={styles.select} value={month} onChange={(event) => onMonth(event.target.value)}>
            {monthsUpTo(monthOf(today), 13).map((one) => (
              <option key={one} value={one}>
                {format.period(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error ? <FailureNote title={text.failed} error={error} /> : null}
      {data && !error && (
        <>
          <p className={styles.big} role="status">
            {format.value(data.value, unit)}
            <span className={styles.soft}>
              {data.count > 0 ? text.facts({ count: format.count(data.count) }) : text.none}
            </span>
          </p>
          {data.sample.length > 0 && (
            <table className={styles.sample}>
              <thead>
                <tr>
                  <th>{text.fact}</th>
                  <th>{text.day}</th>
                  <th>{text.store}</th>
                  <th className={styles.number}>{text.counts}</th>
                </tr>
              </thead>
              <tbody>
                {data.sample.map((fact) => (
                  <tr key={`${fact.kind} ${fact.externalId}`}>
                    <td>{fact.externalId}</td>
                    <td>{format.day(fact.day)}</td>
                    <td>{fact.store}</td>
                    <td className={styles.number}>{format.value(fact.counts, unit)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
      <p className={styles.soft}>{text.live}</p>
    </section>
  )
}

/** Months up to one, that one first. */
function monthsUpTo(month: string, count: number): string[] {
  const found: string[] = []
  for (let period = parsePeriod(month); period && found.length < count; period = previousPeriod(period))
    found.push(period.text)
  return found
}
