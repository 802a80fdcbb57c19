import { test } from 'vitest'
import { openDatabase, sql } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { loadCards, scorePeople } from '#scorecards'
import { periodOf } from '#foundation/period'
import { permissions } from '../../access/rules/roles.ts'
import { createSettlement } from './settle.ts'
import { check, approve } from './moveSettlement.ts'
test('perf', async () => {
  const made = await createTestDatabase()
  const database = openDatabase({ url: made.url, connections: 6 })
  const now = new Date('2024-04-02T02:00:00Z')
  await loadCards({ database }, now)
  await database.asWorker(async (tx) => {
    await sql`INSERT INTO organisation.node (id, kind, name, time_zone, changed_at) SELECT 'C1','company','c','Asia/Shanghai',now()`.execute(tx)
    await sql`INSERT INTO organisation.node (id, kind, name, changed_at) SELECT 'S'||i,'store','s'||i,now() FROM generate_series(1,500) i`.execute(tx)
    await sql`INSERT INTO organisation.node (id, kind, name, changed_at) SELECT 'P'||i,'person','p'||i,now() FROM generate_series(1,20000) i`.execute(tx)
    await sql`INSERT INTO organisation.placement SELECT no, (SELECT no FROM organisation.node WHERE id='C1'), '2020-01-01' FROM organisation.node WHERE kind='store'`.execute(tx)
    await sql`INSERT INTO organisation.membership (person_no,node_no,position,from_day,store_no) SELECT p.no, s.no, 'technician','2020-01-01', s.no FROM organisation.node p JOIN organisation.node s ON s.id = 'S'||(1+p.no%500) WHERE p.kind='person'`.execute(tx)
    await sql`INSERT INTO organisation.bonus_base SELECT no, 300000+no, '2020-01-01' FROM organisation.node WHERE kind='person'`.execute(tx)
    await sql`INSERT INTO measures.person_month SELECT person_no, '2024-03-01', store_no, ARRAY[25,25,person_no%3,0,0,0,0,25,2500,2300+person_no%400,2500000+person_no,2,1,0,2,170+person_no%20]::float8[] FROM organisation.membership`.execute(tx)
  })
  const actor = { no: 1, kind: 'user' as const, name: 'x', personNo: null, permissions: new Set<string>(permissions), scope: '{(,)}', payScope: '{(,)}', locale: 'zh' as const }
  const time = async (label: string, work: () => Promise<unknown>) => { const t = performance.now(); const r = await work(); console.log(label, Math.round(performance.now() - t), 'ms'); return r as any }
  const period = periodOf('month', '2024-03-01')
  const c1 = (await database.asWorker((tx) => sql<{no:number}>`SELECT no FROM organisation.node WHERE id='C1'`.execute(tx))).rows[0]!.no
  await time('score', () => database.asActor(actor, (tx) => scorePeople(tx, { nodeNo: c1, period, asOf: period.to })))
  await time('score again', () => database.asActor(actor, (tx) => scorePeople(tx, { nodeNo: c1, period, asOf: period.to })))
  const { settlement } = await time('create', () => createSettlement({ database }, { actor, now }, { node: 'C1', period: '2024-03' }))
  console.log(settlement.lines.length, settlement.totalFen)
  await time('again', () => createSettlement({ database }, { actor, now }, { node: 'C1', period: '2024-03' }))
  await time('check', () => check({ database }, { actor, now }, settlement.id))
  await time('approve', () => approve({ database }, { actor, now }, settlement.id))
  await database.close(); await made.drop()
}, 300000)
