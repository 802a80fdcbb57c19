import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demonstrationPassword } from '#access'
import { openLog } from '#platform/log'
import { createTestDatabase } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'

/**
 * What is the first task of this service advisor tomorrow at eight, which objective does it serve, and what did yesterday's
 * move? Asked over HTTP on the demonstration network, from the objective down to the card and back up.
 */
const folder = mkdtempSync(join(tmpdir(), 'baton-card-'))
const key = 'objective-to-card-key-0123456789'
const today = '2026-03-10'
const tomorrow = '2026-03-11'
const week = '2026-03-W2'
const [store, advisor] = ['HZ01', 'HZ01-A1']
const kpi = 'tenMinuteResponseRate'
let configuration: ReturnType<typeof readConfiguration>
let serving: Serving
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await createTestDatabase()
  drop = database.drop
  configuration = readConfiguration({
    BATON_DATA: folder,
    DATABASE_URL: database.url,
    BATON_DEMO: '1',
    BATON_DEMO_STORES: '1',
    BATON_DEMO_MONTHS: '2',
    BATON_DEMO_ORDERS_PER_DAY: '4',
    BATON_API_KEY: key,
    PORT: '0',
    BATON_NOW: `${today}T15:40:00+08:00`,
  })
  serving = await serve(configuration, openLog('silent'))
  await serving.ready
}, 180_000)
afterAll(async () => {
  await serving.close()
  await drop()
  rmSync(folder, { recursive: true, force: true })
})

/** An answer's body, looked into without our types. */
type Body = ReturnType<typeof JSON.parse>

async function ask(headers: Record<string, string>, path: string, body?: unknown): Promise<Body> {
  const answer = await fetch(`${serving.address}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.status} ${path}: ${text}`)
  return JSON.parse(text)
}

