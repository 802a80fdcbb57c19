import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { type Day, days, periodOf } from '#foundation/period'
import { approve, check, createSettlement, exportSettlement, readLedger, setFactor } from '#incentives'
import { followFacts, followTree, rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { loadCards } from '#scorecards'

// One store's month: from the orders of March to what is paid for it, in the words of those who live it.

const endOfMarch = new Date('2024-04-02T01:00:00Z')
const endOfApril = new Date('2024-05-02T01:00:00Z')
const yuan = (amount: number) => amount * 100
const march = days(periodOf('month', '2024-03-01'))

const office: Actor = {
  no: 1,
  kind: 'user',
  name: '薪酬 周颖',
  personNo: null,
  permissions: new Set(['pay.settle', 'pay.approve', 'pay.read']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const payroll = { actor: office, now: endOfMarch }

let database: Database
let drop: () => Promise<void>
let settlementId = ''

let sent = 0
async function send(kind: 'work-orders' | 'surveys', facts: Record<string, unknown>[], now = endOfMarch) {
  const rows = facts.map((fact, index) => {
    sent += 1
    return {
      row: index + 1,
      raw: { source: 'dms', externalId: `F${sent}`, version: '2024-04-01T00:00:00Z', store: 'S1', ...fact },
    }
  })
  const received = await receiveFacts(
    { database, followFacts },
    { actor: office, now },
    { kind, rows, dryRun: false, via: 'http' },
  )
  expect(received.rejected).toEqual([])
}

/** A car delivered on a day: who mended it, in how many minutes billed and worked, for how many yuan. */
const delivered = (
  day: Day,
  technician: string,
  job: { billed: number; worked: number; yuan: number; comesBackFrom?: string; id?: string },
) => ({
  ...(job.id ? { externalId: job.id } : {}),
  openedAt: `${day}T01:00:00Z`,
  deliveredAt: `${day}T08:30:00Z`,
  leadTechnician: technician,
  labour: [{ technician, billedMinutes: job.billed, actualMinutes: job.worked }],
  labourFen: yuan(job.yuan) / 2,
  partsFen: yuan(job.yuan) / 2,
  hasAppointment: true,
  hasAddOn: false,
  rework: job.comesBackFrom ? { originalOrder: job.comesBackFrom } : null,
})
const asked = (day: Day, technician: string, score: number) => ({ answeredAt: `${day}T10:00:00Z`, technician, score })

const read = (actor: Actor, wanted: Parameters<typeof readLedger>[1] = {}) =>
  database.asActor(actor, (tx) => readLedger(tx, wanted))
const settled = () =>
  createSettlement({ database }, payroll, { node: 'S1', period: '2024-03' }).then(({ settlement }) => settlement)

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url, connections: 6 })
  await loadCards({ database }, endOfMarch)
  const technician = (id: string, name: string, baseYuan: number, from = '2022-01-01') => ({
    id,
    name,
    memberships: [{ node: 'D1', position: 'technician', from, to: null }],
    bonusBases: [{ baseFen: yuan(baseYuan), from: '2022-01-01' }],
  })
  await importOrganisation(
    { database, followTree },
    { actor: office, now: endOfMarch },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '远航汽车服务' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '朝阳店' },
        { id: 'D1', kind: 'department', parent: 'S1', name: '机修车间' },
      ],
      people: [
        technician('zhang', '张伟', 3_000),
        technician('li', '李强', 3_000),
        technician('sun', '孙磊', 2_480, '2024-03-25'),
        {
          id: 'chen',
          name: '陈静',
          memberships: [{ node: 'S1', position: 'parts_clerk', from: '2022-01-01', to: null }],
        },
      ],
    },
  )
})

afterAll(async () => {
  await database.close()
  await drop()
})

test('in March the workshop delivers its cars, and customers say what they think', async () => {
  // 张伟 mends 25 cars for 28,000 yuan, faster than billed; one comes back.
  const zhang = march.slice(0, 25).map((day, index) =>
    delivered(day, 'zhang', {
      billed: 110,
      worked: 100,
      yuan: 1_120,
      id: `Z${index}`,
      ...(index === 24 ? { comesBackFrom: 'Z7' } : {}),
    }),
  )
  // 李强 takes his time, and two of ten come back.
  const li = march.slice(0, 10).map((day, index) =>
    delivered(day, 'li', {
      billed: 80,
      worked: 100,
      yuan: 1_500,
      id: `L${index}`,
      ...(index > 7 ? { comesBackFrom: `L${index - 7}` } : {}),
    }),
  )
  await send('work-orders', [...zhang, ...li])
  await send('surveys', [
    asked('2024-03-12', 'zhang', 90),
    asked('2024-03-22', 'zhang', 94),
    asked('2024-03-15', 'li', 81),
  ])
  // 孙磊 starts on the 25th and is still being shown around; one customer praised him.
  await send('surveys', [asked('2024-03-29', 'sun', 96)])
  await rollUp({ database })
})

