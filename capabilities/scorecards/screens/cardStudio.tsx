import { NumberInput, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { type ScreenProps, useNode } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { StateBadge } from '#design/stateBadge'
import { useKpis } from '#kpis/ui'
import { usePositionName } from '#organisation/ui'
import { CardBacktest } from './cardBacktest.tsx'
import { CardBalance, useLiveCheck } from './cardBalance.tsx'
import { CardItems } from './cardItems.tsx'
import { useHolderName } from './cardList.tsx'
import { cardMessages } from './cardMessages.ts'
import { type CardShape, type CardVersion, useCard } from './cardReads.ts'
import { CardSave } from './cardSave.tsx'
import styles from './cards.module.css'
import page from './page.module.css'
import { useToday } from './reads.ts'

/** A scorecard in the making: its KPIs and weights, the balance check beside them, a trial on past months. */
export default function CardStudioScreen({ params, search }: ScreenProps) {
  const id = params.id ?? ''
  const text = useMessages(cardMessages)
  const may = useMay()
  const fresh = search.position ?? null
  const { data, error, refetch } = useCard(id, true)
  const [node] = useNode()
  const today = useToday(node)
  const { loading } = useKpis()
  const versions = data?.versions ?? []
  const start = versions.find(({ state }) => state === 'draft') ?? versions[0]
  const key = start ? `${id} ${start.version} ${start.state}` : id
  if (error && !(fresh && !data)) {
    return (
      <div className={page.page}>
        <PageHeader title={text.title} />
        <FailureNote title={text.studio.missing} error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  if (!may('scorecards.design')) return <EmptyState icon="lock" title={text.title} why={text.studio.readOnly} />
  if ((!data && !error) || today === null || loading) return <Skeletons shape="figures" count={3} />
  return <Studio key={key} id={id} start={start} versions={versions} position={fresh} today={today} />
}

/** The card of a position that has none yet. */
function emptyCard(position: string, names: CardShape['names'], grades: CardShape['grades']): CardShape {
  return {
    names,
    holder: 'position',
    position,
    items: [],
    grades,
    measuredWeightMin: 60,
    valuesShare: 0.2,
    qualityGate: false,
  }
}

const shapeOf = ({
  names,
  holder,
  position,
  items,
  grades,
  measuredWeightMin,
  valuesShare,
  qualityGate,
}: CardVersion) => ({
  names,
  holder,
  position,
  items,
  grades,
  measuredWeightMin,
  valuesShare,
  qualityGate,
})

const usualGrades: CardShape['grades'] = [
  { grade: 'S', from: 95, factor: 1.5 },
  { grade: 'A', from: 85, factor: 1.2 },
  { grade: 'B', from: 75, factor: 1 },
  { grade: 'C', from: 60, factor: 0.8 },
  { grade: 'D', from: 0, factor: 0.5 },
]

type StudioProps = {
  id: string
  start: CardVersion | undefined
  versions: CardVersion[]
  position: string | null
  today: string
}

function Studio({ id, start, versions, position, today }: StudioProps) {
  const text = useMessages(cardMessages)
  const words = useWords()
  const holderName = useHolderName()
  const positionName = usePositionName()
  const named = positionName(position ?? id)
  const [card, setCard] = useState<CardShape>(() =>
    start ? shapeOf(start) : emptyCard(position ?? id, { zh: `${named}计分卡`, en: `${named} scorecard` }, usualGrades),
  )
  const check = useLiveCheck(card)
  const newest = versions.find(({ state }) => state !== 'draft')
  return (
    <div className={page.page}>
      <PageHeader
        title={start ? words(start.names) : text.studio.fresh({ position: holderName(undefined, position ?? id) })}
        meta={
          <>
            <span>{holderName(card.holder, card.position)}</span>
            {start?.state === 'draft' ? (
              <StateBadge tone="open">{text.studio.fromDraft}</StateBadge>
            ) : newest ? (
              <span>{text.studio.basedOn(newest)}</span>
            ) : null}
          </>
        }
      />
      <div className={styles.studio}>
        <div className={styles.column}>
          <CardItems
            items={card.items}
            ofNode={card.holder === 'node'}
            onChange={(items) => setCard({ ...card, items })}
          />
          <Settings card={card} onChange={setCard} />
        </div>
        <div className={styles.column}>
          <CardBalance check={check} />
          <CardSave
            id={id}
            card={card}
            refused={check.data?.refused ?? true}
            checking={check.running}
            newest={newest?.version ?? 0}
            draft={start?.state === 'draft'}
            today={today}
          />
          {versions.length > 0 && <Versions versions={versions} />}
        </div>
      </div>
      {card.holder !== 'node' && <CardBacktest card={card} today={today} />}
    </div>
  )
}

function Settings({ card, onChange }: { card: CardShape; onChange: (card: CardShape) => void }) {
  const text = useMessages(cardMessages).studio
  return (
    <details className={styles.settings}>
      <summary>{text.settings}</summary>
      <div className={styles.settingFields}>
        <TextInput
          label={text.nameZh}
          value={card.names.zh}
          maxLength={60}
          onChange={(event) => onChange({ ...card, names: { ...card.names, zh: event.currentTarget.value } })}
        />
        <TextInput
          label={text.nameEn}
          value={card.names.en}
          maxLength={80}
          onChange={(event) => onChange({ ...card, names: { ...card.names, en: event.currentTarget.value } })}
        />
        <NumberInput
          label={text.valuesShare}
          min={0}
          max={50}
          step={5}
          rightSectionWidth={40}
          rightSection={<span className={styles.soft}>%</span>}
          value={Math.round(card.valuesShare * 100)}
          onChange={(value) => onChange({ ...card, valuesShare: typeof value === 'number' ? value / 100 : 0 })}
        />
        <Switch
          label={text.gate}
          description={text.gateHint}
          checked={card.qualityGate}
          onChange={(event) => onChange({ ...card, qualityGate: event.currentTarget.checked })}
        />
      </div>
    </details>
  )
}

function Versions({ versions }: { versions: CardVersion[] }) {
  const all = useMessages(cardMessages)
  const format = useFormat()
  return (
    <details className={styles.settings}>
      <summary>{all.versions.title}</summary>
      <ol className={styles.versions}>
        {versions.map(({ version, state, from, by, reason }) => (
          <li key={`${version} ${state}`}>
            <div className={styles.badges}>
              <b>{all.versions.line({ version, month: format.period(from.slice(0, 7)) })}</b>
              <StateBadge
                tone={
                  state === 'in_force' ? 'done' : state === 'planned' ? 'going' : state === 'draft' ? 'open' : 'stopped'
                }
              >
                {all.states[state]}
              </StateBadge>
            </div>
            <p className={styles.soft}>
              {by ? all.by({ name: by }) : all.shipped}
              {reason && ` · ${reason}`}
            </p>
          </li>
        ))}
      </ol>
    </details>
  )
}
