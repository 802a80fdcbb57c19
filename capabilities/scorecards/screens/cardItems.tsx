import { ActionIcon, Button, NumberInput } from '@mantine/core'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { type Kpi, useKpis } from '#kpis/ui'
import { cardMessages } from './cardMessages.ts'
import type { CardShape } from './cardReads.ts'
import styles from './cards.module.css'
import page from './page.module.css'

export type Item = CardShape['items'][number]

const dimensions = ['quality', 'efficiency', 'customer', 'business', 'finance']

type CardItemsProps = { items: Item[]; ofNode: boolean; onChange: (items: Item[]) => void }

/** The KPIs of a card with weights and targets, and what the weights come to. */
export function CardItems({ items, ofNode, onChange }: CardItemsProps) {
  const text = useMessages(cardMessages).studio
  const { kpis, get, nameOf } = useKpis()
  const change = (index: number, changes: Partial<Item>) =>
    onChange(items.map((item, at) => (at === index ? { ...item, ...changes } : item)))
  const free = kpis.filter(({ id }) => !items.some((item) => item.kpi === id))
  const add = () => {
    const [kpi] = free
    if (kpi) onChange([...items, startingItem(kpi, ofNode)])
  }
  return (
    <section>
      <h2 className={page.heading}>{text.items}</h2>
      <ul className={styles.items}>
        {items.map((item, index) => (
          <li key={item.kpi} className={styles.item}>
            <KpiSelect
              value={item.kpi}
              choices={[...kpis.filter(({ id }) => id === item.kpi), ...free]}
              onChoose={(kpi) => change(index, { ...startingItem(kpi, ofNode), weight: item.weight })}
            />
            <NumberInput
              className={styles.weight}
              label={text.weight}
              min={0}
              max={100}
              step={5}
              decimalScale={2}
              value={item.weight}
              onChange={(weight) => change(index, { weight: typeof weight === 'number' ? weight : 0 })}
            />
            <TargetInput item={item} kpi={get(item.kpi)} onChange={(target) => change(index, { target })} />
            <ActionIcon
              className={styles.remove}
              variant="subtle"
              size={36}
              aria-label={text.remove({ name: nameOf(item.kpi) })}
              onClick={() => onChange(items.filter((_, at) => at !== index))}
            >
              <Icon name="close" size={16} />
            </ActionIcon>
            <Rules item={item} kpi={get(item.kpi)} ofNode={ofNode} onChange={(changes) => change(index, changes)} />
          </li>
        ))}
      </ul>
      <div className={styles.sumRow}>
        <Button
          variant="default"
          leftSection={<Icon name="plus" size={16} />}
          disabled={free.length === 0}
          onClick={add}
        >
          {text.addItem}
        </Button>
        <Sum items={items} />
      </div>
    </section>
  )
}

/** A KPI as it comes onto a card: without weight, its excellence or the trade's better figure as the target. */
function startingItem(kpi: Kpi, ofNode: boolean): Item {
  const trade = kpi.industry && (kpi.direction === 'higher' ? kpi.industry.high : kpi.industry.low)
  return {
    kpi: kpi.id,
    weight: 0,
    target: kpi.excellent ?? trade ?? 100,
    mode: 'proportional',
    ...(kpi.personFormula === null && !ofNode ? { of: 'store' as const } : {}),
    ...(kpi.id === 'outputValue' || kpi.id === 'jobs' ? { per: 'month' as const } : {}),
  }
}

type KpiSelectProps = { value: string; choices: Kpi[]; onChoose: (kpi: Kpi) => void }

