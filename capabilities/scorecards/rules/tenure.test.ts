import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, days, daysIn } from '#foundation/period'
import { technicianCard } from './card.fixture.ts'
import { cardIn, stretches } from './tenure.ts'

const april = { from: '2024-04-01', to: '2024-04-30' }
const advisorCard = { ...technicianCard, id: 'service_advisor', position: 'service_advisor' }
const cards = [technicianCard, advisorCard]

test('a whole month in one place is one stretch', () => {
  const held = [{ store: 'S1', position: 'technician', from: '2023-01-01', to: null }]
  expect(stretches(held, cards, april)).toEqual([
    { ...april, days: 30, months: 1, share: 1, store: 'S1', position: 'technician', card: technicianCard },
  ])
})

test('another position from the 11th has its own card', () => {
  const held = [
    { store: 'S1', position: 'technician', from: '2023-01-01', to: '2024-04-10' },
    { store: 'S1', position: 'service_advisor', from: '2024-04-11' },
  ]
  expect(stretches(held, cards, april)).toMatchObject([
    { to: '2024-04-10', days: 10, card: { id: 'technician' } },
    { from: '2024-04-11', days: 20, card: { id: 'service_advisor' } },
  ])
})

test('another store makes another stretch, another department of the same store does not', () => {
  const held = [
    { store: 'S1', position: 'technician', from: '2023-01-01', to: '2024-04-05' },
    { store: 'S1', position: 'technician', from: '2024-04-06', to: '2024-04-20' },
    { store: 'S2', position: 'technician', from: '2024-04-21' },
  ]
  expect(stretches(held, cards, april).map(({ from, to, store }) => [from, to, store])).toEqual([
    ['2024-04-01', '2024-04-20', 'S1'],
    ['2024-04-21', '2024-04-30', 'S2'],
  ])
})

test('an absence parts two stretches of the same card', () => {
  const held = [
    { store: 'S1', position: 'technician', from: '2023-01-01', to: '2024-04-05' },
    { store: 'S1', position: 'technician', from: '2024-04-16' },
  ]
  expect(stretches(held, cards, april).map(({ days }) => days)).toEqual([5, 15])
})

test('a position without a card has none', () => {
  expect(stretches([{ store: 'S1', position: 'parts_clerk', from: '2023-01-01' }], cards, april)[0]?.card).toBeNull()
})

test('a version that begins inside the month serves from the next one on', () => {
  const second = { ...technicianCard, version: 2, from: '2024-04-15' }
  expect(cardIn([second, technicianCard], 'technician', april)?.version).toBe(1)
  expect(cardIn([second, technicianCard], 'technician', { from: '2024-05-01', to: '2024-05-31' })?.version).toBe(2)
  expect(cardIn([second], 'technician', april)?.version).toBe(2)
  expect(cardIn([second], 'technician', { from: '2024-03-01', to: '2024-03-31' })).toBeNull()
})

test('stretches lie in order inside the period and hold every day of a membership once', () => {
  const anyHeld = fc.array(
    fc.record({ store: fc.constantFrom('S1', 'S2'), start: fc.integer({ min: -10, max: 35 }), length: fc.nat(30) }),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(anyHeld, (rows) => {
      const held = rows.map(({ store, start, length }) => {
        const from = addDays(april.from, start)
        return { store, position: 'technician', from, to: addDays(from, length) }
      })
      const covered = days(april).filter((day) => held.some(({ from, to }) => from <= day && day <= to))
      const found = stretches(held, cards, april)
      expect(found.flatMap((stretch) => days(stretch))).toEqual(covered)
      expect(found.every((stretch) => stretch.days === daysIn(stretch))).toBe(true)
    }),
  )
})