test('payroll settles the store: the good month, the weak one, and one that is too short to be graded', async () => {
  const settlement = await settled()
  settlementId = settlement.id
  expect(settlement).toMatchObject({ state: 'draft', node: { name: '朝阳店' }, open: 1 })
  expect(settlement.lines).toMatchObject([
    // 40 x 80/95 + 30 x 80/100 + 20 x 81/90 + 10 x 15,000/30,000 = 80.68
    { name: '李强', total: 80.68, grade: 'B', factor: 1, amountFen: yuan(3_000) },
    {
      name: '孙磊',
      from: '2024-03-25',
      to: '2024-03-31',
      baseFen: yuan(560),
      // He led no order and booked no labour: his output is no data, not 0, and only the satisfaction is measured.
      total: 100,
      grade: null,
      factor: null,
      amountFen: null,
    },
    { name: '张伟', total: 99.33, grade: 'S', factor: 1.5, amountFen: yuan(4_500) },
  ])
  expect(settlement.unsettled).toMatchObject([{ name: '陈静', position: 'parts_clerk', why: 'no_card' }])
})

test('nothing is checked before 孙磊 has a factor; HR gives him one and says why', async () => {
  await expect(check({ database }, payroll, settlementId)).rejects.toMatchObject({
    code: 'settlement.factor.missing',
    values: { people: ['sun'] },
  })
  const line = (await settled()).lines.find(({ person }) => person === 'sun')?.line ?? 0
  const { totalFen } = await setFactor({ database }, payroll, {
    id: settlementId,
    line,
    factor: 1,
    reason: '新入职，首周带教',
  })
  expect(totalFen).toBe(yuan(3_000 + 560 + 4_500))
})

test('checked and approved, it stands in the ledger to the fen, and everybody sees their own', async () => {
  await check({ database }, payroll, settlementId)
  const { totalFen, state } = await approve({ database }, payroll, settlementId)
  expect(state).toBe('approved')
  expect(await read(office)).toMatchObject({
    totalFen,
    entries: [{ person: 'li' }, { person: 'sun' }, { person: 'zhang' }],
  })

  const found = await database.asWorker((tx) =>
    sql<{ no: number }>`SELECT no FROM organisation.node WHERE id = 'zhang'`.execute(tx),
  )
  const personNo = found.rows[0]?.no ?? -1
  const own = await read({
    ...office,
    no: 2,
    personNo,
    permissions: new Set(),
    scope: `{[${personNo},${personNo}]}`,
    payScope: '{}',
  })
  expect(own.entries).toMatchObject([{ person: 'zhang', amountFen: yuan(4_500) }])
  expect(own.entries[0]?.because.map(({ zh }) => zh)).toEqual([
    '绩效基数（2024-03-01 至 2024-03-31，31 天）：3,000 元',
    '总分 99.33，评级 S，系数 1.5',
    '3,000 元 × 1.5 = 4,500 元',
  ])
  await expect(approve({ database }, payroll, settlementId)).rejects.toMatchObject({ failure: 'conflict' })
  expect((await read(office)).totalFen).toBe(totalFen)
})

test('payroll takes the workbook along', async () => {
  const { file, fileName } = await exportSettlement({ database }, { ...payroll, locale: 'zh' }, settlementId)
  expect(fileName).toBe('绩效结算-2024-03-S1.xlsx')
  expect(file.subarray(0, 2).toString()).toBe('PK')
})

test('in April three forgotten orders of 李强 turn up: April pays what March owes him', async () => {
  const forgotten = ['2024-03-26', '2024-03-27', '2024-03-28'].map((day) =>
    delivered(day, 'li', { billed: 600, worked: 300, yuan: 5_000 }),
  )
  await send('work-orders', forgotten, endOfApril)
  const { settlement } = await createSettlement(
    { database },
    { actor: office, now: endOfApril },
    { node: 'S1', period: '2024-04' },
  )
  const adjustments = settlement.lines.filter(({ rule }) => rule === 'monthlyBonusAdjustment')
  // FTR 11 of 13, efficiency over 100, output 30,000: 40 x 84.62/95 + 30 + 18 + 10 = 93.63, grade A.
  expect(adjustments).toMatchObject([{ name: '李强', period: '2024-03', amountFen: yuan(600) }])
  expect(adjustments[0]?.because.at(-1)?.zh).toBe('差额 3,600 元 - 3,000 元 = 600 元；本次调整 600 元')
})
