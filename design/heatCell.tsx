import type { Light as Colour, Unit } from '#foundation/figure'
import { useFormat } from './format.tsx'
import styles from './heatCell.module.css'
import { Light } from './light.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import type { NoDataReason } from './noData.tsx'
import { Unseen } from './unseen.tsx'

type HeatCellProps = {
  value: number | null
  unit: Unit
  light: Colour
  /** What is read aloud before the value: store and KPI. */
  label: string
  noData?: NoDataReason
  onTrace?: () => void
}

/** One cell of the network's heat table: tint, shape and figure. */
export function HeatCell({ value, unit, light, label, noData = 'no_facts', onTrace }: HeatCellProps) {
  const text = useMessages(kit)
  const format = useFormat()
  const inside = (
    <>
      <Light light={light} size="sm" />
      {value === null ? (
        <span className={styles.none} title={text.noData[noData]}>
          {text.noValue}
          <Unseen>{text.noData[noData]}</Unseen>
        </span>
      ) : (
        <span>{unit === 'percent' ? format.percent(value) : format.value(value, unit)}</span>
      )}
    </>
  )
  if (!onTrace) {
    return (
      <span className={styles.cell} data-light={light}>
        {inside}
      </span>
    )
  }
  return (
    <button type="button" className={styles.cell} data-light={light} onClick={onTrace}>
      <Unseen>{label}</Unseen>
      {inside}
    </button>
  )
}
