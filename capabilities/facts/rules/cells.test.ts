import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRow } from '#foundation/reading'
import { booleanOf, cellText, fenOf, idOf, instantOf, minutesOfHours, minutesOfMinutes, numberOf } from './cells.ts'

const refused = (read: () => unknown) => {
  const outcome = readRow(1, read)
  return 'reject' in outcome ? outcome.reject.code : 'taken'
}
const zone = 'Asia/Shanghai'

describe('money', () => {
  it.each([
    ['600', 60_000],
    ['600.5', 60_050],
    ['¥1,234.50', 123_450],
    ['￥１，２３４．５０', 123_450],
    ['1234.50元', 123_450],
    ['-88.8', -8_880],
    ['¥-88.80', -8_880],
    ['12.3400', 1_234],
    ['-0.00', 0],
    ['CNY 0.29', 29],
  ])('%s is %i fen', (text, fen) => {
    expect(Object.is(fenOf(text, 'f'), fen)).toBe(true)
  })

  it.each(['1.2万', '1,23', '600,00', '1.005', '1e3', '一百', '.', '--1', '-¥-1', '99999999999999999', '12 34'])(
    'refuses %s',
    (text) => {
      expect(refused(() => fenOf(text, 'f'))).toMatch(/^facts\.cell\.(not_yuan|part_of_fen)$/)
    },
  )

  it('comes through text unharmed, however it is written', () => {
    const written = (fen: number, grouped: boolean, sign: string) => {
      const yuan = String(Math.floor(Math.abs(fen) / 100))
      const whole = grouped ? yuan.replace(/\B(?=(\d{3})+$)/g, ',') : yuan
      return `${fen < 0 ? '-' : ''}${sign}${whole}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
    }
    fc.assert(
      fc.property(
        fc.integer({ min: -1e13, max: 1e13 }),
        fc.boolean(),
        fc.constantFrom('', '¥', '￥'),
        (fen, grouped, sign) => {
          expect(fenOf(written(fen, grouped, sign), 'f')).toBe(fen)
        },
      ),
    )
  })
})

describe('time spent', () => {
  it.each([
    ['1.5', 90],
    ['0.33', 20],
    ['1.1', 66],
    ['0.0083333333333', 0],
    ['0.025', 2],
    ['2 小时', 120],
    ['1.2h', 72],
    ['0', 0],
  ])('%s hours are %i minutes', (text, minutes) => {
    expect(minutesOfHours(text, 'f')).toBe(minutes)
  })

  it('is whole minutes where it is minutes', () => {
    expect(minutesOfMinutes('90分钟', 'f')).toBe(90)
    expect(minutesOfMinutes('90.00', 'f')).toBe(90)
    expect(refused(() => minutesOfMinutes('90.5', 'f'))).toBe('facts.cell.not_minutes')
    expect(refused(() => minutesOfHours('-1', 'f'))).toBe('facts.cell.not_hours')
  })
})

describe('instants', () => {
  it.each([
    ['2024-03-18', '2024-03-17T16:00:00.000Z'],
    ['2024/3/18 8:05', '2024-03-18T00:05:00.000Z'],
    ['2024.3.18 08:05:09', '2024-03-18T00:05:09.000Z'],
    ['2024年3月18日', '2024-03-17T16:00:00.000Z'],
    ['2024年3月18日 8时30分', '2024-03-18T00:30:00.000Z'],
    ['２０２４－０３－１８　０８：３０', '2024-03-18T00:30:00.000Z'],
    ['2024-03-18T10:32:00+08:00', '2024-03-18T02:32:00.000Z'],
    ['2024-03-18T10:32:00.250Z', '2024-03-18T10:32:00.250Z'],
    ['2024-03-18 10:32:00 -0330', '2024-03-18T14:02:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(instantOf(text, 'f', zone).at.toISOString()).toBe(iso)
  })

  it('are local to the zone', () => {
    expect(instantOf('2024-07-01 09:00', 'f', 'Europe/Berlin').at.toISOString()).toBe('2024-07-01T07:00:00.000Z')
    expect(instantOf('2024-01-01 09:00', 'f', 'Europe/Berlin').at.toISOString()).toBe('2024-01-01T08:00:00.000Z')
    expect(instantOf('2024-01-01 09:00', 'f', 'Asia/Kolkata').at.toISOString()).toBe('2024-01-01T03:30:00.000Z')
  })

  it.each([
    ['03/04/2024', 'facts.cell.date_ambiguous'],
    ['18-03-2024 10:00', 'facts.cell.date_ambiguous'],
    ['3/4/24', 'facts.cell.date_ambiguous'],
    ['45369', 'facts.cell.date_serial'],
    ['45369.354', 'facts.cell.date_serial'],
    ['2024-02-30', 'facts.cell.not_instant'],
    ['2024-13-01', 'facts.cell.not_instant'],
    ['2024-3/18', 'facts.cell.not_instant'],
    ['2024-03-18 24:00', 'facts.cell.not_instant'],
    ['2024-03-18 10:61', 'facts.cell.not_instant'],
    ['1024-03-18', 'facts.cell.not_instant'],
    ['昨天', 'facts.cell.not_instant'],
  ])('refuses %s', (text, code) => {
    expect(refused(() => instantOf(text, 'f', zone))).toBe(code)
  })
})

describe('the rest', () => {
  it('knows yes and no in both languages', () => {
    for (const text of ['是', 'Y', 'yes', 'TRUE', '1', '１', '有']) expect(booleanOf(text, 'f')).toBe(true)
    for (const text of ['否', 'n', 'No', 'false', '0', '无']) expect(booleanOf(text, 'f')).toBe(false)
    expect(refused(() => booleanOf('2', 'f'))).toBe('facts.cell.not_boolean')
  })

  it('reads numbers with their unit', () => {
    expect([numberOf('9', 'f'), numberOf('4.5 分', 'f'), numberOf('５星', 'f')]).toEqual([9, 4.5, 5])
    expect(refused(() => numberOf('九', 'f'))).toBe('row.field.not_number')
  })

  it('keeps the zeros that Excel keeps, and refuses ids that it has rounded', () => {
    expect(cellText(' ="00123" ')).toBe('00123')
    expect(cellText('  ')).toBeNull()
    expect(idOf('WO-1E+5', 'f')).toBe('WO-1E+5')
    expect(refused(() => idOf('1.2024E+11', 'f'))).toBe('facts.cell.scientific')
  })
})
