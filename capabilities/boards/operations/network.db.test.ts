import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { type Period, parsePeriod } from '#foundation/period'
import { followFacts, followTree, rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { cardTargets, loadCards } from '#scorecards'
import { putTargets } from '#targets'
import { pathTo } from '../storage/members.ts'
import { boardRequest } from './boardRequest.ts'
import { readBoardAs } from './readBoard.ts'
import { readChildren } from './readChildren.ts'
import { readGaps } from './readGaps.ts'
import { readMovers, readReds, readTrend } from './readMovement.ts'
import { type NetworkQuery, readNetwork } from './readNetwork.ts'

/**
 * A company of two regions and four stores in spring 2024. S1 has been red in FTR since February; S2 got better in the last
 * week; S3 stopped sending surveys; S4 lies in the other region and has no targets.
 */
const admin: Actor = {
  no: 1,
  kind: 'system',
  name: 'test',
  personNo: null,
  permissions: new Set(['org.write', 'facts.write', 'facts.read', 'boards.read', 'targets.write']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const now = new Date('2024-04-20T20:00:00+08:00')
const who = { actor: admin, now }
const stores = ['S1', 'S2', 'S3', 'S4']

let database: Database
let drop: () => Promise<void>

const days = (month: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)

function order(store: string, day: string, index: number, rework: boolean) {
  return {
    source: 'dms',
    externalId: `${store}-${day}-${index}`,
    version: `${day}T18:00:00+08:00`,
    store,
    openedAt: `${day}T08:30:00+08:00`,
    deliveredAt: `${day}T16:00:00+08:00`,
    advisor: `${store}A`,
    leadTechnician: `${store}T`,
    labour: [{ technician: `${store}T`, billedMinutes: 90, actualMinutes: 80 }],
    labourFen: 200_000,
    partsFen: 100_000,
    hasAppointment: false,
    hasAddOn: false,
    rework: rework ? { originalOrder: null } : null,
  }
}

/** Ten jobs a day, of which so many are reworks. */
const dayOf = (store: string, day: string, reworks: number) =>
  Array.from({ length: 10 }, (_, index) => order(store, day, index, index < reworks))

const send = (kind: 'work-orders' | 'surveys', raws: unknown[]) =>
  receiveFacts({ database, followFacts }, who, {
    kind,
    rows: raws.map((raw, index) => ({ row: index + 1, raw })),
    dryRun: false,
    via: 'test',
  })

const network = (query: Partial<NetworkQuery> = {}, actor = admin) =>
  database.asActor(actor, (tx) => readNetwork(tx, { node: 'C1', ...query }, now, cardTargets))

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url })
  await loadCards({ database }, now)
  await importOrganisation({ database, followTree: (tx, change) => followTree(tx, change) }, who, {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司' },
      { id: 'R1', kind: 'region', parent: 'C1', name: '华北' },
      { id: 'R2', kind: 'region', parent: 'C1', name: '华东' },
      ...stores.map((id) => ({ id, kind: 'store', parent: id === 'S4' ? 'R2' : 'R1', name: `门店${id}` })),
      { id: 'D1', kind: 'department', parent: 'S1', name: '机修' },
    ],
    people: stores.flatMap((store) => [
      {
        id: `${store}T`,
        name: '技师',
        memberships: [{ node: store === 'S1' ? 'D1' : store, position: 'technician', from: '2023-01-01' }],
      },
      {
        id: `${store}A`,
        name: '顾问',
        memberships: [{ node: store, position: 'service_advisor', from: '2023-01-01' }],
      },
    ]),
  })
  const orders = [
    ...days('2024-01', 10).flatMap((day) => stores.flatMap((store) => dayOf(store, day, 0))),
    ...['2024-02', '2024-03'].flatMap((month) =>
      days(month, 10).flatMap((day) => stores.flatMap((store) => dayOf(store, day, store === 'S1' ? 3 : 0))),
    ),
    ...days('2024-04', 20).flatMap((day) =>
      stores.flatMap((store) =>
        dayOf(store, day, store === 'S1' ? 2 : store === 'S2' && day < '2024-04-13' ? 4 : store === 'S2' ? 1 : 0),
      ),
    ),
  ]
  for (let at = 0; at < orders.length; at += 1_000) await send('work-orders', orders.slice(at, at + 1_000))
  await send(
    'surveys',
    days('2024-04', 20).flatMap((day) =>
      stores
        .filter((store) => store !== 'S3' || day <= '2024-04-10')
        .map((store) => ({
          source: 'survey',
          externalId: `${store}-${day}`,
          version: `${day}T20:00:00+08:00`,
          store,
          answeredAt: `${day}T19:00:00+08:00`,
          nps: 9,
          stars: 5,
        })),
    ),
  )
  const set = await putTargets(
    { database },
    who,
    ['2024-01', '2024-02', '2024-03', '2024-04'].flatMap((period) =>
      ['C1', 'R1', 'S1', 'S2', 'S3'].flatMap((node) => [
        { node, kpi: 'ftr', period, value: 95, reason: '计划' },
        { node, kpi: 'jobs', period, value: 300, reason: '计划' },
      ]),
    ),
  )
  expect(set.rejected).toEqual([])
  await rollUp({ database })
}, 120_000)
afterAll(async () => {
  await database?.close()
  await drop?.()
})

