import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { portion } from './portion.ts'

describe('the rows of a long table that are drawn', () => {
  it('are the first ones, with the next ones offered', () => {
    expect(portion({ all: 500, step: 30, steps: 1, least: 0 })).toEqual({ shown: 30, more: 30 })
    expect(portion({ all: 75, step: 30, steps: 2, least: 0 })).toEqual({ shown: 60, more: 15 })
  })

  it('are all where only a handful would be left', () => {
    expect(portion({ all: 36, step: 30, steps: 1, least: 0 })).toEqual({ shown: 36, more: 0 })
    expect(portion({ all: 37, step: 30, steps: 1, least: 0 })).toEqual({ shown: 30, more: 7 })
  })

  it('reach to the row that is chosen, and to the last one on paper', () => {
    expect(portion({ all: 500, step: 30, steps: 1, least: 301 })).toEqual({ shown: 301, more: 30 })
    expect(portion({ all: 500, step: 30, steps: Number.POSITIVE_INFINITY, least: 0 })).toEqual({ shown: 500, more: 0 })
  })

  it('become all of them, whatever their number, and none is offered twice', () => {
    const sizes = { all: fc.nat(5_000), step: fc.integer({ min: 1, max: 300 }), least: fc.nat(5_000) }
    fc.assert(
      fc.property(fc.record(sizes), ({ all, step, least }) => {
        const chosen = Math.min(least, all)
        let steps = 1
        let now = portion({ all, step, steps, least: chosen })
        while (now.more > 0) {
          expect(now.shown + now.more).toBeLessThanOrEqual(all)
          const next = portion({ all, step, steps: ++steps, least: chosen })
          expect(next.shown).toBeGreaterThanOrEqual(now.shown)
          now = next
        }
        expect(now.shown).toBe(all)
      }),
    )
  })
})
