import { record } from '#audit'
import { positions } from '#catalogue/positions'
import type { Actor } from '#foundation/actor'
import { conflict, invalid, notFound, registerSentences } from '#foundation/failure'
import type { Day } from '#foundation/period'
import { lasts, registeredMeasures, yearly } from '#measures'
import type { Database, Transaction } from '#platform/database'
import { definedKpi, type FormulaGround, type KpiDesign } from '../rules/definition.ts'
import type { Kpi } from '../rules/kpi.ts'
import { type DefinitionRow, definitions, insertDefinition, lockDefinitions, tellLibrary } from '../storage.ts'
import { isShipped, readLibrary } from './library.ts'

type Deps = { database: Database }
type Who = { actor: Actor; now: Date }

const beginning: Day = '2000-01-01'

/** What a formula may be made of at this moment: every measure but those that count nothing any more. */
export function ground(): FormulaGround {
  const measures = registeredMeasures().filter((measure) => !measure.retired)
  const overYear: readonly string[] = yearly
  return {
    measures: new Map(
      measures.map(({ id, personPosition }) => [
        id,
        { personal: personPosition !== null, level: lasts.has(id), yearly: overYear.includes(id) },
      ]),
    ),
    positions: new Set(positions.map(({ id }) => id)),
    basis: 'facts',
  }
}

/** Defines a KPI that holds for as long as there are facts, or from a day on. */
export async function defineKpi(
  { database }: Deps,
  who: Who,
  input: { id: string; design: KpiDesign; from?: Day; reason: string },
): Promise<Kpi> {
  const { id, design, from = beginning, reason } = input
  return changed(database, who, id, reason, (own) => {
    if (isShipped(id) || own.length > 0) throw conflict('kpis.definition.taken', { id })
    return { kpi: definedKpi(design, ground(), { id, version: 1, from }), retired: false }
  })
}

/** A new version of a KPI from a day on; periods that end before it keep the one they had. */
export async function changeKpi(
  { database }: Deps,
  who: Who,
  input: { id: string; design: KpiDesign; from: Day; reason: string; basedOn?: number },
): Promise<Kpi> {
  const { id, design, from, reason, basedOn } = input
  return changed(database, who, id, reason, (own) => {
    const newest = known(own, id)
    if (basedOn !== undefined && basedOn !== newest.version)
      throw conflict('kpis.definition.changed', { id, version: newest.version })
    refuseEarlier(newest, from)
    refuseWithoutReason(reason)
    return { kpi: definedKpi(design, ground(), { id, version: newest.version + 1, from }), retired: false }
  })
}

/** Lets a KPI hold no more from a day on; earlier periods keep it. */
export async function retireKpi(
  { database }: Deps,
  who: Who,
  input: { id: string; from: Day; reason: string },
): Promise<Kpi> {
  const { id, from, reason } = input
  return changed(database, who, id, reason, (own) => {
    const newest = known(own, id)
    refuseEarlier(newest, from)
    refuseWithoutReason(reason)
    return { kpi: { ...newest, version: newest.version + 1, from }, retired: true }
  })
}

/** The KPIs defined here with their versions, the newest first. */
export async function definedKpis({ database }: Deps) {
  const rows = await database.asWorker(definitions)
  return [...Map.groupBy(rows, ({ kpi }) => kpi.id).entries()].map(([id, own]) => ({ id, versions: own.toReversed() }))
}

export async function definedVersions(deps: Deps, id: string) {
  const found = (await definedKpis(deps)).find((one) => one.id === id)
  if (!found) throw notFound('kpis.kpi.unknown', { id })
  return found
}

function known(own: readonly DefinitionRow[], id: string): Kpi {
  const newest = own.at(-1)
  if (newest) return newest.kpi
  throw isShipped(id) ? conflict('kpis.definition.shipped', { id }) : notFound('kpis.kpi.unknown', { id })
}

function refuseEarlier(newest: Kpi, from: Day): void {
  if (from < newest.from) throw invalid('kpis.definition.before', { place: 'from', from, earliest: newest.from })
}

function refuseWithoutReason(reason: string): void {
  if (reason.trim().length < 2) throw invalid('kpis.definition.reason', { place: 'reason' })
}

async function changed(
  database: Database,
  who: Who,
  id: string,
  reason: string,
  change: (own: readonly DefinitionRow[]) => Pick<DefinitionRow, 'kpi' | 'retired'>,
): Promise<Kpi> {
  const made = await database.asActor(who.actor, async (tx: Transaction) => {
    await lockDefinitions(tx)
    await readLibrary(tx)
    const version = change((await definitions(tx)).filter(({ kpi }) => kpi.id === id))
    const { kpi, retired } = version
    await insertDefinition(tx, version, { no: who.actor.no, name: who.actor.name, at: who.now, reason })
    const details = { version: kpi.version, from: kpi.from, formula: kpi.formula, retired, reason }
    await record(tx, who, { action: retired ? 'kpis.retire' : 'kpis.define', subject: id, details })
    await tellLibrary(tx)
    return kpi
  })
  // The other servers are told; this one need not wait for its own message.
  await database.asWorker(readLibrary)
  return made
}

registerSentences({
  'kpis.definition.taken': {
    zh: ({ id }) => `编码“${id}”已有指标在用，请换一个。`,
    en: ({ id }) => `"${id}" is the id of a KPI already; choose another.`,
  },
  'kpis.definition.shipped': {
    zh: ({ id }) => `“${id}”是随产品提供的指标，不能改；可以另建一个指标。`,
    en: ({ id }) => `"${id}" came with the product and stays as it is; define another KPI.`,
  },
  'kpis.definition.changed': {
    zh: ({ id, version }) => `指标 ${id} 已有第 ${version} 版，请先看过再改。`,
    en: ({ id, version }) => `KPI ${id} has version ${version} by now: look at it before you change it.`,
  },
  'kpis.definition.before': {
    zh: ({ from, earliest }) => `新版本从 ${from} 起，早于上一版的 ${earliest}，请改为 ${earliest} 或以后。`,
    en: ({ from, earliest }) =>
      `The version would begin on ${from}, before the last one (${earliest}); choose ${earliest} or later.`,
  },
  'kpis.definition.reason': {
    zh: () => '请写明为什么要改，大家都看得到。',
    en: () => 'Say why it changes; everybody can read it.',
  },
})
