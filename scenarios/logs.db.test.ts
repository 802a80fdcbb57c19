import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLog } from '#platform/log'
import { type Attacked, near, openAttacked, signIn } from './attack/network.ts'

// What identifies a customer or opens a door is written into no log, whatever goes wrong with it.
let attacked: Attacked
const lines: string[] = []

const personal = {
  customer: '欧阳测试客户',
  plate: '沪A8W7X6',
  phone: '13987654321',
  text: '投诉内容绝密',
  password: 'wrong-password-of-a-user',
  newKey: '',
}

beforeAll(async () => {
  attacked = await openAttacked(openLog('trace', { write: (line) => void lines.push(line) }))
}, 60_000)
afterAll(() => attacked?.close())

const send = (method: string, path: string, body?: string | FormData, headers: Record<string, string> = {}) =>
  fetch(`${attacked.serving.address}/api/v1${path}`, {
    method,
    headers: {
      ...attacked.administrator,
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  })

function order(id: string, over: object = {}) {
  return {
    source: 'dms',
    externalId: id,
    version: '2024-03-20T18:00:00+08:00',
    store: near.store,
    openedAt: '2024-03-20T08:30:00+08:00',
    deliveredAt: '2024-03-20T16:00:00+08:00',
    leadTechnician: near.person,
    labour: [],
    labourFen: 10_000,
    partsFen: 0,
    hasAppointment: false,
    hasAddOn: false,
    rework: null,
    customer: personal.customer,
    vehicle: personal.plate,
    ...over,
  }
}

it('a day of traffic leaves no secret and no customer in the log', { timeout: 60_000 }, async () => {
  const made = await send(
    'POST',
    '/api-keys',
    JSON.stringify({ name: 'k', grants: [{ role: 'administrator', node: null }] }),
  )
  personal.newKey = (await made.json()).key
  const cookie = await signIn(attacked.serving.address, 'employee')
  await send('POST', '/session', JSON.stringify({ username: 'employee', password: personal.password }), {
    authorization: '',
  })
  await send('POST', '/session', `{"username":"employee","password":"${personal.password}`, { authorization: '' })
  await send('GET', `/boards/S1?key=${personal.newKey}`, undefined, { authorization: `Bearer ${personal.newKey}` })
  await send('GET', '/kpis', undefined, { authorization: 'Bearer nobody-knows-this-key-4711' })

  const { customer, plate, phone, text } = personal
  await send(
    'POST',
    '/facts/work-orders',
    JSON.stringify([order('L1'), order('L2', { labourFen: phone }), order(plate)]),
  )
  await send('POST', '/facts/work-orders', JSON.stringify([order('L3', { customer: `${customer}\u0000` })]))
  await send('POST', '/facts/work-orders', `[{"customer":"${customer}","vehicle":"${plate}"`)
  await send('POST', '/facts/work-orders', JSON.stringify([order('L4', { customer: { name: customer, phone } })]))
  await send('POST', '/facts/surveys', JSON.stringify([{ ...order('L5'), comment: text, customer, score: phone }]))
  const form = new FormData()
  form.append('kind', 'work-orders')
  form.append('source', 'sheet')
  const head =
    '工单号,门店编码,进厂时间,交车时间,服务顾问,主修技师,技师,计费工时,实际工时,工时费,材料费,是否预约,是否增项,是否返修,客户,车牌'
  const row = `F1,S1,2024-03-18 08:30,2024-03-18 16:00,A1,P1,P1,1.5,1.2,${phone},400,是,否,否,${customer},${plate}`
  form.append('file', new Blob([`${head}\n${row}\n${row.replace('S1', plate)}\n`]), `${customer}.csv`)
  expect((await send('POST', '/imports', form)).status).toBe(200)
  await send('GET', `/boards/${encodeURIComponent(plate)}?period=${encodeURIComponent(phone)}`)
  await send('GET', `/settlements/${encodeURIComponent(`${customer}\u0000`)}`)

  const secrets = [
    ...Object.values(personal),
    'nobody-knows-this-key-4711',
    attacked.administrator.authorization?.slice(7) ?? '',
    cookie.split('=')[1] ?? '',
  ]
  expect(secrets.every((secret) => secret.length > 5)).toBe(true)
  expect(lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([])
})
