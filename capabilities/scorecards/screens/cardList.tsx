import { type Column, DataTable } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { Panel } from '#design/panel'
import { ScreenLink } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { StateBadge } from '#design/stateBadge'
import { usePositionName } from '#organisation/ui'
import { cardMessages } from './cardMessages.ts'
import { type CardSummary, useCards } from './cardReads.ts'
import styles from './cards.module.css'
import { DimensionBar } from './dimensionBar.tsx'
import page from './page.module.css'

const positions = [
  'store_manager',
  'department_manager',
  'technician_lead',
  'technician',
  'service_advisor',
  'parts_supervisor',
  'parts_clerk',
  'quality_inspector',
  'crm_specialist',
  'appointment_specialist',
  'customer_service_agent',
]

/** Who a card is for: a position, or stores, regions, companies. */
export function useHolderName() {
  const text = useMessages(cardMessages)
  const positionName = usePositionName()
  return (holder: string | undefined, position: string) =>
    holder === 'node' ? (text.holders[position] ?? position) : positionName(position)
}

/** Every scorecard with what holds now and what is to come. */
export default function CardListScreen() {
  const text = useMessages(cardMessages)
  const may = useMay()
  const { data, error, refetch } = useCards()
  const cards = data?.cards ?? []
  return (
    <div className={page.page}>
      <PageHeader
        title={text.title}
        meta={data ? <span>{text.count({ count: cards.length })}</span> : undefined}
        actions={data && may('scorecards.design') ? <NewCard cards={cards} /> : undefined}
      />
      {error && !data ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="table" count={5} /> : null}
      {data && cards.length === 0 && <EmptyState icon="scores" title={text.none} why={text.noneWhy} />}
      {cards.length > 0 && <Cards cards={cards} />}
    </div>
  )
}

function NewCard({ cards }: { cards: CardSummary[] }) {
  const text = useMessages(cardMessages)
  const holderName = useHolderName()
  const taken = new Set(cards.flatMap((card) => shownOf(card)?.position ?? []))
  const free = positions.filter((position) => !taken.has(position))
  if (free.length === 0) return null
  return (
    <Panel
      align="end"
      button={
        <>
          <Icon name="plus" size={16} />
          {text.add}
        </>
      }
    >
      {() => (
        <div className={styles.newCard}>
          <p className={styles.soft}>{text.addFor}</p>
          {free.map((position) => (
            <ScreenLink key={position} to={`/cards/${position}`} search={{ position }}>
              {holderName(undefined, position)}
            </ScreenLink>
          ))}
        </div>
      )}
    </Panel>
  )
}

const shownOf = (card: CardSummary) => card.current ?? card.planned[0] ?? card.draft

function Cards({ cards }: { cards: CardSummary[] }) {
  const text = useMessages(cardMessages)
  const words = useWords()
  const format = useFormat()
  const holderName = useHolderName()
  const columns: Column<CardSummary>[] = [
    {
      id: 'card',
      title: text.columns.card,
      heading: true,
      sortBy: (card) => words(shownOf(card)?.names ?? { zh: card.id, en: card.id }),
      cell: (card) => (
        <ScreenLink className={page.link} to={`/cards/${encodeURIComponent(card.id)}`}>
          {words(shownOf(card)?.names ?? { zh: card.id, en: card.id })}
        </ScreenLink>
      ),
    },
    {
      id: 'position',
      title: text.columns.position,
      sortBy: (card) => shownOf(card)?.position ?? '',
      cell: (card) => holderName(shownOf(card)?.holder, shownOf(card)?.position ?? ''),
    },
    {
      id: 'dimensions',
      title: text.columns.dimensions,
      width: '34%',
      cell: (card) => (card.checked ? <DimensionBar dimensions={card.checked.dimensions} dense /> : '–'),
    },
    {
      id: 'items',
      title: text.columns.items,
      numeric: true,
      sortBy: (card) => shownOf(card)?.items.length ?? 0,
      cell: (card) => shownOf(card)?.items.length ?? 0,
    },
    {
      id: 'version',
      title: text.columns.version,
      cell: (card) => {
        const { current, planned, draft, checked } = card
        const warnings = checked?.findings.filter(({ level }) => level === 'warning').length ?? 0
        return (
          <div className={styles.badges}>
            {current && (
              <span>
                {text.version(current)} ·{' '}
                {current.by ? text.since({ month: format.period(current.from.slice(0, 7)) }) : text.shipped}
              </span>
            )}
            {planned[0] && (
              <StateBadge tone="going">
                {text.planned({ month: format.period(planned[0].from.slice(0, 7)) })}
              </StateBadge>
            )}
            {draft && <StateBadge tone="open">{text.hasDraft}</StateBadge>}
            {warnings > 0 && <StateBadge tone="attention">{text.warnings({ count: warnings })}</StateBadge>}
          </div>
        )
      },
    },
  ]
  return <DataTable caption={text.title} columns={columns} rows={cards} rowKey={(card) => card.id} />
}
