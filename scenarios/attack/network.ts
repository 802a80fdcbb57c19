import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Role, roleRules } from '#access'
import { proposingSchedule } from '#dailyCards'
import { openDatabase } from '#platform/database'
import { openLog } from '#platform/log'
import { createTestDatabase } from '#platform/testing'
import { readConfiguration } from '../../server/configuration.ts'
import { type Serving, serve } from '../../server/serve.ts'

/** Two regions that know nothing of each other: the near one, where the actors work, and the far one, full of marked words and figures. */
export const near = { region: 'R1', store: 'S1', department: 'D1', person: 'P1', colleague: 'A1' }
export const far = { region: 'FARREGION', store: 'FARSTORE', department: 'FARDEP', person: 'FARPERSON' }
/** Stands in every text of the far region, and is sent by nobody else. */
export const mark = 'Zinnober'
/** Amounts and figures of the far region, as JSON and as sentences write them; no sum of the near one comes near. */
export const farFigures = /8765432|87654\.32|87\.6543|7777/

export const now = '2024-04-10T12:00:00+08:00'
const password = 'attack-password-1'

export type Caller = { role: Role; inFar: boolean; headers: Record<string, string> }
export type Attacked = {
  serving: Serving
  databaseUrl: string
  administrator: Record<string, string>
  /** One for each role, granted in the near region. */
  callers: Record<Role, Caller>
  /** Ids that only the far region has, made while it was filled. */
  farIds: Record<'action' | 'task' | 'planAction' | 'resource' | 'cardTask' | 'objective' | 'settlement', string>
  nearIds: Attacked['farIds']
  close(): Promise<void>
}