function KpiSelect({ value, choices, onChoose }: KpiSelectProps) {
  const all = useMessages(cardMessages)
  const words = useWords()
  return (
    <label className={styles.kpi}>
      <span>{all.studio.kpi}</span>
      <select
        className={styles.select}
        value={value}
        onChange={(event) => {
          const kpi = choices.find(({ id }) => id === event.target.value)
          if (kpi) onChoose(kpi)
        }}
      >
        {!choices.some(({ id }) => id === value) && <option value={value}>{value}</option>}
        {dimensions.map((dimension) => (
          <optgroup key={dimension} label={all.dimensions[dimension] ?? dimension}>
            {choices
              .filter((kpi) => kpi.dimension === dimension)
              .map((kpi) => (
                <option key={kpi.id} value={kpi.id}>
                  {words(kpi.names)}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  )
}

type TargetInputProps = { item: Item; kpi: Kpi | undefined; onChange: (target: number) => void }

/** Money is typed in yuan and kept in fen. */
function TargetInput({ item, kpi, onChange }: TargetInputProps) {
  const text = useMessages(cardMessages).studio
  const format = useFormat()
  const money = kpi?.unit === 'fen'
  const unit = money ? text.yuan : kpi ? format.figure(1, kpi.unit).unit : ''
  const bound = kpi?.direction === 'lower' ? text.atMost : text.atLeast
  return (
    <NumberInput
      className={styles.target}
      label={`${text.target} · ${bound}`}
      hideControls
      decimalScale={2}
      thousandSeparator={money ? ',' : undefined}
      value={money ? item.target / 100 : item.target}
      rightSectionWidth={unit.length > 2 ? 64 : 40}
      rightSection={unit ? <span className={styles.soft}>{unit}</span> : undefined}
      onChange={(value) => {
        const target = typeof value === 'number' ? value : 0
        onChange(money ? Math.round(target * 100) : target)
      }}
    />
  )
}

type RulesProps = { item: Item; kpi: Kpi | undefined; ofNode: boolean; onChange: (changes: Partial<Item>) => void }

/** How an item is scored; the usual need not be looked at. */
function Rules({ item, kpi, ofNode, onChange }: RulesProps) {
  const text = useMessages(cardMessages).studio
  const whose = item.of ?? 'person'
  const usual = item.mode === 'proportional' && whose === 'person' && !item.per
  return (
    <details className={styles.rules} open={!usual}>
      <summary>{text.more}</summary>
      <div className={styles.ruleFields}>
        <label>
          {text.mode}
          <select
            className={styles.select}
            value={item.mode}
            onChange={(event) => onChange({ mode: event.target.value as Item['mode'] })}
          >
            <option value="proportional">{text.proportional}</option>
            <option value="allOrNothing">{text.allOrNothing}</option>
          </select>
        </label>
        {!ofNode && (
          <label>
            {text.whose}
            <select
              className={styles.select}
              value={whose}
              onChange={(event) => onChange({ of: event.target.value as 'person' | 'store' })}
            >
              {(kpi?.personFormula !== null || whose === 'person') && <option value="person">{text.ofPerson}</option>}
              <option value="store">{text.ofStore}</option>
            </select>
          </label>
        )}
        <label className={styles.tick}>
          <input
            type="checkbox"
            checked={item.per === 'month'}
            onChange={(event) => onChange({ per: event.target.checked ? 'month' : undefined })}
          />
          {text.perMonth}
        </label>
      </div>
    </details>
  )
}

function Sum({ items }: { items: Item[] }) {
  const text = useMessages(cardMessages).studio
  const format = useFormat()
  const points = (value: number) => format.figure(value, 'score100').text
  const sum = Math.round(items.reduce((total, { weight }) => total + weight, 0) * 100) / 100
  const missing = Math.round((100 - sum) * 100) / 100
  return (
    <div className={styles.sum} role="status" data-full={missing === 0 || undefined}>
      <div className={styles.sumTrack} aria-hidden="true">
        <span style={{ width: `${Math.min(100, sum)}%` }} />
      </div>
      <b>{text.sum({ sum: points(sum) })}</b>
      <span>
        {missing === 0
          ? text.full
          : missing > 0
            ? text.missingWeight({ weight: points(missing) })
            : text.tooMuch({ weight: points(-missing) })}
      </span>
    </div>
  )
}
