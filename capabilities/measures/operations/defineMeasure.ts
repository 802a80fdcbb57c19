import { record } from '#audit'
import type { Actor } from '#foundation/actor'
import { conflict, invalid, notFound, registerSentences } from '#foundation/failure'
import type { Day } from '#foundation/period'
import type { Database, Transaction } from '#platform/database'
import { checkDesign, checkSuccession, type MeasureDesign } from '../rules/definition.ts'
import {
  type DefinitionRow,
  definitions,
  freePlaces,
  insertDefinition,
  lockDefinitions,
  markDays,
  tellLibrary,
} from '../storage/definitions.ts'
import { tellRoller } from '../storage/rollups.ts'
import { writeMeasures } from './loadRegistry.ts'
import { readRegistry, registeredMeasure } from './registry.ts'

type Deps = { database: Database }
type Who = { actor: Actor; now: Date }

/** A first version holds for as long as there are facts: history is computed by it. */
const beginning: Day = '2000-01-01'

/** Defines a measure; the days that have such facts are computed again in the background (H5.6). */
export async function defineMeasure(
  { database }: Deps,
  who: Who,
  input: { id: string; design: MeasureDesign; reason: string },
): Promise<DefinitionRow> {
  const { id, design, reason } = input
  checkDesign(design)
  return changed(database, who, id, async (tx, versions) => {
    if (registeredMeasure(id) || versions.length > 0) throw conflict('measures.definition.taken', { id })
    const { place, personPlace } = await freePlaces(tx)
    const places = { place, personPlace: design.credit === null ? null : personPlace }
    const marked = await markDays(tx, { id, of: design.of, from: beginning })
    const version = { version: 1, from: beginning, retired: false, marked }
    await insertDefinition(tx, { id, design, ...places, ...version }, madeBy(who, reason))
  })
}

/** Changes what a measure counts from a day on; earlier days keep what they counted. */
export async function changeMeasure(
  { database }: Deps,
  who: Who,
  input: { id: string; design: MeasureDesign; from: Day; reason: string; basedOn?: number },
): Promise<DefinitionRow> {
  const { id, design, from, reason, basedOn } = input
  checkDesign(design)
  return changed(database, who, id, (tx, versions) => follow(tx, who, { id, versions, design, from, reason, basedOn }))
}

/** Lets a measure count nothing from a day on; its place and its past stay. */
export async function retireMeasure(
  { database }: Deps,
  who: Who,
  input: { id: string; from: Day; reason: string; usedBy: (id: string, from: Day) => readonly string[] },
): Promise<DefinitionRow> {
  const { id, from, reason } = input
  return changed(database, who, id, async (tx, versions) => {
    const newest = known(versions, id)
    const users = input.usedBy(id, from)
    if (users.length > 0) throw conflict('measures.definition.used', { id, kpis: users.join(', ') })
    const { names, of, amount, where, credit } = newest
    const design = { names, of, amount, where, credit }
    await follow(tx, who, { id, versions, design, from, reason, retired: true })
  })
}

async function follow(
  tx: Transaction,
  who: Who,
  next: {
    id: string
    versions: readonly DefinitionRow[]
    design: MeasureDesign
    from: Day
    reason: string
    basedOn?: number
    retired?: true
  },
): Promise<void> {
  const { id, versions, design, from, reason, basedOn, retired = false } = next
  const newest = known(versions, id)
  if (basedOn !== undefined && basedOn !== newest.version)
    throw conflict('measures.definition.changed', { id, version: newest.version })
  checkSuccession(newest, { ...design, from })
  if (reason.trim().length < 2) throw invalid('measures.definition.reason', { place: 'reason' })
  const marked = await markDays(tx, { id, of: design.of, from })
  const { place, personPlace } = newest
  const version = { version: newest.version + 1, from, retired, marked }
  await insertDefinition(tx, { id, design, place, personPlace, ...version }, madeBy(who, reason))
}

function known(versions: readonly DefinitionRow[], id: string): DefinitionRow {
  const newest = versions.at(-1)
  if (!newest) throw notFound('measures.definition.unknown', { id })
  return newest
}

const madeBy = ({ actor, now }: Who, reason: string) => ({ no: actor.no, name: actor.name, at: now, reason })

/** One definition at a time, and no rollup is computed meanwhile; the audit trail, the registry and the mark commit with it. */
async function changed(
  database: Database,
  who: Who,
  id: string,
  change: (tx: Transaction, versions: readonly DefinitionRow[]) => Promise<void>,
): Promise<DefinitionRow> {
  try {
    return await database.asActor(who.actor, async (tx) => {
      await database.becomeWorker(tx)
      await lockDefinitions(tx)
      await readRegistry(tx)
      await change(tx, await versionsOf(tx, id))
      const row = known(await versionsOf(tx, id), id)
      const { version, from, retired, of, amount, where, credit, reason } = row
      const details = { version, from, retired, of, amount, where, credit, reason }
      await record(tx, who, { action: retired ? 'measures.retire' : 'measures.define', subject: id, details })
      await readRegistry(tx)
      await writeMeasures(tx)
      await tellRoller(tx)
      await tellLibrary(tx)
      return row
    })
  } catch (error) {
    // What this process has read belonged to a transaction that is no more.
    await database.asWorker(readRegistry)
    throw (error as { code?: string }).code === lockNotAvailable ? conflict('measures.definition.busy', { id }) : error
  }
}

const lockNotAvailable = '55P03'

const versionsOf = async (tx: Transaction, id: string) => (await definitions(tx)).filter((row) => row.id === id)

registerSentences({
  'measures.definition.taken': {
    zh: ({ id }) => `编码“${id}”已有度量或指标在用，请换一个。`,
    en: ({ id }) => `"${id}" is the id of a measure or KPI already; choose another.`,
  },
  'measures.definition.unknown': {
    zh: ({ id }) => `没有自定义度量“${id}”，随产品提供的度量不能改。`,
    en: ({ id }) => `There is no measure "${id}" defined here; those of the product can't be changed.`,
  },
  'measures.definition.changed': {
    zh: ({ id, version }) => `度量 ${id} 已有第 ${version} 版，请先看过再改。`,
    en: ({ id, version }) => `Measure ${id} has version ${version} by now: look at it before you change it.`,
  },
  'measures.definition.busy': {
    zh: () => '此刻正在写入大量业务记录，定义暂时没有生效，请一分钟后再试。',
    en: () => 'Many facts are being written at this moment and nothing was defined; try again in a minute.',
  },
  'measures.definition.reason': {
    zh: () => '请写明为什么要改，大家都看得到。',
    en: () => 'Say why it changes; everybody can read it.',
  },
  'measures.definition.used': {
    zh: ({ id, kpis }) => `度量 ${id} 还用在指标 ${kpis} 里，请先停用或改这些指标。`,
    en: ({ id, kpis }) => `Measure ${id} is still used by ${kpis}; retire or change those KPIs first.`,
  },
})
