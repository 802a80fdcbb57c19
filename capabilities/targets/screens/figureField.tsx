import { useState } from 'react'
import type { Kpi } from '#kpis/ui'
import { typed, untyped } from './draft.ts'
import styles from './targets.module.css'

type FigureFieldProps = {
  kpi: Kpi
  label: string
  value: number | null
  onChange: (value: number | null) => void
  readOnly?: boolean
  dense?: boolean
}

/** A target as it is typed; kept as typed until it is left, money in yuan. */
export function FigureField({ kpi, label, value, onChange, readOnly = false, dense = false }: FigureFieldProps) {
  const [text, setText] = useState<string | null>(null)
  const exact = value === null ? '' : typed(value, kpi.unit)
  // In a narrow cell money reads in whole yuan until it is edited; what is kept is to the fen.
  const brief = dense && value !== null && kpi.unit === 'fen' ? String(Math.round(value / 100)) : exact
  const shown = text ?? brief
  const wrong = text !== null && text.trim() !== '' && untyped(text, kpi) === null
  const leave = () => {
    if (text === null || wrong) return
    const next = text.trim() === '' ? null : untyped(text, kpi)
    if (next !== value) onChange(next)
    setText(null)
  }
  return (
    <input
      className={styles.figureField}
      data-dense={dense || undefined}
      aria-label={label}
      aria-invalid={wrong || undefined}
      inputMode="decimal"
      autoComplete="off"
      readOnly={readOnly}
      value={shown}
      title={exact}
      onFocus={() => {
        if (!readOnly && brief !== exact) setText(exact)
      }}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave()
        if (event.key === 'Escape') setText(null)
      }}
    />
  )
}