describe('the network', () => {
  it('has each store once, with its region and the very figures of its own board', async () => {
    const table = await network({ kpis: 'ftr,jobs,outputValue,nps,retention,dailyIntake', sort: 'name' })
    expect(table.rows.map(({ node, under }) => [node.id, under?.id])).toEqual([
      ['S1', 'R1'],
      ['S2', 'R1'],
      ['S3', 'R1'],
      ['S4', 'R2'],
    ])
    for (const period of ['2024-03', '2024-04', '2024-Q2', '2024-04-W2', '2024-04-20', '2024-05'])
      for (const row of (await network({ period, kpis: 'ftr,jobs,outputValue,nps,retention,dailyIntake' })).rows) {
        const board = await readBoardAs(database, admin, boardRequest({ node: row.node.id, period }, now))
        for (const cell of row.cells) {
          const line = board.kpis.find(({ id }) => id === cell.kpi)
          expect({ period, ...cell }).toEqual({
            period,
            kpi: cell.kpi,
            value: line?.value,
            target: line?.target,
            due: cell.due === null ? null : expect.closeTo(line?.due as number, 6),
            light: line?.light,
            reason: line?.reason,
          })
        }
      }
  })

  it('says how many are red, and why grey ones are grey', async () => {
    const { kpis } = await network({ kpis: 'ftr,nps' })
    expect(kpis.find(({ id }) => id === 'ftr')?.counts).toEqual({
      green: 1,
      yellow: 0,
      red: 2,
      grey: 1,
      reasons: { no_target: 1 },
    })
    expect(kpis.find(({ id }) => id === 'nps')?.counts.reasons).toEqual({ no_target: 4 })
  })

  it('draws twelve months, and the last point is the figure beside it', async () => {
    const { months, rows } = await network({ kpis: 'ftr,retention' })
    expect(months).toHaveLength(12)
    const first = rows.find(({ node }) => node.id === 'S1')
    expect(first?.sparks[0]?.slice(-4)).toEqual([100, 70, 70, first?.cells[0]?.value])
    expect(first?.sparks[0]?.slice(0, 8)).toEqual(Array(8).fill(null))
  })

  it('sorts, filters and pages on the server', async () => {
    const ids = (table: Awaited<ReturnType<typeof network>>) => table.rows.map(({ node }) => node.id)
    expect(ids(await network({ kpis: 'ftr', sort: 'ftr' }))).toEqual(['S2', 'S1', 'S3', 'S4'])
    expect(ids(await network({ kpis: 'ftr', sort: 'ftr', direction: 'desc' }))).toEqual(['S3', 'S4', 'S1', 'S2'])
    expect(ids(await network({ kpis: 'ftr', light: 'red' }))).toEqual(['S1', 'S2'])
    expect(ids(await network({ under: 'R2' }))).toEqual(['S4'])
    expect(ids(await network({ text: '店s3' }))).toEqual(['S3'])
    const first = await network({ kpis: 'ftr', sort: 'name', limit: 3 })
    expect([ids(first), first.next, first.fitting]).toEqual([['S1', 'S2', 'S3'], 'S3', 4])
    const second = await network({ kpis: 'ftr', sort: 'name', limit: 3, after: 'S3' })
    expect([ids(second), second.next]).toEqual([['S4'], null])
    await expect(network({ kpis: 'ftr', after: 'NONE' })).rejects.toMatchObject({
      code: 'boards.network.after_unknown',
    })
    await expect(network({ kpis: 'ftr,none' })).rejects.toMatchObject({ code: 'boards.kpi.unknown' })
    await expect(network({ kpis: 'ftr', sort: 'jobs' })).rejects.toMatchObject({ code: 'boards.network.sort' })
    await expect(network({ node: 'S1', kind: 'store' })).rejects.toMatchObject({ code: 'boards.network.kind' })
  })

  it('compares regions, departments and people too', async () => {
    expect((await network({ kind: 'region' })).rows.map(({ node }) => node.id).sort()).toEqual(['R1', 'R2'])
    const departments = await network({ node: 'S1', kind: 'department', kpis: 'ftr,jobs,outputValue' })
    expect(departments.rows.map(({ node }) => node.id)).toEqual(['D1'])
    const people = await network({ node: 'S1', kind: 'person' })
    expect(people.rows.map(({ node, under }) => [node.id, under?.id]).sort()).toEqual([
      ['S1A', undefined],
      ['S1T', 'D1'],
    ])
    expect((await network({ node: 'D1' })).rows.map(({ node }) => node.id)).toEqual(['S1T'])
  })

  it('shows a region manager the stores of the region, and nothing of the other', async () => {
    const { rows } = await database.asWorker((tx) =>
      sql<{ scope: string }>`SELECT range_agg(int4range(no, no, '[]'))::text AS scope
        FROM organisation.node WHERE id <> ALL (ARRAY['C1', 'R2', 'S4', 'S4A', 'S4T'])`.execute(tx),
    )
    const manager: Actor = { ...admin, no: 2, scope: rows[0]?.scope as string }
    expect((await network({ node: 'R1' }, manager)).rows.map(({ node }) => node.id).sort()).toEqual(['S1', 'S2', 'S3'])
    await expect(network({ node: 'C1' }, manager)).rejects.toMatchObject({ code: 'boards.node.unknown' })
    await expect(network({ node: 'R2' }, manager)).rejects.toMatchObject({ code: 'boards.node.unknown' })
    expect(await database.asActor(manager, (tx) => pathTo(tx, 'S1T', '2024-04-20'))).toEqual([
      { id: 'R1', name: '华北', kind: 'region' },
      { id: 'S1', name: '门店S1', kind: 'store' },
      { id: 'D1', name: '机修', kind: 'department' },
      { id: 'S1T', name: '技师', kind: 'person' },
    ])
    expect(await database.asActor(manager, (tx) => pathTo(tx, 'S4', '2024-04-20'))).toEqual([])
  })
})

