import { describe, expect, it } from 'vitest'
import { shownReject } from '#foundation/reading'
import { suggestedMapping } from './columns.ts'
import { groupRead, groupRejects, type Layout } from './fileRow.ts'

const headings = [
  '工单号',
  '门店',
  '进厂时间',
  '交车时间',
  '技师',
  '计费工时',
  '实际工时',
  '工时费',
  '材料费',
  '是否预约',
  '是否增项',
  '返修',
  '原工单号',
]
const layout: Layout = {
  kind: 'work-orders',
  source: 'dms',
  headings,
  mapping: suggestedMapping(headings, 'work-orders'),
  readings: {},
  store: null,
  zoneOf: () => 'Asia/Shanghai',
  now: new Date('2024-04-01T00:00:00Z'),
}
const cells = (changes: Record<string, string> = {}) => {
  const usual: Record<string, string> = {
    工单号: 'WO-1',
    门店: 'S1',
    进厂时间: '2024-03-18 08:30',
    交车时间: '2024-03-18',
    技师: 'P1',
    计费工时: '1.5',
    实际工时: '1.2',
    工时费: '600',
    材料费: '400.50',
    是否预约: '是',
    是否增项: '否',
    返修: '',
    原工单号: '',
  }
  return headings.map((heading) => changes[heading] ?? usual[heading] ?? '')
}
const rows = (...all: string[][]) => all.map((one, index) => ({ row: index + 1, cells: one }))

describe('rows of a file', () => {
  it('become an order with a line of labour each', () => {
    const { facts, rejects } = groupRead(layout, rows(cells(), cells({ 技师: 'P2', 计费工时: '0.5' })))
    expect(rejects).toEqual([])
    expect(facts).toEqual([
      {
        row: 1,
        unversioned: true,
        raw: {
          source: 'dms',
          externalId: 'WO-1',
          version: '2024-04-01T00:00:00.000Z',
          store: 'S1',
          deleted: false,
          openedAt: '2024-03-18T00:30:00.000Z',
          promisedAt: null,
          // Only the day of delivery is known, and it must not lie before the arrival.
          deliveredAt: '2024-03-18T00:30:00.000Z',
          customer: null,
          vehicle: null,
          advisor: null,
          leadTechnician: null,
          labour: [
            { technician: 'P1', billedMinutes: 90, actualMinutes: 72 },
            { technician: 'P2', billedMinutes: 30, actualMinutes: 72 },
          ],
          labourFen: 60_000,
          partsFen: 40_050,
          hasAppointment: true,
          hasAddOn: false,
          rework: null,
        },
      },
    ])
  })

  it('of an order stand or fall together', () => {
    const { facts, rejects } = groupRead(
      layout,
      rows(cells(), cells({ 技师: 'P2', 工时费: '700' }), cells({ 技师: 'P3' })),
    )
    expect(facts).toEqual([])
    expect(rejects).toMatchObject([
      { row: 2, field: '工时费', value: '700', code: 'facts.file.rows_differ' },
      { row: 1, field: '工单号', value: 'WO-1', code: 'facts.file.order_incomplete' },
      { row: 3, field: '工单号', value: 'WO-1', code: 'facts.file.order_incomplete' },
    ])
    expect(rejects.map((reject) => shownReject(reject, 'zh').reason)).toEqual([
      '同一工单的“工时费”与第 1 行不一致：这里是“700”，那里是“600”。',
      '工单“WO-1”的第 2 行有错，整张工单未导入；改正后请把这几行一起再次上传。',
      '工单“WO-1”的第 2 行有错，整张工单未导入；改正后请把这几行一起再次上传。',
    ])
  })

  it('that repeat another entirely are refused, and the order stays', () => {
    const { facts, rejects } = groupRead(layout, rows(cells(), cells()))
    expect(facts).toHaveLength(1)
    expect(facts[0]?.raw.labour).toHaveLength(1)
    expect(rejects).toMatchObject([{ row: 2, code: 'row.duplicate' }])
  })

  it('without a technician and with 0 hours book no labour', () => {
    const { facts } = groupRead(layout, rows(cells({ 技师: '', 计费工时: '0', 实际工时: '0.00' })))
    expect(facts[0]?.raw.labour).toEqual([])
    const { rejects } = groupRead(layout, rows(cells({ 技师: '' })))
    expect(rejects).toMatchObject([{ row: 1, field: '技师', value: null, code: 'row.field.missing' }])
  })

  it('name a rework by its original order, and may not contradict it', () => {
    expect(groupRead(layout, rows(cells({ 原工单号: 'WO-0' }))).facts[0]?.raw.rework).toEqual({ originalOrder: 'WO-0' })
    expect(groupRead(layout, rows(cells({ 返修: '是' }))).facts[0]?.raw.rework).toEqual({ originalOrder: null })
    expect(groupRead(layout, rows(cells({ 返修: '否', 原工单号: 'WO-0' }))).rejects).toMatchObject([
      { field: '返修', code: 'facts.file.rework_contradicted' },
    ])
  })

  it('with more cells than headings are refused', () => {
    expect(groupRead(layout, rows([...cells(), 'more'])).rejects).toMatchObject([
      { row: 1, code: 'facts.file.too_many_cells' },
    ])
  })

  it('are named with what they hold when the fact behind them is refused', () => {
    const group = rows(cells(), cells({ 技师: '张三' }))
    const reject = { row: 1, field: 'labour.1.technician', value: '张三', code: 'row.field.not_code', named: {} }
    expect(groupRejects(layout, group, reject)).toMatchObject([
      { row: 2, field: '技师', value: '张三', code: 'row.field.not_code' },
      { row: 1, field: '工单号', value: 'WO-1', code: 'facts.file.order_incomplete' },
    ])
    expect(
      groupRejects(layout, rows(cells()), { row: 1, field: 'labourFen', value: '60000', code: 'x', named: {} }),
    ).toMatchObject([{ field: '工时费', value: '600' }])
  })

  it('of surveys stand for themselves', () => {
    const answers = ['编号', '门店', '评价时间', '推荐分', '更新时间']
    const surveys: Layout = {
      ...layout,
      kind: 'surveys',
      headings: answers,
      mapping: suggestedMapping(answers, 'surveys'),
    }
    const read = groupRead(
      surveys,
      rows(['V1', 'S1', '2024-03-19 09:00', '9', '2024-03-19'], ['V1', 'S1', '2024-03-19 09:00', '3', '2024-03-20']),
    )
    expect(read.facts.map((fact) => [fact.row, fact.raw.nps, fact.unversioned])).toEqual([
      [1, 9, false],
      [2, 3, false],
    ])
    const plain = groupRead(
      surveys,
      rows(['V1', 'S1', '2024-03-19 09:00', '9', ''], ['V1', 'S1', '2024-03-19 09:00', '3', '']),
    )
    expect(plain.facts).toHaveLength(1)
    expect(plain.rejects).toMatchObject([{ row: 2, field: '编号', code: 'row.duplicate' }])
  })
})
