import { useDebouncedValue } from '@mantine/hooks'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { Sparkline } from '#design/sparkline'
import { MonthSelect, studio } from '#design/studio'
import { type Unit, units } from '#foundation/figure'
import { monthOf } from '#foundation/period'
import { NodeSelect } from '#organisation/ui'
import styles from './studio.module.css'
import { studioMessages } from './studioMessages.ts'
import { type KpiPreview as Answer, type KpiShape, useKpiPreview } from './studioReads.ts'

type KpiPreviewProps = {
  shape: KpiShape
  right: boolean
  node: string | null
  onNode: (node: string) => void
  month: string
  onMonth: (month: string) => void
  today: string
}

const restMilliseconds = 400

/** What the KPI on the screen comes to: its value, its measures, the last six months. */
export function KpiPreview({ shape, right, node, onNode, month, onMonth, today }: KpiPreviewProps) {
  const text = useMessages(studioMessages).preview
  const [settled] = useDebouncedValue(JSON.stringify(shape), restMilliseconds)
  // What is being typed at this moment has not been found right yet.
  const calm = settled === JSON.stringify(shape)
  const { data, error } = useKpiPreview(JSON.parse(settled) as KpiShape, node, month, right && calm)
  return (
    <section className={studio.box}>
      <h2 className={studio.heading}>{text.title}</h2>
      <div className={studio.two}>
        <NodeSelect label={text.node} value={node} required onChange={(chosen) => chosen && onNode(chosen)} />
        <MonthSelect label={text.month} value={month} last={monthOf(today)} onChange={onMonth} />
      </div>
      {!right && <p className={studio.soft}>{text.waits}</p>}
      {right && error ? <FailureNote title={text.failed} error={error} /> : null}
      {right && data && !error && <Figures data={data} />}
    </section>
  )
}

function Figures({ data }: { data: Answer }) {
  const text = useMessages(studioMessages).preview
  const words = useWords()
  const format = useFormat()
  const { value, numerator, denominator, unit, trend, measures, personFormula } = data
  const first = trend[0]
  const last = trend.at(-1)
  return (
    <>
      <p className={studio.big} role="status">
        {value === null ? text.noData : format.value(value, unit)}
        {numerator !== null && denominator !== null && (
          <span className={studio.soft}>
            {text.parts({ numerator: plain(numerator), denominator: plain(denominator) })}
          </span>
        )}
      </p>
      <table className={studio.sample}>
        <thead>
          <tr>
            <th>{text.measure}</th>
            <th className={studio.number}>{text.value}</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((measure) => (
            <tr key={measure.id}>
              <td>{words(measure.names)}</td>
              <td className={studio.number}>
                {measure.value === null ? text.noData : format.value(measure.value, unitNamed(measure.unit))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.trend}>
        <h3 className={studio.soft}>{text.trend}</h3>
        <Sparkline
          values={trend.map((point) => point.value)}
          label={text.trendLabel({
            from: format.period(first?.period ?? ''),
            to: format.period(last?.period ?? ''),
          })}
          width={260}
          height={48}
        />
        <ul className={styles.months}>
          {trend.map((point) => (
            <li key={point.period}>
              <span className={studio.soft}>{format.period(point.period)}</span>
              <b>{point.value === null ? '–' : format.value(point.value, unit)}</b>
            </li>
          ))}
        </ul>
      </div>
      <p className={studio.soft}>{personFormula === null ? text.noPersons : text.persons}</p>
    </>
  )
}

const plain = (value: number) => String(Math.round(value * 100) / 100)
const unitNamed = (unit: string): Unit => units.find((one) => one === unit) ?? 'count'
