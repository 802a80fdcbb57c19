import { sql } from '#platform/database'

/** What stands in a row `r` at these places (from 0), as it is or summed. A row that an older server wrote is shorter: what lies behind its end counts as zero. */
export function measuredAt(places: readonly number[], over: 'sum' | '' = '') {
  const list = places.map((place) => `coalesce(${over}(r.measured[${place + 1}]), 0)`)
  return sql.raw(`ARRAY[${list.join(', ')}]::float8[]`)
}
