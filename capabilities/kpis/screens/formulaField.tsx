import { Textarea } from '@mantine/core'
import { useRef } from 'react'
import { apiError } from '#design/api'
import { useLocale, useMessages, useWords } from '#design/locale'
import { studio } from '#design/studio'
import { sentence } from '#foundation/failure'
import { type ListedMeasure, useMeasures } from '#measures/ui'
import { parseFormula } from '../rules/formula.ts'
import { formulaText } from '../rules/formulaText.ts'
import styles from './studio.module.css'
import { studioMessages } from './studioMessages.ts'
import type { KpiShape } from './studioReads.ts'

export type FormulaFault = { index: number; length: number; message: string }

/** What is wrong with a formula and where; null when nothing is. The very rule that the server checks by. */
export function useFormulaFault(formula: string): FormulaFault | null {
  const { locale } = useLocale()
  const { data: measures } = useMeasures()
  if (!measures) return null
  try {
    parseFormula(formula, new Set(measures.filter((measure) => !measure.retired).map((measure) => measure.id)))
    return null
  } catch (error) {
    const { code, values } = apiError(error)
    const given = (error as { values?: Record<string, unknown> }).values ?? values
    return {
      index: Number(given.index ?? 0),
      length: Number(given.length ?? 1),
      message: sentence((error as { code?: string }).code ?? code, given, locale),
    }
  }
}

type PersonFormulaProps = { shape: KpiShape; onChange: (shape: KpiShape) => void }

/** Whether persons have the KPI: by the same formula, by none, or by one of their own over what is credited to them. */
export function PersonFormula({ shape, onChange }: PersonFormulaProps) {
  const text = useMessages(studioMessages).persons
  const { data: measures = [] } = useMeasures()
  const { personFormula, ...rest } = shape
  const fault = useFormulaFault(personFormula ?? rest.formula)
  const way = personFormula === undefined ? 'same' : personFormula === null ? 'none' : 'own'
  const choose = (next: string) =>
    onChange(next === 'same' ? rest : { ...rest, personFormula: next === 'none' ? null : rest.formula })
  return (
    <section className={studio.box}>
      <label className={studio.field}>
        <span>{text.title}</span>
        <select className={studio.select} value={way} onChange={(event) => choose(event.target.value)}>
          <option value="same">{text.same}</option>
          <option value="own">{text.own}</option>
          <option value="none">{text.none}</option>
        </select>
      </label>
      {way === 'own' && (
        <>
          <Textarea
            aria-label={text.formula}
            description={text.hint({
              measures: measures
                .filter((measure) => measure.personal && !measure.retired)
                .map((measure) => measure.id)
                .join(', '),
            })}
            autosize
            minRows={1}
            maxLength={2000}
            spellCheck={false}
            autoCapitalize="none"
            classNames={{ input: styles.code }}
            value={personFormula ?? ''}
            onChange={(event) => onChange({ ...rest, personFormula: event.currentTarget.value })}
          />
          {fault && <Fault formula={personFormula ?? ''} fault={fault} />}
        </>
      )}
    </section>
  )
}

/** The formula again, with what is wrong underlined, and why. */
function Fault({ formula, fault }: { formula: string; fault: FormulaFault }) {
  const end = fault.index + Math.max(1, fault.length)
  return (
    <>
      <p className={styles.echo} aria-hidden="true">
        {formula.slice(0, fault.index)}
        <mark>{formula.slice(fault.index, end) || '\u00a0'}</mark>
        {formula.slice(end)}
      </p>
      <p className={styles.fault}>{fault.message}</p>
    </>
  )
}

type FormulaFieldProps = { formula: string; fault: FormulaFault | null; onChange: (formula: string) => void }

/** A formula with a picker of measures; an error is underlined where it stands, a right one is said in words. */
export function FormulaField({ formula, fault, onChange }: FormulaFieldProps) {
  const text = useMessages(studioMessages).formula
  const field = useRef<HTMLTextAreaElement>(null)
  const { data: measures = [] } = useMeasures()
  const insert = (id: string) => {
    const [start, end] = [
      field.current?.selectionStart ?? formula.length,
      field.current?.selectionEnd ?? formula.length,
    ]
    const before = formula.slice(0, start)
    const gap = before === '' || /[\s(]$/.test(before) ? '' : ' '
    onChange(`${before}${gap}${id}${formula.slice(end)}`)
    field.current?.focus()
  }
  const shown = fault && formula.trim() !== '' ? fault : null
  return (
    <section className={studio.box}>
      <Textarea
        ref={field}
        label={text.title}
        description={text.hint}
        autosize
        minRows={2}
        maxLength={2000}
        spellCheck={false}
        autoCapitalize="none"
        classNames={{ input: styles.code }}
        value={formula}
        aria-invalid={shown !== null}
        aria-describedby="formula-fault"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div id="formula-fault" role="status">
        {shown && <Fault formula={formula} fault={shown} />}
        {!fault && <InWords formula={formula} measures={measures} />}
      </div>
      <Picker measures={measures} onPick={insert} />
    </section>
  )
}

function InWords({ formula, measures }: { formula: string; measures: readonly ListedMeasure[] }) {
  const text = useMessages(studioMessages).formula
  const words = useWords()
  const said = formulaText(parseFormula(formula, null), (leaf) => {
    if (leaf.kind === 'span') return leaf.name
    const measure = measures.find((one) => one.id === leaf.id)
    return measure ? words(measure.names) : leaf.id
  })
  return (
    <p className={studio.soft}>
      {text.says}: {said}
    </p>
  )
}

function Picker({ measures, onPick }: { measures: readonly ListedMeasure[]; onPick: (id: string) => void }) {
  const text = useMessages(studioMessages).formula
  const words = useWords()
  const offered = measures.filter((measure) => !measure.retired)
  return (
    <label className={studio.field}>
      <span>{text.insert}</span>
      <select className={studio.select} value="" onChange={(event) => event.target.value && onPick(event.target.value)}>
        <option value="">–</option>
        {[false, true].map((shipped) => (
          <optgroup key={String(shipped)} label={shipped ? text.shipped : text.own}>
            {offered
              .filter((measure) => measure.shipped === shipped)
              .map((measure) => (
                <option key={measure.id} value={measure.id}>
                  {words(measure.names)} · {measure.id}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  )
}
