import { measures as shipped, storePositionsFrom } from '#catalogue/measures'
import type { Words } from '#foundation/actor'
import type { Transaction } from '#platform/database'
import { definedSource, unitOf } from '../rules/definition.ts'
import type { DefinedStream } from '../rules/fields.ts'
import { measureSources } from '../rules/source.ts'
import { type DefinitionRow, definitions, revision } from '../storage/definitions.ts'
import { type Place, type Statements, statements } from '../storage/statements.ts'

/** Who a value is for: a store and what stands above it, or a person and a department. */
export type MeasureLevel = 'store' | 'person'

/** A measure as shipped or as defined here, with its places. */
export type Registered = Place & {
  names: Words
  unit: string
  /** The kind of fact of one that was defined here; null: shipped. */
  of: DefinedStream | null
  /** Defined here, and counting nothing any more from some day on. */
  retired: boolean
}

type Registry = {
  revision: number
  all: readonly Registered[]
  byId: ReadonlyMap<string, Registered>
  statements: Statements
  /** How many places a row has at each level. */
  width: Record<MeasureLevel, number>
}

const ofProduct: readonly Registered[] = shipped.map((measure) => {
  const { id, position, personal, names, unit, across = 'sum' } = measure
  const source = measureSources[id]
  if (!source) throw new Error(`The measure ${id} has no source`)
  const personPosition = personal ? (measure.personPosition ?? position) : null
  return { id, position, personPosition, names, unit, across, source, of: null, retired: false }
})

/**
 * The measures as this process knows them: those of the product, and those defined here as of some revision. A cache of what
 * the database holds, never its only place: whoever computes rollups compares the revision first, in the same transaction.
 */
let current = registryOf(0, [])

function registryOf(at: number, rows: readonly DefinitionRow[]): Registry {
  const defined = [...Map.groupBy(rows, (row) => row.id).values()].flatMap((versions): Registered[] => {
    const newest = versions.at(-1)
    const source = definedSource(versions)
    if (!newest || !source) return []
    const { id, names, of, retired, place: position, personPlace: personPosition } = newest
    const across = 'sum'
    return [
      { id, names, of, retired, position, personPosition, across, unit: unitOf(newest), source: { defined: source } },
    ]
  })
  const all = [...ofProduct, ...defined]
  const widest = (places: readonly (number | null)[]) => Math.max(...places.map((place) => place ?? 0)) + 1
  return {
    revision: at,
    all,
    byId: new Map(all.map((measure) => [measure.id, measure])),
    statements: statements(all),
    width: {
      store: widest(all.map((measure) => measure.position)),
      person: Math.max(storePositionsFrom, widest(all.map((measure) => measure.personPosition))),
    },
  }
}

/** All measures, those of the product first. */
export function registeredMeasures(): readonly Registered[] {
  return current.all
}

export function registeredMeasure(id: string): Registered | undefined {
  return current.byId.get(id)
}

/** The index of a measure in a row of a level; null: that level has no such measure. */
export function placeOf(id: string, level: MeasureLevel): number | null {
  const measure = current.byId.get(id)
  if (!measure) return null
  return level === 'store' ? measure.position : measure.personPosition
}

/** How many places a row of a level has at most. */
export function rowWidth(level: MeasureLevel): number {
  return current.width[level]
}

/** The statements that compute rollups by every measure that there is, however late this process heard of it. */
export async function statementsNow(tx: Transaction): Promise<Statements> {
  const at = await revision(tx)
  if (at !== current.revision) await readRegistry(tx)
  return current.statements
}

/** Reads the measures defined here again. */
export async function readRegistry(tx: Transaction): Promise<void> {
  const rows = await definitions(tx)
  current = registryOf(Math.max(0, ...rows.map((row) => row.no)), rows)
}