describe('what moved, what stays red, what is missing', () => {
  it('finds who got better in the last seven full days', async () => {
    const moved = await database.asActor(admin, (tx) => readMovers(tx, { node: 'C1', kpi: 'ftr' }, now))
    expect(moved.windows).toEqual({
      now: { from: '2024-04-13', to: '2024-04-19' },
      before: { from: '2024-04-06', to: '2024-04-12' },
    })
    expect(moved.better).toEqual([
      {
        node: { id: 'S2', name: '门店S2' },
        under: { id: 'R1', name: '华北' },
        before: 60,
        now: 90,
        change: 30,
        sample: 70,
      },
    ])
    expect([moved.worse, moved.tooFew, moved.slow]).toEqual([[], 0, false])
    const few = await database.asActor(admin, (tx) => readMovers(tx, { node: 'C1', kpi: 'nps' }, now))
    expect([few.better, few.worse, few.tooFew]).toEqual([[], [], 4])
    const slow = await database.asActor(admin, (tx) => readMovers(tx, { node: 'C1', kpi: 'retention' }, now))
    expect(slow.slow).toBe(true)
  })

  it('finds the store that has been red for two closed months', async () => {
    const { reds, total, upTo } = await database.asActor(admin, (tx) =>
      readReds(tx, { node: 'C1', kpis: 'ftr' }, now, cardTargets),
    )
    expect([total, upTo]).toEqual([1, '2024-03'])
    expect(reds[0]).toMatchObject({
      node: { id: 'S1' },
      under: { id: 'R1' },
      kpi: 'ftr',
      months: 2,
      since: '2024-02',
      value: 70,
      target: 95,
    })
  })

  it('finds the kind that stopped coming from a store that worked', async () => {
    const { missing, stores: looked } = await database.asActor(admin, (tx) => readGaps(tx, { node: 'C1' }, now))
    expect(looked).toBe(4)
    expect(missing).toEqual([
      {
        node: { id: 'S3', name: '门店S3' },
        under: { id: 'R1', name: '华北' },
        kind: 'surveys',
        newest: '2024-04-10',
        days: 9,
        orMore: false,
      },
    ])
  })
})

describe('the ranking of stores', () => {
  const moments = ['2024-04-05', '2024-04-18', '2024-04-20', '2024-05-10']
  const ranked = ['ftr', 'jobs', 'outputValue', 'nps', 'dailyIntake', 'retention', 'roi', 'complaintRate']

  it.each(['2024-03', '2024-04', '2024-Q2', '2024-04-W2', '2024-04-18', '2024', '2024-06'])(
    'says in %s what the board of each store says, whichever way it is read',
    async (period) => {
      for (const asOf of moments)
        for (const kpi of ranked) {
          const board = await readBoardAs(
            database,
            admin,
            boardRequest({ node: 'C1', period, asOf, ranking: kpi }, now),
          )
          expect(board.ranked).toBe(4)
          for (const store of board.ranking ?? []) {
            const own = await readBoardAs(database, admin, boardRequest({ node: store.node, period, asOf }, now))
            const line = own.kpis.find(({ id }) => id === kpi)
            expect({ asOf, kpi, ...store }).toMatchObject({ value: line?.value ?? null, light: line?.light ?? 'grey' })
          }
        }
    },
  )

  it('is of those whom the reader may see', async () => {
    const of = await database.asWorker((tx) =>
      sql<{ no: number }>`SELECT no FROM organisation.node WHERE id IN ('R1', 'S2')`.execute(tx),
    )
    const scope = `{${of.rows.map(({ no }) => `[${no},${no}]`).join(',')}}`
    const request = boardRequest({ node: 'R1', period: '2024-03', ranking: 'ftr' }, now)
    const { ranking, ranked } = await readBoardAs(database, { ...admin, scope }, request)
    expect([ranking?.map(({ node }) => node), ranked]).toEqual([['S2'], 1])
  })
})

