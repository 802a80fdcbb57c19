import { useDebouncedValue } from '@mantine/hooks'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { MonthSelect, studio } from '#design/studio'
import { type Unit, units } from '#foundation/figure'
import { monthOf } from '#foundation/period'
import { NodeSelect } from '#organisation/ui'
import { measureMessages } from './measureMessages.ts'
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
    <section className={studio.box}>
      <h2 className={studio.heading}>{text.title}</h2>
      <div className={studio.two}>
        <NodeSelect label={text.node} value={node} required onChange={(chosen) => chosen && onNode(chosen)} />
        <MonthSelect label={text.month} value={month} last={monthOf(today)} onChange={onMonth} />
      </div>
      {error ? <FailureNote title={text.failed} error={error} /> : null}
      {data && !error && (
        <>
          <p className={studio.big} role="status">
            {format.value(data.value, unit)}
            <span className={studio.soft}>
              {data.count > 0 ? text.facts({ count: format.count(data.count) }) : text.none}
            </span>
          </p>
          {data.sample.length > 0 && (
            <table className={studio.sample}>
              <thead>
                <tr>
                  <th>{text.fact}</th>
                  <th>{text.day}</th>
                  <th>{text.store}</th>
                  <th className={studio.number}>{text.counts}</th>
                </tr>
              </thead>
              <tbody>
                {data.sample.map((fact) => (
                  <tr key={`${fact.kind} ${fact.externalId}`}>
                    <td>{fact.externalId}</td>
                    <td>{format.day(fact.day)}</td>
                    <td>{fact.store}</td>
                    <td className={studio.number}>{format.value(fact.counts, unit)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
      <p className={studio.soft}>{text.live}</p>
    </section>
  )
}
