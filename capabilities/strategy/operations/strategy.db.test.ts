import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#foundation/actor'
import { followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { createTestDatabase } from '#platform/testing'
import { strategyRoutes } from './http.ts'
import { loadMaps } from './loadMap.ts'
import { objectiveServed } from './readMap.ts'

const now = new Date('2024-05-10T02:00:00Z')
const director: Actor = {
  no: 1,
  kind: 'user',
  name: '总部陈芳',
  personNo: null,
  permissions: new Set(['boards.read', 'strategy.write']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
let database: Database
let drop: () => Promise<void>
let east: Actor
let store: Actor
let advisor: Actor
let north: Actor

const context = (actor: Actor): RequestContext => ({
  actor,
  locale: 'zh',
  now,
  headers: {},
  address: '',
  setHeader: () => undefined,
})
const asked = (actor: Actor) => createRouterClient(strategyRoutes({ database }), { context: context(actor) })
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'went through',
    (error: { code: string; status: number }) => `${error.status} ${error.code}`,
  )
const draft = (zh: string, more: object = {}) => ({
  period: '2024',
  perspective: 'process' as const,
  names: { zh, en: zh },
  reasons: { zh: '', en: '' },
  owner: null,
  kpis: [],
  ...more,
})
const add = async (actor: Actor, node: string, zh: string, more: object = {}) =>
  (await asked(actor).add({ node, objective: draft(zh, more) })).objective

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url, connections: 6 })
  const imported = await importOrganisation(
    { database, followTree },
    { actor: director, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'EAST', kind: 'region', parent: 'C1', name: '华东' },
        { id: 'NORTH', kind: 'region', parent: 'C1', name: '华北' },
        { id: 'S1', kind: 'store', parent: 'EAST', name: '一店' },
        { id: 'S1-W', kind: 'department', parent: 'S1', name: '车间' },
      ],
      people: [
        { id: 'M1', name: '店长李明', memberships: [{ node: 'S1', position: 'store_manager', from: '2023-01-01' }] },
        { id: 'A1', name: '顾问王芳', memberships: [{ node: 'S1', position: 'service_advisor', from: '2023-01-01' }] },
      ],
    },
  )
  expect(imported.rejected).toEqual([])
  const found = await database.asWorker((tx) =>
    sql<{ id: string; no: number }>`SELECT id, no FROM organisation.node`.execute(tx),
  )
  const numbers = new Map(found.rows.map(({ id, no }) => [id, no]))
  const seeing = (no: number, ids: string[], permissions = ['boards.read', 'strategy.write']): Actor => ({
    ...director,
    no,
    name: `用户${no}`,
    permissions: new Set(permissions),
    scope: `{${ids.map((id) => `[${numbers.get(id)},${numbers.get(id)}]`).join(',')}}`,
  })
  east = seeing(2, ['EAST', 'S1', 'S1-W', 'M1', 'A1'])
  north = seeing(3, ['NORTH'])
  store = seeing(4, ['S1', 'S1-W', 'M1', 'A1'])
  advisor = seeing(5, ['S1', 'A1'], ['boards.read'])
})

afterAll(async () => {
  await database.close()
  await drop()
})

