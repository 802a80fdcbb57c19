import { record } from '#audit'
import { positions } from '#catalogue/positions'
import { usualGrades } from '#catalogue/scorecards'
import type { Actor, Words } from '#foundation/actor'
import { conflict, invalid, notFound, registerSentences } from '#foundation/failure'
import { type Day, dayAt, nextPeriod, type Period, parsePeriod, periodOf } from '#foundation/period'
import type { Database, Transaction } from '#platform/database'
import { balance, dimensionWeights, type Finding, isRefused } from '../rules/balance.ts'
import { type Card, type CardItem, cardFailure, type GradeBand } from '../rules/card.ts'
import { cardHeld } from '../rules/tenure.ts'
import { type CardRow, cardVersions, dropDraft, insertCard, lockCards } from '../storage/cards.ts'
import type { CardVersion, Checked } from '../wire.ts'
import { groundOn } from './definitions.ts'

type Deps = { database: Database }
type Who = { actor: Actor; now: Date }

/** A card as it is designed: without the number and the day that saving it gives. */
export type CardDesign = Omit<Card, 'id' | 'version' | 'from' | 'grades' | 'items'> & {
  items: readonly CardItem[]
  grades?: readonly GradeBand[]
}

/** The kinds of node that can hold a card. */
const nodeKinds = ['store', 'region', 'company']

const todayOf = (now: Date) => dayAt(now, 'Asia/Shanghai')

/** The balance of a card against what the network knows today (H16.1). */
export function checkCard(card: Pick<CardDesign, 'holder' | 'position' | 'items' | 'qualityGate'>, now: Date): Checked {
  const ground = groundOn(todayOf(now))
  const position = card.holder === 'node' ? null : card.position
  const findings = balance({ position, items: card.items, qualityGate: card.qualityGate }, ground)
  return { refused: isRefused(findings), findings, dimensions: dimensionWeights(card.items, ground.kpis) }
}

/** A card with everything that scoring by it takes; refused where its holder is nobody that the network knows. */
export function designed(design: CardDesign, saved: Pick<Card, 'id' | 'version' | 'from'>): Card {
  const { holder, position, items, grades = usualGrades } = design
  const known = holder === 'node' ? nodeKinds.includes(position) : positions.some(({ id }) => id === position)
  if (!known) throw invalid('scorecards.card.position_unknown', { position })
  // What is the case anyway is not written down, so that cards can be compared.
  const written = items.map(
    ({ of, ...item }): CardItem => (of === 'store' && holder !== 'node' ? { ...item, of } : item),
  )
  const { holder: _, ...rest } = design
  return { ...rest, ...(holder === 'node' ? { holder } : {}), ...saved, items: written, grades }
}

/** The month that a text names, from which a version is to hold. */
function monthNamed(text: string): Period {
  const period = parsePeriod(text)
  if (period?.kind !== 'month') throw invalid('scorecards.card.month', { from: text })
  return period
}

export async function putCard(
  { database }: Deps,
  { actor, now }: Who,
  input: { id: string; card: CardDesign; from: string; reason: string; draft?: boolean; basedOn?: number },
): Promise<{ version: CardVersion; checked: Checked }> {
  const { id, reason, draft = false } = input
  const from = monthNamed(input.from)
  return database.asActor(actor, async (tx) => {
    await lockCards(tx)
    const all = await cardVersions(tx)
    const own = all.filter(({ card }) => card.id === id)
    const newest = Math.max(0, ...own.filter(({ state }) => state === 'in_force').map(({ card }) => card.version))
    if (input.basedOn !== undefined && input.basedOn !== newest)
      throw conflict('scorecards.card.changed', { card: id, version: newest })
    const card = designed(input.card, { id, version: newest + 1, from: from.from })
    refuseAnotherHolder(card, all)
    const checked = checkCard(card, now)
    if (!draft) {
      refuseLate(card, all, from, todayOf(now))
      if (reason.length < 2) throw invalid('scorecards.card.reason', { card: id })
      if (checked.refused) throw invalid('scorecards.card.refused', { card: id, findings: checked.findings })
      const failure = cardFailure(card)
      if (failure) throw failure
    }
    await dropDraft(tx, id)
    await insertCard(
      tx,
      { card, state: draft ? 'draft' : 'in_force', reason },
      { no: actor.no, name: actor.name, at: now },
    )
    if (!draft) {
      const details = { version: card.version, from: from.text, reason }
      await record(tx, { actor, now }, { action: 'scorecards.card.put', subject: id, details })
    }
    const version = versionsOf(await cardVersions(tx, id), todayOf(now)).find((one) => one.version === card.version)
    if (!version) throw notFound('scorecards.card.unknown', { card: id })
    return { version, checked }
  })
}

/** A card stays with its holder, and a holder has one card. */
function refuseAnotherHolder(card: Card, all: readonly CardRow[]): void {
  const same = ({ holder, position }: Card) => position === card.position && holder === card.holder
  const other = all.find(({ card: known }) => known.id === card.id && !same(known))
  if (other) throw conflict('scorecards.card.holder', { card: card.id, position: other.card.position })
  const taken = all.find(({ card: known }) => known.id !== card.id && same(known))
  if (taken) throw conflict('scorecards.card.position_taken', { position: card.position, card: taken.card.id })
}