async function signedIn(username: string) {
  const answer = await fetch(`${serving.address}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: demonstrationPassword }),
  })
  expect(answer.status).toBe(200)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return (path: string, body?: unknown) => ask({ cookie, 'sec-fetch-site': 'same-origin' }, path, body)
}
const withKey = (path: string, body?: unknown) => ask({ authorization: `Bearer ${key}` }, path, body)

const clock = (moment: string) => {
  configuration.clockAheadMs = Date.parse(moment) - Date.now()
}
const kpiOf = (board: Body, id: string) => board.kpis.find((one: Body) => one.id === id)

test('from an objective to the advisor’s first task, through the day, and back up', { timeout: 120_000 }, async () => {
  const [hq, manager, own] = [await signedIn('hq'), await signedIn('manager'), await signedIn('advisor')]

  // Head office: the objective of answering soon, with its KPI; the store: its target of the month and of the year.
  const map = await hq('/strategy/maps/DEMO')
  const objective = map.objectives.find((one: Body) => one.kpis.some((wish: Body) => wish.kpi === kpi))
  expect(objective.names.zh).toBe('十分钟内有人响应')
  const { targets } = await manager(`/targets?node=${store}`)
  const target = (period: string) => targets.find((one: Body) => one.kpi === kpi && one.period === period)?.value
  expect([target('2026-03'), target('2026')]).toEqual([90, 90])

  // The store's week: the advisor has a task for it, and the week before is closed with what was learned.
  const plan = await manager(`/plans/${store}/weeks/${week}`)
  const planned = plan.tasks.find((task: Body) => task.owner.id === advisor && task.kpi === kpi)
  expect(planned).toMatchObject({ state: 'open' })
  expect(plan.figures.find((figure: Body) => figure.kpi === kpi).expected).toBe(86)
  expect((await manager(`/plans/${store}/weeks/2026-03-W1`)).closing).toMatchObject({ by: '陈立群' })

  // Tomorrow at eight, the card on the advisor's phone.
  clock(`${tomorrow}T08:00:00+08:00`)
  const { card, yesterday } = await own('/my/day')
  const strategic = card.tasks.filter((task: Body) => task.kind === 'strategic')
  const [first] = strategic
  expect(card.day).toBe(tomorrow)
  expect(strategic).toHaveLength(3)
  expect(first).toMatchObject({ kpi, source: { kind: 'week' } })
  expect(yesterday.day < tomorrow).toBe(true)

  // Which objective does it serve, and what did the last one move?
  const up = await own(`/trace/tasks/${first.id}`)
  expect(up.objective).toMatchObject({ id: objective.id, node: { id: 'DEMO' } })
  expect(up.plan).toMatchObject({ node: store, week, state: 'open' })
  expect(up.target.person.node.id).toBe(advisor)
  expect(up.moved).toMatchObject({ day: yesterday.day })
  expect(typeof up.moved.after).toBe('number')
  expect(up.moved.live.denominator).toBeGreaterThan(0)

  // The day: three callers, two of them answered in time, and the card knows.
  const contact = (index: number, answered: string) => ({
    source: 'crm',
    externalId: `C${index}`,
    version: `${tomorrow}T16:00:00+08:00`,
    store,
    receivedAt: `${tomorrow}T10:0${index}:00+08:00`,
    firstAnsweredAt: `${tomorrow}T${answered}:00+08:00`,
    person: advisor,
  })
  await withKey('/facts/contacts', [contact(1, '10:04'), contact(2, '10:06'), contact(3, '10:40')])
  clock(`${tomorrow}T17:40:00+08:00`)
  const live = (await own('/my/day')).card.tasks.find((task: Body) => task.id === first.id)
  expect(live).toMatchObject({ live: { numerator: 2, denominator: 3 }, goalReached: false })

  // The closing: one is done, two are explained; a problem was solved on the spot.
  const id = (index: number) => `00000000-0000-4000-8000-00000000000${index}`
  const at = `${tomorrow}T17:35:00+08:00`
  const ticks = strategic.map((task: Body, index: number) => ({
    id: id(index),
    day: tomorrow,
    at,
    do: {
      kind: 'tick',
      task: task.id,
      basedOn: task.version,
      done: index === 1,
      why: index === 1 ? '' : '高峰时来不及',
    },
  }))
  const close = {
    kind: 'close',
    highlight: '两位当场约好',
    problem: '系统卡顿',
    problemSolved: true,
    tomorrow: '提前排好人',
  }
  const { taken } = await own('/my/day/changes', {
    device: 'phone',
    changes: [...ticks, { id: id(9), day: tomorrow, at, do: close }],
  })
  expect(taken.map(({ outcome }: Body) => outcome)).toEqual(['applied', 'applied', 'applied', 'applied'])

  // How the cards were used stands on the board of the advisor and, the same second, of the store.
  const mine = await own(`/boards/${advisor}?period=${tomorrow}`)
  expect(kpiOf(mine, 'cardsClosedRate').value).toBe(100)
  expect(kpiOf(mine, 'strategicTaskRate').value).toBeCloseTo(100 / 3)
  expect(kpiOf(mine, 'problemsSolvedSameDayRate').value).toBe(100)
  const team = await manager(`/cards/teams/${store}?day=${tomorrow}`)
  const due = team.members.filter((member: Body) => member.card !== null).length
  const board = await manager(`/boards/${store}?period=${tomorrow}`)
  expect(kpiOf(board, 'cardsClosedRate')).toMatchObject({ numerator: expect.anything(), denominator: due })
  expect(kpiOf(board, 'cardsClosedRate').value).toBeCloseTo(100 / due)

  // Down again: at the company, the objective leads to this morning's tasks, this one among them, and to the week's plan.
  const down = await hq(`/trace/objectives/${objective.id}?node=DEMO&day=${tomorrow}`)
  const served = down.kpis.find((one: Body) => one.kpi === kpi)
  expect(served.tasks).toContainEqual(
    expect.objectContaining({ id: first.id, person: { id: advisor, name: card.person.name }, done: false }),
  )
  expect(served.plans.map((one: Body) => one.title)).toContain(first.title.zh)
  for (const task of served.tasks) expect((await hq(`/trace/tasks/${task.id}`)).objective.id).toBe(objective.id)
  // And the story of days before: this store closes nearly always.
  const month = await manager(`/boards/${store}?period=2026-03`)
  expect(kpiOf(month, 'cardsClosedRate').value).toBeGreaterThan(60)
  expect((await manager(`/actions?node=${store}`)).actions.map((one: Body) => one.state)).toEqual(
    expect.arrayContaining(['open', 'doing', 'done', 'verified']),
  )
})
