import { measures } from '#catalogue/measures'
import type { Database } from '#platform/database'
import { measureSources } from '../rules/source.ts'
import { writeRegistry } from '../storage/registry.ts'

/** Brings the registry of measures into the database, for the long views; again and again without effect. */
export async function loadRegistry({ database }: { database: Database }): Promise<void> {
  const rows = measures.map(({ id, position, names, unit, personal }) => {
    const source = measureSources[id]
    const ofNodes = source?.store !== undefined
    return { id, position, nameZh: names.zh, nameEn: names.en, unit, ofNodes, ofPersons: personal }
  })
  await database.asWorker((tx) => writeRegistry(tx, rows))
}
