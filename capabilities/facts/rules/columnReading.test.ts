import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRow } from '#foundation/reading'
import { choiceOf, fenOf, instantOf, minutesOfHours, minutesOfMinutes, monthOf } from './cells.ts'
import { columnProfiles, startingReadings, unitSuggested } from './columnReading.ts'
import { fileFields, mappingProblem, suggestedMapping } from './columns.ts'
import { isPersonal, masked } from './personal.ts'
import { factKinds } from './plainKinds.ts'

const refused = (read: () => unknown) => {
  const outcome = readRow(1, read)
  return 'reject' in outcome ? outcome.reject.code : 'taken'
}

describe('the order of dates', () => {
  const profile = (...cells: string[]) => {
    const looking = columnProfiles(['a'])
    for (const cell of cells) looking.note([cell])
    return looking.profiles()[0]?.dates
  }

  it('is settled by a part over twelve, asked for where there is none, and no matter where the year stands first', () => {
    expect(profile('03/04/2024', '18/03/2024')).toBe('dmy')
    expect(profile('03/04/2024', '03/18/2024 10:00')).toBe('mdy')
    expect(profile('03/04/2024', '05.06.2024')).toBe('ambiguous')
    expect(profile('18/03/2024', '03/18/2024')).toBe('ambiguous')
    expect(profile('2024/3/18', '')).toBeNull()
  })

  it('leads back to the day, whichever it is', () => {
    const days = fc.date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(days, fc.constantFrom('-', '/', '.'), fc.boolean(), (date, mark, dayFirst) => {
        const iso = date.toISOString().slice(0, 10)
        const [year = '', month = '', day = ''] = iso.split('-')
        const text = (dayFirst ? [day, month, year] : [month, day, year]).join(mark)
        expect(instantOf(text, 'f', 'UTC', dayFirst ? 'dmy' : 'mdy').date).toBe(iso)
        expect(instantOf(iso.replaceAll('-', ''), 'f', 'UTC').date).toBe(iso)
        expect(refused(() => instantOf(text, 'f', 'UTC'))).toBe('facts.cell.date_ambiguous')
      }),
    )
  })

  it.each([
    ['1-Jan-2016', '2016-01-01T00:00:00.000Z'],
    ['Jan 2, 2016 9:05 PM', '2016-01-02T21:05:00.000Z'],
    ['2024-03-18 12:30:00 AM', '2024-03-18T00:30:00.000Z'],
    ['2024年3月18日 下午 2:30', '2024-03-18T14:30:00.000Z'],
    ['2024-03-18T09:30:00', '2024-03-18T09:30:00.000Z'],
  ])('is no question in %s', (text, iso) => {
    expect(instantOf(text, 'f', 'UTC').at.toISOString()).toBe(iso)
  })

  it.each([
    ['2024-03', '2024-03'],
    ['2024/3', '2024-03'],
    ['2024年3月', '2024-03'],
    ['202403', '2024-03'],
    ['2024-03-31', '2024-03'],
  ])('knows the month in %s', (text, month) => {
    expect(monthOf(text, 'f')).toBe(month)
    expect(refused(() => monthOf('2024-13', 'f'))).toBe('facts.field.not_month')
  })
})

describe('units', () => {
  const money = { id: 'revenueFen', type: 'fen' } as const
  const time = { id: 'attendedMinutes', type: 'minutes' } as const

  it('are named by headings, and usual otherwise', () => {
    expect(unitSuggested(money, '营业收入（万元）')).toBe('wan')
    expect(unitSuggested(money, '营业收入（分）')).toBe('fen')
    expect(unitSuggested(money, '积分收入')).toBe('yuan')
    expect(unitSuggested(time, '出勤小时')).toBe('hours')
    expect(unitSuggested(time, '出勤时长')).toBe('minutes')
  })

  it('make the same amount, exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (fen) => {
        const digits = String(Math.abs(fen)).padStart(7, '0')
        const sign = fen < 0 ? '-' : ''
        expect(fenOf(String(fen), 'f', 'fen')).toBe(fen)
        expect(fenOf(`${sign}${Number(digits.slice(0, -2))}.${digits.slice(-2)}`, 'f', 'yuan')).toBe(fen)
        expect(fenOf(`${sign}${Number(digits.slice(0, -6))}.${digits.slice(-6)}`, 'f', 'wan')).toBe(fen)
      }),
    )
    expect(refused(() => fenOf('1.5', 'f', 'fen'))).toBe('facts.cell.part_of_fen')
  })

  it('do not matter to what a clock shows', () => {
    fc.assert(
      fc.property(fc.nat(3000), (minutes) => {
        const clock = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
        expect(minutesOfHours(clock, 'f')).toBe(minutes)
        expect(minutesOfMinutes(`${clock}:00`, 'f')).toBe(minutes)
      }),
    )
  })
})

describe('files of any kind', () => {
  it('have each field found by its own name, and nothing more asked of them than what is needed', () => {
    for (const kind of factKinds)
      for (const { id, names } of fileFields(kind))
        for (const heading of [id, names.zh, names.en])
          expect(Object.values(suggestedMapping([heading], kind)), `${kind} ${id} ${heading}`).toEqual([heading])
    const headings = ['工号', '日期', '出勤时长']
    expect(mappingProblem(suggestedMapping(headings, 'attendance'), headings, 'attendance', false)).toBeNull()
    expect(mappingProblem({}, ['a'], 'finance', false)?.code).toBe('facts.file.field_unmapped')
  })

  it('keep what was said of a column, unless the file itself proves otherwise', () => {
    const looking = columnProfiles(['日期'])
    looking.note(['18/03/2024'])
    const given = { day: { dates: 'mdy' as const, values: { x: 'y' } } }
    const fields = fileFields('attendance')
    expect(startingReadings(fields, { day: '日期' }, looking.profiles(), given)).toEqual({
      day: { dates: 'dmy', values: { x: 'y' } },
    })
  })

  it('use the words for choices', () => {
    expect(['自检', '互检', '抽检', '入职', '离职', 'other'].map(choiceOf)).toEqual([
      'self',
      'cross',
      'sample',
      'joined',
      'left',
      'other',
    ])
  })
})

describe('what belongs to a customer', () => {
  it('is told by its column', () => {
    expect(isPersonal('客户', { customer: '客户' })).toBe(true)
    for (const heading of ['手机号', '车牌号', '客户姓名', 'Phone', 'customer_name'])
      expect(isPersonal(heading, {}), heading).toBe(true)
    for (const heading of ['工单号', '工时费', '门店']) expect(isPersonal(heading, {}), heading).toBe(false)
  })

  it('never shows in full', () => {
    expect(masked('13812345678')).toBe('13****678')
    // A text that is covered with asterisks already looks the same afterwards.
    const uncovered = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('*'))
    fc.assert(fc.property(uncovered, (text) => masked(text) !== text))
  })
})
