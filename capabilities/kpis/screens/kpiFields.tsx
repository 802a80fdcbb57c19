import { NumberInput, TextInput } from '@mantine/core'
import { useMessages } from '#design/locale'
import { studio } from '#design/studio'
import { units } from '#foundation/figure'
import { positionNames, usePositionName } from '#organisation/ui'
import { kpiMessages } from './messages.ts'
import styles from './studio.module.css'
import { studioMessages } from './studioMessages.ts'
import type { KpiShape } from './studioReads.ts'

type KpiFieldsProps = {
  /** Null: it has been given. */
  id: string | null
  onId: (id: string) => void
  shape: KpiShape
  onChange: (shape: KpiShape) => void
}

/** Everything that a KPI is besides its formula. */
export function KpiFields({ id, onId, shape, onChange }: KpiFieldsProps) {
  const text = useMessages(studioMessages)
  const names = useMessages(kpiMessages)
  const positions = useMessages(positionNames)
  const positionName = usePositionName()
  const { editor } = text
  const set = (changes: Partial<KpiShape>) => onChange({ ...shape, ...changes })
  const choice = (
    label: string,
    value: string,
    offered: readonly (readonly [string, string])[],
    pick: (value: string) => void,
  ) => (
    <label className={studio.field}>
      <span>{label}</span>
      <select className={studio.select} value={value} onChange={(event) => pick(event.target.value)}>
        {offered.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <>
      <section className={studio.box}>
        {id !== null && (
          <TextInput
            label={editor.id}
            description={editor.idHint}
            value={id}
            maxLength={40}
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => onId(event.currentTarget.value.trim())}
          />
        )}
        <div className={styles.words}>
          <TextInput
            label={editor.nameZh}
            value={shape.names.zh}
            maxLength={40}
            onChange={(event) => set({ names: { ...shape.names, zh: event.currentTarget.value } })}
          />
          <TextInput
            label={editor.nameEn}
            value={shape.names.en}
            maxLength={60}
            onChange={(event) => set({ names: { ...shape.names, en: event.currentTarget.value } })}
          />
          <TextInput
            label={editor.aboutZh}
            value={shape.explanation.zh}
            maxLength={200}
            onChange={(event) => set({ explanation: { ...shape.explanation, zh: event.currentTarget.value } })}
          />
          <TextInput
            label={editor.aboutEn}
            value={shape.explanation.en}
            maxLength={300}
            onChange={(event) => set({ explanation: { ...shape.explanation, en: event.currentTarget.value } })}
          />
        </div>
        <div className={studio.two}>
          {choice(
            editor.unit,
            shape.unit,
            units.map((unit) => [unit, text.units[unit] ?? unit] as const),
            (unit) => set({ unit: unit as KpiShape['unit'] }),
          )}
          {choice(
            editor.direction,
            shape.direction,
            [
              ['higher', editor.higher],
              ['lower', editor.lower],
            ],
            (direction) => set({ direction: direction as KpiShape['direction'] }),
          )}
          {choice(
            editor.accountable,
            shape.accountable,
            Object.keys(positions).map((position) => [position, positionName(position)] as const),
            (accountable) => set({ accountable }),
          )}
          {choice(
            editor.window,
            shape.window,
            [
              ['period', editor.period],
              ['trailing12', editor.trailing12],
            ],
            (window) => set({ window }),
          )}
          {choice(
            editor.category,
            shape.category,
            Object.entries(names.categories).filter(([one]) => one !== 'people'),
            (category) => set({ category }),
          )}
          {choice(editor.tier, shape.tier, Object.entries(names.tiers), (tier) => set({ tier }))}
          {choice(editor.dimension, shape.dimension, Object.entries(text.dimensions), (dimension) =>
            set({ dimension }),
          )}
          {choice(editor.perspective, shape.perspective, Object.entries(text.perspectives), (perspective) =>
            set({ perspective }),
          )}
        </div>
      </section>
      <Benchmarks shape={shape} onChange={set} />
    </>
  )
}

type BenchmarksProps = { shape: KpiShape; onChange: (changes: Partial<KpiShape>) => void }

/** Money is typed in yuan and kept in fen. */
function Benchmarks({ shape, onChange }: BenchmarksProps) {
  const text = useMessages(studioMessages)
  const times = shape.unit === 'fen' ? 100 : 1
  const number = (label: string, value: number | null, take: (value: number | null) => void, description?: string) => (
    <NumberInput
      label={label}
      description={description}
      hideControls
      decimalScale={4}
      value={value === null ? '' : value / times}
      onChange={(typed) => take(typeof typed === 'number' ? typed * times : null)}
    />
  )
  const { industry, excellent, tolerance, guardBand } = shape
  return (
    <details className={studio.box} open={industry !== null || excellent !== null || guardBand !== null}>
      <summary>{text.editor.benchmarks}</summary>
      <div className={studio.two}>
        {number(text.editor.industryLow, industry?.low ?? null, (low) =>
          onChange({ industry: low === null ? null : { low, high: industry ? Math.max(low, industry.high) : low } }),
        )}
        {number(text.editor.industryHigh, industry?.high ?? null, (high) =>
          onChange({ industry: high === null ? null : { low: industry?.low ?? high, high } }),
        )}
        {number(text.editor.excellent, excellent, (value) => onChange({ excellent: value }))}
        {number(text.editor.tolerance, tolerance, (value) => onChange({ tolerance: value }), text.editor.toleranceHint)}
        <NumberInput
          label={text.editor.guard}
          hideControls
          min={1}
          max={1000}
          value={guardBand?.abovePercent ?? ''}
          onChange={(typed) =>
            onChange({
              guardBand: typeof typed === 'number' ? { abovePercent: typed, reason: guardBand?.reason ?? '' } : null,
            })
          }
        />
        {guardBand && (
          <TextInput
            label={text.editor.guardReason}
            value={guardBand.reason}
            maxLength={100}
            onChange={(event) => onChange({ guardBand: { ...guardBand, reason: event.currentTarget.value } })}
          />
        )}
      </div>
    </details>
  )
}