/** Rules are made before the month that they hold in; only who had none may get a first card for the running one. */
function refuseLate(card: Card, all: readonly CardRow[], from: Period, today: Day): void {
  const running = periodOf('month', today)
  const had = all.some((row) => row.state === 'in_force' && row.card.id === card.id)
  const earliest = had ? nextPeriod(running) : running
  if (from.from < earliest.from)
    throw invalid('scorecards.card.too_early', { card: card.id, from: from.text, earliest: earliest.text })
}

export async function listCards({ database }: Deps, { actor, now }: Who) {
  const rows = await database.asActor(actor, (tx) => cardVersions(tx))
  const today = todayOf(now)
  return [...Map.groupBy(rows, ({ card }) => card.id)].map(([id, own]) => {
    const versions = versionsOf(own, today)
    const current = versions.find(({ state }) => state === 'in_force') ?? null
    return {
      id,
      current,
      planned: versions.filter(({ state }) => state === 'planned'),
      draft: versions.find(({ state }) => state === 'draft') ?? null,
      checked: current && checkCard(current, now),
    }
  })
}

export async function readCard({ database }: Deps, { actor, now }: Who, id: string): Promise<CardVersion[]> {
  const rows = await database.asActor(actor, (tx) => cardVersions(tx, id))
  if (rows.length === 0) throw notFound('scorecards.card.unknown', { card: id })
  return versionsOf(rows, todayOf(now)).reverse()
}

export async function throwDraftAway({ database }: Deps, { actor }: Who, id: string): Promise<boolean> {
  return database.asActor(actor, (tx: Transaction) => dropDraft(tx, id))
}

/** The versions of one card with what they are today: exactly one may be in force. */
function versionsOf(rows: readonly CardRow[], today: Day): CardVersion[] {
  const inForce = rows.filter(({ state }) => state === 'in_force').map(({ card }) => card)
  const holding = cardHeld(inForce, periodOf('month', today))
  const last = periodOf('month', today).to
  return rows.map(({ card, state, by, reason, at }) => ({
    ...card,
    holder: card.holder ?? 'position',
    items: [...card.items],
    grades: [...card.grades],
    state:
      state === 'draft' ? 'draft' : card === holding ? 'in_force' : card.from > last ? ('planned' as const) : 'past',
    by,
    reason,
    at,
  }))
}

const listed = (values: Record<string, unknown>, locale: keyof Words) => {
  const findings = (values.findings as Finding[]).filter(({ level }) => level === 'error')
  return findings.map(({ text, why }) => `${text[locale]}${locale === 'zh' ? '' : ' '}${why[locale]}`)
}

registerSentences({
  'scorecards.card.refused': {
    zh: (values) => `计分卡不平衡，不能启用：${listed(values, 'zh').join(' ')}`,
    en: (values) => `The card is out of balance and can't be used: ${listed(values, 'en').join(' ')}`,
  },
  'scorecards.card.unknown': {
    zh: ({ card }) => `没有计分卡“${card}”，请核对编码。`,
    en: ({ card }) => `There is no scorecard "${card}"; check the id.`,
  },
  'scorecards.card.position_unknown': {
    zh: ({ position }) => `没有岗位“${position}”。计分卡属于一个岗位，或属于门店、大区、公司。`,
    en: ({ position }) =>
      `There is no position "${position}". A card belongs to a position, or to stores, regions, companies.`,
  },
  'scorecards.card.position_taken': {
    zh: ({ position, card }) => `岗位“${position}”已有计分卡 ${card}，请在它上面改新版本。`,
    en: ({ position, card }) => `"${position}" has the card ${card} already: make a new version of that one.`,
  },
  'scorecards.card.holder': {
    zh: ({ card, position }) => `计分卡 ${card} 属于“${position}”，不能改给别的岗位，请另建一张。`,
    en: ({ card, position }) => `Card ${card} belongs to "${position}" and stays there: make another card.`,
  },
  'scorecards.card.changed': {
    zh: ({ card, version }) => `计分卡 ${card} 已有第 ${version} 版，请先看过再改。`,
    en: ({ card, version }) => `Card ${card} has version ${version} by now: look at it before you change it.`,
  },
  'scorecards.card.month': {
    zh: ({ from }) => `看不懂启用月份“${from}”，请写成 2024-05。`,
    en: ({ from }) => `"${from}" is no month; write it as 2024-05.`,
  },
  'scorecards.card.too_early': {
    zh: ({ from, earliest }) => `${from} 太早：规则要先定后考，最早从 ${earliest} 起启用。`,
    en: ({ from, earliest }) =>
      `${from} is too early: rules come before the month they hold in, ${earliest} at the soonest.`,
  },
  'scorecards.card.reason': {
    zh: () => '请写明为什么要改，大家都看得到。',
    en: () => 'Say why it changes; everybody can read it.',
  },
})
