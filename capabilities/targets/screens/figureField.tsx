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
  const shown = text ?? (value === null ? '' : typed(value, kpi.unit))
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
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave()
        if (event.key === 'Escape') setText(null)
      }}
    />
  )
}