describe('whose map it is', () => {
  test('a region sees its own objectives and those of the company, which it can not change', async () => {
    const above = await add(director, 'C1', '公司目标', {
      kpis: [{ kpi: 'nps', start: 45, goal: 70, by: '2024-12-31' }],
    })
    const own = await add(east, 'EAST', '大区目标')
    const map = await asked(east).map({ node: 'EAST' })
    expect(map).toMatchObject({ period: '2024', mayAdd: true, node: { name: '华东' } })
    expect(
      map.objectives.map(({ names, inherited, mayChange, node }) => [names.zh, inherited, mayChange, node.name]),
    ).toEqual([
      ['公司目标', true, false, '公司'],
      ['大区目标', false, true, '华东'],
    ])
    const put = { id: above.id, objective: draft('改掉') }
    expect(await refused(asked(east).put(put))).toBe('403 strategy.objective.inherited')
    expect(await refused(asked(east).end({ id: above.id }))).toBe('403 strategy.objective.inherited')
    expect(await refused(asked(east).add({ node: 'C1', objective: draft('越级') }))).toBe('404 strategy.node.unknown')
    expect(await refused(asked(north).objective({ id: own.id }))).toBe('404 strategy.objective.unknown')
    expect((await asked(north).map({ node: 'NORTH' })).objectives.map(({ names }) => names.zh)).toEqual(['公司目标'])
    const page = await asked(store).objective({ id: above.id, node: 'S1' })
    expect(page.objective).toMatchObject({ inherited: true, mayChange: false, node: { id: 'C1', name: '公司' } })
  })

  test('whoever works in a store reads what holds for it, and a person reads the map of the store', async () => {
    const map = await asked(advisor).map({ node: 'A1', period: '2024-04' })
    expect(map.objectives.map(({ names }) => names.zh)).toEqual(['公司目标', '大区目标'])
    expect(map.mayAdd).toBe(false)
    expect(await refused(asked(advisor).add({ node: 'S1', objective: draft('顾问的') }))).toBe(
      '403 access.permission.missing',
    )
    expect(await refused(asked(advisor).map({ node: 'NORTH' }))).toBe('404 strategy.node.unknown')
  })

  test('the net under the guards: the application role writes nothing outside the scope', async () => {
    const [objective] = (await asked(director).map({ node: 'C1' })).objectives
    const changed = await database.asActor(east, (tx) =>
      sql`UPDATE strategy.objective SET place = 99 WHERE id::text = ${objective?.id} RETURNING 1`.execute(tx),
    )
    expect(changed.rows).toEqual([])
  })

  test('objectives belong to companies, regions and stores', async () => {
    expect(await refused(asked(director).add({ node: 'S1-W', objective: draft('车间') }))).toBe('422 strategy.map.kind')
  })

  test('the objective that a KPI serves is the one of the nearest map', async () => {
    const served = (actor: Actor, node: string) =>
      database.asActor(actor, (tx) => objectiveServed(tx, { node, kpi: 'nps', day: '2024-05-10' }))
    expect(await served(store, 'S1')).toMatchObject({ names: { zh: '公司目标' }, node: { name: '公司' } })
    const own = await add(store, 'S1', '一店口碑', { kpis: [{ kpi: 'nps', start: null, goal: null, by: null }] })
    expect(await served(advisor, 'A1')).toMatchObject({ id: own.id })
    const asWorker = await database.asWorker((tx) => objectiveServed(tx, { node: 'A1', kpi: 'nps', day: '2024-05-10' }))
    expect(asWorker?.id).toBe(own.id)
    expect(
      await database.asWorker((tx) => objectiveServed(tx, { node: 'S1', kpi: 'ftr', day: '2024-05-10' })),
    ).toBeNull()
  })
})

describe('changes', () => {
  test('every version is kept, with who and why, and is audited', async () => {
    const { id } = await add(store, 'S1', '一次修好', { owner: 'M1' })
    const changed = await asked(store).put({
      id,
      objective: { ...draft('一次就修好'), owner: undefined },
      note: '说得更清楚',
      basedOn: 1,
    })
    expect(changed.objective).toMatchObject({ version: 2, owner: { id: 'M1', name: '店长李明' } })
    expect(await refused(asked(store).put({ id, objective: draft('迟了'), basedOn: 1 }))).toBe(
      '409 strategy.objective.changed',
    )
    await asked(store).end({ id, note: '并入大区目标' })
    const { versions, objective } = await asked(store).objective({ id })
    expect(objective.endedOn).toBe('2024-05-10')
    expect(versions.map(({ version, names, by, note }) => [version, names.zh, by, note])).toEqual([
      [3, '一次就修好', '用户4', '并入大区目标'],
      [2, '一次就修好', '用户4', '说得更清楚'],
      [1, '一次修好', '用户4', ''],
    ])
    expect((await asked(store).map({ node: 'S1' })).objectives.map((one) => one.id)).not.toContain(id)
    expect(await refused(asked(store).put({ id, objective: draft('再改') }))).toBe('409 strategy.objective.ended')
    const entries = await database.asWorker((tx) =>
      sql<{ action: string }>`SELECT action FROM audit.entry WHERE subject = ${id} ORDER BY seq`.execute(tx),
    )
    expect(entries.rows.map(({ action }) => action)).toEqual([
      'strategy.objective.add',
      'strategy.objective.put',
      'strategy.objective.end',
    ])
  })

  test('what contradicts the house is refused with the reason', async () => {
    const wish = (kpi: string, by: string | null = null) => ({ kpi, start: null, goal: null, by })
    const tried = (more: object) => refused(add(store, 'S1', '试', more))
    expect(await tried({ kpis: [wish('unheard')] })).toBe('422 strategy.kpi.unknown')
    expect(await tried({ kpis: [wish('ftr'), wish('ftr')] })).toBe('422 strategy.kpi.twice')
    expect(await tried({ kpis: [wish('ftr', '2024-02-30')] })).toBe('422 strategy.wish.day')
    expect(await tried({ period: '2024-05' })).toBe('422 strategy.period.no_year')
    expect(await tried({ owner: 'NOBODY' })).toBe('422 strategy.owner.unknown')
    expect(await refused(asked(store).map({ node: 'S1', period: 'soon' }))).toBe('422 strategy.period.unknown')
    expect(await refused(asked(store).objective({ id: "x' OR 1=1" }))).toBe('404 strategy.objective.unknown')
  })

  test('an order holds where it names all of a row', async () => {
    const first = await add(north, 'NORTH', '甲', { perspective: 'learning' })
    const second = await add(north, 'NORTH', '乙', { perspective: 'learning' })
    const order = (objectives: string[]) => asked(north).order({ node: 'NORTH', perspective: 'learning', objectives })
    expect(await order([second.id, first.id])).toEqual({ changed: 2 })
    expect(await order([second.id, first.id])).toEqual({ changed: 0 })
    expect(await refused(order([second.id]))).toBe('409 strategy.order.changed')
    const own = (await asked(north).map({ node: 'NORTH' })).objectives.filter(({ inherited }) => !inherited)
    expect(own.map(({ names }) => names.zh)).toEqual(['乙', '甲'])
  })
})