/** Starts the product on a database of its own with both regions and an actor of every role. */
export async function openAttacked(log = openLog('silent')): Promise<Attacked> {
  const database = await createTestDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'baton-attacked-'))
  const key = 'attacked-network-key-0123456789'
  const serving = await serve(
    readConfiguration({
      BATON_DATA: folder,
      DATABASE_URL: database.url,
      BATON_DEMO: '0',
      BATON_API_KEY: key,
      PORT: '0',
      BATON_NOW: now,
    }),
    log,
  )
  await serving.ready
  const administrator = { authorization: `Bearer ${key}` }
  const send = sender(serving.address, administrator)
  await send('POST', '/org/import', organisation())
  await fill(send)
  await proposeCards(database.url)
  const farIds = await work(send, far.store, far.region, far.person, { text: mark, figure: 7_777 })
  const nearIds = await work(send, near.store, near.region, near.person, { text: '近处', figure: 12 })
  return {
    serving,
    databaseUrl: database.url,
    administrator,
    callers: await openCallers(serving.address, send),
    farIds,
    nearIds,
    close: async () => {
      await serving.close()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** As the evening before does. */
async function proposeCards(url: string) {
  const database = openDatabase({ url, connections: 3 })
  await proposingSchedule({ database, now: () => new Date(now) }).run()
  await database.close()
}

type Send = (method: string, path: string, body?: unknown) => Promise<ReturnType<typeof JSON.parse>>

function sender(address: string, headers: Record<string, string>): Send {
  return async (method, path, body) => {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const read = await answer.json()
    if (!answer.ok || read.rejected?.length > 0)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(read)}`)
    return read
  }
}

function organisation() {
  const person = (id: string, name: string, node: string, position: string, baseFen: number) => ({
    id,
    name,
    memberships: [{ node, position, from: '2023-01-01' }],
    bonusBases: [{ baseFen, from: '2023-01-01' }],
  })
  return {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司', timeZone: 'Asia/Shanghai' },
      { id: near.region, kind: 'region', parent: 'C1', name: '近区' },
      { id: near.store, kind: 'store', parent: near.region, name: '近店', openedOn: '2019-05-01', bays: 12 },
      { id: near.department, kind: 'department', parent: near.store, name: '近组' },
      { id: far.region, kind: 'region', parent: 'C1', name: `${mark}区` },
      { id: far.store, kind: 'store', parent: far.region, name: `${mark}店`, openedOn: '2019-05-01', bays: 7777 },
      { id: far.department, kind: 'department', parent: far.store, name: `${mark}组` },
    ],
    people: [
      person(near.person, '近人', near.department, 'technician', 300_000),
      person(near.colleague, '近友', near.store, 'service_advisor', 310_000),
      person(far.person, `${mark}人`, far.department, 'technician', 8_765_432),
    ],
  }
}

async function fill(send: Send) {
  const order = (id: string, store: string, person: string, labourFen: number) => ({
    source: 'dms',
    externalId: `${store === far.store ? mark : 'N'}-${id}`,
    version: '2024-03-18T18:00:00+08:00',
    store,
    openedAt: '2024-03-18T08:30:00+08:00',
    deliveredAt: '2024-03-18T16:00:00+08:00',
    leadTechnician: person,
    labour: [{ technician: person, billedMinutes: 110, actualMinutes: 100 }],
    labourFen,
    partsFen: 0,
    hasAppointment: true,
    hasAddOn: false,
    rework: null,
    customer: `${store === far.store ? mark : '近'}客户`,
    vehicle: `${store === far.store ? mark : '近'}车`,
  })
  await send('POST', '/facts/work-orders', [
    order('1', near.store, near.person, 60_000),
    order('2', near.store, near.person, 70_000),
    order('1', far.store, far.person, 8_765_432),
  ])
  const target = (node: string, value: number) => ({ node, kpi: 'ftr', period: '2024-03', value, reason: `${node}` })
  await send('PUT', '/targets', [target(near.store, 95), target(far.store, 87.6543), target(far.region, 87.6543)])
  for (const [person, comment] of [
    [near.person, '近处'],
    [far.person, mark],
  ])
    await send('POST', '/values-ratings', { person, quarter: '2024-Q1', score: 87, comment })
}

/** What people do in a store: an action, a plan, a task, a card, an objective, and what is paid. */
async function work(
  send: Send,
  store: string,
  region: string,
  person: string,
  { text, figure }: { text: string; figure: number },
) {
  const words = { zh: text, en: text }
  const { id: action } = await send('POST', '/actions', {
    node: store,
    title: `${text}措施`,
    problem: `${text}问题`,
    kpi: 'ftr',
    owner: person,
    due: '2024-04-20',
    acceptance: `${text}验收`,
  })
  const { id: task } = await send('POST', '/plans/tasks', {
    node: store,
    week: '2024-04-W2',
    owner: person,
    title: `${text}任务`,
    result: `${text}结果`,
    kpi: 'ftr',
  })
  const month = { node: store, month: '2024-04', title: `${text}计划` }
  const planAction = await send('POST', '/plans/actions', { ...month, due: '2024-04-20', owner: person, kpi: 'ftr' })
  const resource = await send('POST', '/plans/resources', { ...month, kind: 'money', amountFen: figure })
  const card = await send('POST', `/cards/${person}/tasks`, {
    day: '2024-04-10',
    kind: 'routine',
    title: `${text}今日`,
  })
  const objective = await send('POST', `/strategy/maps/${region}/objectives`, {
    objective: {
      period: '2024',
      perspective: 'process',
      names: words,
      reasons: words,
      owner: person,
      kpis: [{ kpi: 'ftr', start: null, goal: figure, by: '2024-12-31' }],
    },
  })
  const settlement = await send('POST', '/settlements', { node: store, period: '2024-03' })
  return {
    action,
    task,
    planAction: idIn(planAction),
    resource: idIn(resource),
    cardTask: card.tasks.find(({ title }: { title: string }) => title === `${text}今日`)?.id ?? idIn(card.tasks),
    objective: idIn(objective),
    settlement: settlement.id,
  } as Attacked['farIds']
}

/** The id of what was just made, wherever an answer carries it. */
function idIn(answer: unknown): string {
  const found = /"id":"?([^",}]+)/.exec(JSON.stringify(answer))?.[1]
  if (!found) throw new Error(`no id in ${JSON.stringify(answer)}`)
  return found
}

/** Where each role is granted, as such people are. */
const grantedOn: Record<Role, string | null> = {
  administrator: null,
  head_office: 'C1',
  region_manager: near.region,
  store_manager: near.store,
  team_lead: near.department,
  employee: near.store,
  hr: near.region,
  data_supplier: near.store,
}

async function openCallers(address: string, send: Send): Promise<Record<Role, Caller>> {
  const callers = {} as Record<Role, Caller>
  for (const role of Object.keys(roleRules) as Role[]) {
    const node = grantedOn[role]
    const inFar = node === null || node === 'C1'
    const grants = [{ role, node }]
    if (role === 'employee' || role === 'team_lead') {
      // They are persons and sign in: a key is nobody's person.
      const person = role === 'employee' ? near.person : near.colleague
      await send('POST', '/users', { username: role, name: role, password, person, grants })
      callers[role] = { role, inFar, headers: { cookie: await signIn(address, role, password) } }
    } else {
      const { key } = await send('POST', '/api-keys', { name: role, grants })
      callers[role] = { role, inFar, headers: { authorization: `Bearer ${key}` } }
    }
  }
  return callers
}

/** Signs in and returns the cookie. */
export async function signIn(address: string, username: string, secret = password): Promise<string> {
  const answer = await fetch(`${address}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: secret }),
  })
  if (!answer.ok) throw new Error(`sign-in of ${username}: ${answer.status}`)
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}
