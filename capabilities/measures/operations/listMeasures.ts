import { notFound } from '#foundation/failure'
import type { Database } from '#platform/database'
import { unitOf } from '../rules/definition.ts'
import { definedStreams, vocabulary } from '../rules/fields.ts'
import { comparisonsFor } from '../rules/filter.ts'
import { type DefinitionRow, definitions, waiting } from '../storage/definitions.ts'
import { registeredMeasures } from './registry.ts'

/** Every measure that a formula may name. */
export function listedMeasures() {
  return registeredMeasures().map(({ id, names, unit, personPosition, of, retired }) => ({
    id,
    names,
    unit,
    personal: personPosition !== null,
    shipped: of === null,
    retired,
  }))
}

/** The vocabulary that measures are defined in. */
export function listedStreams() {
  return definedStreams.map((of) => {
    const { names, credits, fields } = vocabulary(of) ?? { names: { zh: of, en: of }, credits: [], fields: [] }
    return {
      of,
      names,
      credits: [...credits],
      fields: fields.map(({ id, type, names: called, summable = false, choices = [] }) => ({
        id,
        type,
        names: called,
        summable,
        choices: [...choices],
        comparisons: [...comparisonsFor(type)],
      })),
    }
  })
}

/** The measures defined here, each with its versions, the newest first, and how far its history is computed back. */
export function definedMeasures({ database }: { database: Database }) {
  return database.asWorker(async (tx) => {
    const { facts } = await waiting(tx)
    return [...Map.groupBy(await definitions(tx), (row) => row.id).entries()].map(([id, rows]) =>
      shownMeasure(id, rows, facts),
    )
  })
}

/** One of them. */
export async function definedMeasure(deps: { database: Database }, id: string) {
  const found = (await definedMeasures(deps)).find((one) => one.id === id)
  if (!found) throw notFound('measures.definition.unknown', { id })
  return found
}

function shownMeasure(id: string, rows: readonly DefinitionRow[], left: number) {
  const newest = rows.at(-1) as DefinitionRow
  return {
    id,
    unit: unitOf(newest),
    personal: newest.personPlace !== null,
    versions: rows
      .map(({ version, from, retired, names, of, amount, where, credit, by, reason, at }) => ({
        ...{ version, from, retired, names, of, amount, where, credit, by, reason, at },
      }))
      .reverse(),
    progress: { marked: newest.marked, left: Math.min(left, newest.marked) },
  }
}