describe('cause and effect', () => {
  test('leads within a map or up, and never round', async () => {
    const top = await add(director, 'C1', '产值')
    const [a, b] = [await add(east, 'EAST', '培训'), await add(east, 'EAST', '一次修复')]
    expect(await asked(east).link({ cause: a.id, effect: b.id })).toEqual({ added: true })
    expect(await asked(east).link({ cause: a.id, effect: b.id })).toEqual({ added: false })
    expect(await asked(east).link({ cause: b.id, effect: top.id })).toEqual({ added: true })
    expect(await refused(asked(east).link({ cause: top.id, effect: a.id }))).toBe('403 strategy.link.inherited')
    expect(await refused(asked(director).link({ cause: top.id, effect: a.id }))).toBe('422 strategy.link.downwards')
    const circle = await asked(east)
      .link({ cause: b.id, effect: a.id })
      .catch((error: { code: string; data?: unknown; values?: { circle: { zh: string }[] } }) => error)
    expect(circle).toMatchObject({ code: 'strategy.link.circle' })
    const map = await asked(store).map({ node: 'S1' })
    expect(map.links).toEqual([
      { cause: a.id, effect: b.id, inherited: true },
      { cause: b.id, effect: top.id, inherited: true },
    ])
    const page = await asked(store).objective({ id: b.id, node: 'S1' })
    expect([page.causes.map(({ names }) => names.zh), page.effects.map(({ names }) => names.zh)]).toEqual([
      ['培训'],
      ['产值'],
    ])
    expect(await asked(east).unlink({ cause: a.id, effect: b.id })).toEqual({ removed: true })
    expect(await asked(east).unlink({ cause: a.id, effect: b.id })).toEqual({ removed: false })
    await asked(director).end({ id: top.id })
    expect((await asked(store).map({ node: 'S1' })).links).toEqual([])
  })

  test('does not cross to another branch', async () => {
    const [here, there] = [await add(east, 'EAST', '华东的'), await add(north, 'NORTH', '华北的')]
    expect(await refused(asked(director).link({ cause: here.id, effect: there.id }))).toBe(
      '422 strategy.link.downwards',
    )
    expect(await refused(asked(east).link({ cause: here.id, effect: there.id }))).toBe('404 strategy.objective.unknown')
  })
})

describe('the map as shipped', () => {
  test('is given to a company that never had one, once', async () => {
    expect(await database.asWorker((tx) => loadMaps(tx, now))).toBe(0)
    const nodes = [{ id: 'C2', kind: 'company', parent: null, name: '新公司' }]
    await importOrganisation(
      { database, followTree: async (tx) => void (await loadMaps(tx, now)) },
      { actor: director, now },
      { nodes, people: [] },
    )
    const map = await asked(director).map({ node: 'C2' })
    expect(map.objectives).toHaveLength(13)
    expect(new Set(map.objectives.map(({ perspective }) => perspective)).size).toBe(4)
    const nps = map.objectives.flatMap(({ kpis }) => kpis).find(({ kpi }) => kpi === 'nps')
    expect(nps).toEqual({ kpi: 'nps', start: null, goal: 70, by: '2024-12-31' })
    for (const { cause, effect } of map.links)
      expect(await refused(asked(director).link({ cause: effect, effect: cause }))).toBe('422 strategy.link.circle')
    for (const { id } of map.objectives) await asked(director).end({ id })
    expect(await database.asWorker((tx) => loadMaps(tx, now))).toBe(0)
  })
})
