import { sql, type Transaction } from '#platform/database'

export type RegistryRow = {
  id: string
  position: number
  personPosition: number | null
  nameZh: string
  nameEn: string
  unit: string
  ofNodes: boolean
  ofPersons: boolean
}

/** Writes the registry as it is now; a measure that is in it no more keeps its row, for it keeps its place. */
export async function writeRegistry(tx: Transaction, rows: readonly RegistryRow[]): Promise<void> {
  await sql`INSERT INTO measures.measure AS known (id, position, person_position, name_zh, name_en, unit, of_nodes, of_persons)
    SELECT id, position, "personPosition", "nameZh", "nameEn", unit, "ofNodes", "ofPersons"
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS r(id text, position int, "personPosition" int, "nameZh" text, "nameEn" text, unit text, "ofNodes" boolean, "ofPersons" boolean)
    ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, unit = excluded.unit,
      of_nodes = excluded.of_nodes, of_persons = excluded.of_persons
    WHERE (known.name_zh, known.name_en, known.unit, known.of_nodes, known.of_persons)
      IS DISTINCT FROM (excluded.name_zh, excluded.name_en, excluded.unit, excluded.of_nodes, excluded.of_persons)`.execute(
    tx,
  )
}
