import { it } from 'vitest'
import type { Actor } from '#foundation/actor'
import { followFacts, followTree, rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { openDatabase } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { importFile } from './importFile.ts'
import { openCsv } from '#platform/csv'
it('time', async () => {
  const actor: Actor = { no: 1, kind: 'user', name: 't', personNo: null, permissions: new Set(['facts.write', 'org.write']), scope: '{(,)}', payScope: '{(,)}', locale: 'zh' }
  const made = await createTestDatabase()
  const database = openDatabase({ url: made.url, connections: 6 })
  const now = new Date()
  const stores = Array.from({ length: 30 }, (_, i) => ({ id: `S${i}`, kind: 'store', parent: 'C1', name: `S${i}` }))
  await importOrganisation({ database, followTree }, { actor, now }, { nodes: [{ id: 'C1', kind: 'company', parent: null, name: 'C1', timeZone: 'Asia/Shanghai' }, ...stores], people: stores.map((s) => ({ id: `P${s.id}`, name: 'p', memberships: [{ node: s.id, position: 'technician', from: '2023-01-01', to: null }] })) })
  const head = '工单号,门店编码,进厂时间,交车时间,服务顾问,主修技师,技师,计费工时,实际工时,工时费,材料费,是否预约,是否增项,是否返修,备注'
  const n = Number(process.env.N ?? 60000)
  const lines = Array.from({ length: n }, (_, i) => { const d = new Date(Date.UTC(2024, 0, 1 + Math.floor(i / n * 90))).toISOString().slice(0, 10); const s = i % 30; return `WO-20240318-${i},S${s},${d} 08:30,${d} 16:00,PS${s},PS${s},PS${s},1.5,1.2,600,"1,400.50",是,否,否,客户要求更换机油机滤并检查刹车` })
  const file = Buffer.from([head, ...lines].join('\n'))
  console.log('MiB', file.length / 2 ** 20)
  let t = performance.now()
  const lap = (w: string) => { console.log(w, Math.round(performance.now() - t), 'ms', Math.round(process.memoryUsage().rss / 2 ** 20), 'MiB rss'); t = performance.now() }
  const o = await openCsv(file); let c = 0; for await (const r of o.rows()) c += r.cells.length; lap('parse')
  const input = { kind: 'work-orders' as const, source: 's', fileName: 'f', file, mapping: null, store: null, dryRun: false }
  const a = await importFile({ database, followFacts: async () => undefined }, { actor, now }, { ...input, dryRun: true }); lap(`dry nofollow ${a.accepted}`)
  const b = await importFile({ database, followFacts }, { actor, now }, input); lap(`real ${b.accepted} ${b.rejected.length}`)
  await rollUp({ database }); lap('rollup')
  const d = await importFile({ database, followFacts }, { actor, now: new Date() }, input); lap(`again ${d.ignored}`)
  const e = await importFile({ database, followFacts }, { actor, now: new Date() }, { ...input, source: 'x', mapping: { externalId: '工单号', store: '备注', openedAt: '进厂时间', labourYuan: '工时费', partsYuan: '材料费', hasAppointment: '是否预约', hasAddOn: '是否增项' } }); lap(`rejected ${e.rejected.length}`)
  await database.close(); await made.drop()
}, 300000)
