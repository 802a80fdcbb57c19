import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRow } from '#foundation/reading'
import { satisfactionPoints, survey } from './survey.ts'
import { creditedOutputFen, workOrder } from './workOrder.ts'

const order = {
  source: 'dms',
  externalId: 'WO-1',
  version: '2024-03-18T10:00:00+08:00',
  store: 'S1',
  openedAt: '2024-03-18T08:30:00+08:00',
  deliveredAt: '2024-03-18T16:00:00+08:00',
  advisor: 'P2',
  leadTechnician: 'P1',
  labour: [{ technician: 'P1', billedMinutes: 90, actualMinutes: 80 }],
  labourFen: 60_000,
  partsFen: 40_000,
  hasAppointment: true,
  hasAddOn: false,
  rework: null,
}
const refused = (raw: unknown, read: (raw: unknown) => unknown) => {
  const outcome = readRow(4, () => read(raw))
  return 'reject' in outcome ? outcome.reject : null
}

describe('a work order', () => {
  it('credits 750 and 250 yuan of 1,000 yuan to technicians with 90 and 30 billed minutes', () => {
    const labour = [
      { technician: 'P1', billedMinutes: 90, actualMinutes: 80 },
      { technician: 'P2', billedMinutes: 30, actualMinutes: 30 },
    ]
    expect(creditedOutputFen({ labour, labourFen: 60_000, partsFen: 40_000 })).toEqual([75_000, 25_000])
  })

  it('credits its whole output to the fen, or nothing when no minutes were billed', () => {
    const line = fc.record({ technician: fc.constant('P'), billedMinutes: fc.nat(500), actualMinutes: fc.nat(500) })
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.nat(1e9),
        (labour, labourFen, partsFen) => {
          const credited = creditedOutputFen({ labour, labourFen, partsFen })
          const billed = labour.reduce((sum, item) => sum + item.billedMinutes, 0)
          expect(credited.length).toBe(labour.length)
          expect(credited.reduce((sum, fen) => sum + fen, 0)).toBe(billed > 0 ? labourFen + partsFen : 0)
        },
      ),
    )
  })

  it('is read as it was sent', () => {
    expect(workOrder(order)).toMatchObject({ store: 'S1', labourFen: 60_000, rework: null, deleted: false })
    expect(workOrder({ ...order, rework: { originalOrder: null } })).toMatchObject({ rework: { originalOrder: null } })
  })

  it.each([
    [
      'labour.0.technician',
      { ...order, labour: [{ technician: '张三', billedMinutes: 1, actualMinutes: 1 }] },
      'row.field.not_code',
    ],
    [
      'labour.0.billedMinutes',
      { ...order, labour: [{ technician: 'P1', billedMinutes: 1.5, actualMinutes: 1 }] },
      'row.field.not_whole_number',
    ],
    ['deliveredAt', { ...order, deliveredAt: '2024-03-17T16:00:00+08:00' }, 'facts.work_order.delivered_before_opened'],
    ['openedAt', { ...order, openedAt: '2024-02-30T08:00:00+08:00' }, 'row.field.not_instant'],
    ['openedAt', { ...order, openedAt: '18/03/2024' }, 'row.field.not_instant'],
    ['labourFen', { ...order, labourFen: '600.00' }, 'row.field.not_whole_number'],
    ['hasAddOn', { ...order, hasAddOn: 'yes' }, 'row.field.not_boolean'],
    ['source', { ...order, source: 'a\u0000b' }, 'row.field.unprintable'],
    ['', [order], 'row.not_object'],
  ])('names %s when it is wrong', (field, raw, code) => {
    expect(refused(raw, workOrder)).toMatchObject({ row: 4, field, code })
  })
})

describe('a survey', () => {
  const answered = {
    source: 'crm',
    externalId: 'SV-1',
    version: '2024-03-19T10:00:00+08:00',
    store: 'S1',
    answeredAt: '2024-03-19T09:00:00+08:00',
  }

  it('counts stars times 20 on the scale of 100, and a score as it is', () => {
    expect(satisfactionPoints({ stars: 4, score: null })).toBe(80)
    expect(satisfactionPoints({ stars: 4, score: 91.5 })).toBe(91.5)
    expect(satisfactionPoints({ stars: null, score: null })).toBeNull()
  })

  it('must answer something', () => {
    expect(refused(answered, survey)).toMatchObject({ code: 'facts.survey.empty' })
    expect(refused({ ...answered, nps: 11 }, survey)).toMatchObject({ field: 'nps', code: 'row.field.out_of_range' })
    expect(survey({ ...answered, nps: 0 })).toMatchObject({ nps: 0 })
  })

  it('that was taken back needs no answer', () => {
    expect(survey({ ...answered, answeredAt: undefined, deleted: true })).toMatchObject({ deleted: true })
  })
})
