import pg from 'pg'
import { rowWidth } from '#measures'

export type Planted = { stores: number; people: number }

/**
 * A company, its stores, in each a manager, a lead, advisors and technicians (`people` of them), and what they did on each day
 * of March 2026 up to a day, made straight in the database: what the roller would have written, without facts.
 */
export async function plantNetwork(databaseUrl: string, { stores, people }: Planted, upTo: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const measured = (no: string, places: number, least: number, spread: number) =>
    `(SELECT array_agg((${least} + (${no} + p) % ${spread})::float8 ORDER BY p) FROM generate_series(1, ${places}) p)`
  const [ofPerson, ofStore] = [rowWidth('person'), rowWidth('store')]
  await client.query(`
    INSERT INTO organisation.node (id, kind, name, time_zone, changed_at) VALUES ('C1', 'company', 'C1', 'Asia/Shanghai', now());
    INSERT INTO organisation.node (id, kind, name, changed_at) SELECT 'S' || s, 'store', 'S' || s, now() FROM generate_series(1, ${stores}) s;
    INSERT INTO organisation.node (id, kind, name, changed_at)
      SELECT 'P' || p, 'person', 'P' || p, now() FROM generate_series(1, ${stores * people}) p;
    INSERT INTO organisation.placement (node_no, parent_no, from_day)
      SELECT s.no, c.no, '2020-01-01' FROM organisation.node s, organisation.node c WHERE s.kind = 'store' AND c.kind = 'company';
    INSERT INTO organisation.membership (person_no, node_no, position, from_day, store_no)
      SELECT p.no, s.no, CASE substr(p.id, 2)::int % ${people} WHEN 0 THEN 'store_manager' WHEN 1 THEN 'technician_lead'
        WHEN 2 THEN 'service_advisor' WHEN 3 THEN 'service_advisor' WHEN 4 THEN 'parts_supervisor' ELSE 'technician' END, '2020-01-01', s.no
      FROM organisation.node p JOIN organisation.node s ON s.id = 'S' || ceil(substr(p.id, 2)::int / ${people}.0) WHERE p.kind = 'person';
    INSERT INTO measures.person_day (person_no, day, store_no, measured, facts_up_to)
      SELECT m.person_no, d::date, m.store_no, ${measured('m.person_no', ofPerson, 3, 7)}, d
      FROM organisation.membership m, generate_series('2026-03-01'::date, '${upTo}', '1 day') d;
    INSERT INTO measures.person_month (person_no, month, store_no, measured, facts_up_to)
      SELECT m.person_no, '2026-03-01', m.store_no, ${measured('m.person_no', ofPerson, 80, 70)}, now() FROM organisation.membership m;
    INSERT INTO measures.rollup_day (node_no, day, measured, facts_up_to)
      SELECT s.no, d::date, ${measured('s.no', ofStore, 3, 7)}, d
      FROM organisation.node s, generate_series('2026-03-01'::date, '${upTo}', '1 day') d WHERE s.kind = 'store';
    INSERT INTO measures.rollup_month (node_no, month, measured, facts_up_to)
      SELECT s.no, d::date, ${measured('s.no', ofStore, 80, 70)}, d
      FROM organisation.node s, generate_series('2025-03-01'::date, '2026-03-01', '1 month') d WHERE s.kind = 'store';`)
  await client.query('ANALYZE')
  return client
}
