import type { Database, Transaction } from '#platform/database'
import { writeRegistry } from '../storage/registry.ts'
import { readRegistry, registeredMeasures } from './registry.ts'

/** Brings the registry of measures into the database, for the long views; again and again without effect. */
export async function loadRegistry({ database }: { database: Database }): Promise<void> {
  await database.asWorker(async (tx) => {
    await readRegistry(tx)
    await writeMeasures(tx)
  })
}

/** Writes the measures as this process knows them where the long views look them up. */
export async function writeMeasures(tx: Transaction): Promise<void> {
  const rows = registeredMeasures().map(({ id, position, personPosition, names, unit, source }) => ({
    id,
    position,
    personPosition,
    nameZh: names.zh,
    nameEn: names.en,
    unit,
    ofNodes: source.store !== undefined || source.defined !== undefined,
    ofPersons: personPosition !== null,
  }))
  await writeRegistry(tx, rows)
}