describe('a board of a month that runs', () => {
  it.each([
    ['2024-04-05', 50, 5],
    ['2024-04-15', 150, 15],
    ['2024-04-16', 160, 16],
    ['2024-04-18', 180, 18],
  ])('counts the days up to %s and no later ones', async (asOf, jobs, daysDone) => {
    const board = await readBoardAs(database, admin, boardRequest({ node: 'S1', period: '2024-04', asOf }, now))
    expect(board.kpis.find(({ id }) => id === 'jobs')).toMatchObject({ value: jobs, due: (300 * daysDone) / 30 })
    expect(board.factsUpTo?.slice(0, 10)).toBe(asOf)
    const quarter = await readBoardAs(database, admin, boardRequest({ node: 'S1', period: '2024', asOf }, now))
    expect(quarter.kpis.find(({ id }) => id === 'jobs')?.value).toBe(300 + jobs)
  })
})

describe('boards of people and departments', () => {
  const line = async (node: string, kpi: string, period = '2024-03') =>
    (await readBoardAs(database, admin, boardRequest({ node, period }, now), cardTargets)).kpis.find(
      ({ id }) => id === kpi,
    )

  it('judge a person by the own target, else by the card', async () => {
    expect(await line('S2T', 'ftr')).toMatchObject({ target: 95, light: 'green' })
    expect(await line('S2T', 'outputValue')).toMatchObject({ target: 3_000_000 })
    expect(await line('S2T', 'outputValue', '2024-Q1')).toMatchObject({ target: 9_000_000 })
    expect(await line('S2A', 'averageTicket')).toMatchObject({ target: 350_000, light: 'red' })
    expect(await line('S2T', 'jobs')).toMatchObject({ target: null, light: 'grey', reason: 'no_target' })
    await putTargets({ database }, who, [{ node: 'S2T', kpi: 'ftr', period: '2024-03', value: 99, reason: '个人' }])
    expect(await line('S2T', 'ftr')).toMatchObject({ target: 99 })
  })

  it('judge a department by its store where that means the same, and by nothing where it would have to be shared out', async () => {
    expect(await line('D1', 'ftr')).toMatchObject({ target: 95 })
    expect(await line('D1', 'jobs')).toMatchObject({ target: null, light: 'grey', reason: 'no_department_target' })
  })

  it('are the same one by one, as children and as a table', async () => {
    const table = await network({ node: 'D1', period: '2024-03', kpis: 'ftr,outputValue,jobs' })
    for (const cell of table.rows[0]?.cells ?? []) {
      const own = await line('S1T', cell.kpi)
      expect(cell).toMatchObject({ value: own?.value, target: own?.target, light: own?.light, reason: own?.reason })
    }
    const { boards } = await database.asActor(admin, (tx) =>
      readChildren(tx, boardRequest({ node: 'R1', period: '2024-03' }, now), cardTargets),
    )
    for (const board of boards) {
      const alone = await readBoardAs(database, admin, boardRequest({ node: board.node.id, period: '2024-03' }, now))
      expect(board).toEqual({ ...alone, pending: undefined })
    }
  })

  it('have a trend that is the board of each month', async () => {
    for (const [node, kpiId] of [
      ['S1', 'ftr'],
      ['S1', 'jobs'],
      ['S1', 'retention'],
      ['S1T', 'outputValue'],
      ['D1', 'ftr'],
    ] as const) {
      const { asOf, asOfDay, ranking } = boardRequest({ node, ranking: kpiId }, now)
      const kpi = ranking as NonNullable<typeof ranking>
      const to = parsePeriod('2024-04') as Period
      const { points } = await database.asActor(admin, (tx) =>
        readTrend(tx, { node, kpi, to, months: 4, asOf, asOfDay }, cardTargets),
      )
      expect(points.map(({ period }) => period)).toEqual(['2024-01', '2024-02', '2024-03', '2024-04'])
      for (const point of points) {
        const own = await line(node, kpiId, point.period)
        expect({ node, ...point }).toEqual({
          node,
          period: point.period,
          value: own?.value,
          target: own?.target,
          light: own?.light,
        })
      }
    }
  })
})
