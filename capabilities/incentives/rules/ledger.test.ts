import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Due, type Entry, ledgerEntries } from './ledger.ts'
import { told } from './steps.ts'

const because = [{ text: { zh: '3,000 元 × 1.5', en: '3,000 yuan × 1.5' } }]
const due = (person: string, dueFen: number, more: Partial<Due<string>> = {}): Due<string> => ({
  person,
  store: 'S1',
  rule: 'monthlyBonus',
  ruleVersion: 1,
  period: '2024-03',
  fromDay: '2024-03-01',
  dueFen,
  because,
  ...more,
})

test('the first run posts what is due', () => {
  const entries = ledgerEntries([due('P1', 450_000), due('P2', 0)], [])
  expect(entries).toEqual([
    {
      person: 'P1',
      store: 'S1',
      rule: 'monthlyBonus',
      ruleVersion: 1,
      period: '2024-03',
      fromDay: '2024-03-01',
      amountFen: 450_000,
      because,
    },
  ])
})

test('running it again pays nothing twice', () => {
  const wanted = [due('P1', 450_000), due('P1', 1, { fromDay: '2024-03-11' })]
  expect(ledgerEntries(wanted, ledgerEntries(wanted, []))).toEqual([])
})

test('a correction is a further entry over the difference, with its reason', () => {
  const [entry] = ledgerEntries([due('P1', 360_000)], ledgerEntries([due('P1', 450_000)], []))
  expect(entry?.amountFen).toBe(-90_000)
  expect(told(entry?.because ?? []).at(-1)?.text).toEqual({
    zh: '更正：应为 3600.00 元，已入账 4500.00 元，差额 -900.00 元',
    en: 'Correction: 3600.00 yuan due, 4500.00 yuan in the ledger, difference -900.00 yuan',
  })
})

test('what is due no more is taken back by a counter-entry, once', () => {
  const first = ledgerEntries([due('P1', 450_000)], [])
  const back = ledgerEntries([], first)
  expect(back).toMatchObject([{ person: 'P1', period: '2024-03', amountFen: -450_000 }])
  expect(ledgerEntries([], [...first, ...back])).toEqual([])
})

test('the same key twice in what is due is an error, not a second payment', () => {
  expect(() => ledgerEntries([due('P1', 1), due('P1', 2)], [])).toThrow(RangeError)
})

test('after any sequence of runs the ledger holds what was due last', () => {
  const anyRun = fc.uniqueArray(
    fc.record({
      person: fc.constantFrom('P1', 'P2', 'P3'),
      rule: fc.constantFrom('monthlyBonus', 'monthlyBonusAdjustment'),
      fromDay: fc.constantFrom('2024-03-01', '2024-03-11'),
      dueFen: fc.integer({ min: -1_000_000, max: 100_000_000 }),
    }),
    { selector: ({ person, rule, fromDay }) => `${person} ${rule} ${fromDay}`, maxLength: 8 },
  )
  fc.assert(
    fc.property(fc.array(anyRun, { minLength: 1, maxLength: 8 }), (runs) => {
      const ledger: Entry<string>[] = []
      for (const run of runs) {
        const wanted = run.map(({ person, dueFen, ...more }) => due(person, dueFen, more))
        ledger.push(...ledgerEntries(wanted, ledger))
        const key = (line: Entry<string> | Due<string>) => `${line.person} ${line.rule} ${line.fromDay}`
        const held = new Map<string, number>()
        for (const entry of ledger) held.set(key(entry), (held.get(key(entry)) ?? 0) + entry.amountFen)
        const left = new Map([...held].filter(([, sum]) => sum !== 0))
        expect(left).toEqual(
          new Map(wanted.filter((line) => line.dueFen !== 0).map((line) => [key(line), line.dueFen])),
        )
        expect(ledgerEntries(wanted, ledger)).toEqual([])
      }
      expect(ledger.every(({ amountFen }) => amountFen !== 0)).toBe(true)
    }),
  )
})
