import { describe, expect, it } from 'vitest'
import { holdsIn, kpiTwice, worstLight } from './objective.ts'

describe('an objective', () => {
  it('shows the worst light of its KPIs, and grey only where none is judged', () => {
    expect(worstLight(['green', 'red', 'yellow'])).toBe('red')
    expect(worstLight(['green', 'grey'])).toBe('green')
    expect(worstLight(['grey'])).toBe('grey')
    expect(worstLight([])).toBe('grey')
  })

  it('holds from its year on, and not in the year that it ended in', () => {
    expect(holdsIn({ period: '2024', endedOn: null }, '2026')).toBe(true)
    expect(holdsIn({ period: '2024', endedOn: null }, '2023')).toBe(false)
    expect(holdsIn({ period: '2024', endedOn: '2025-03-01' }, '2024')).toBe(true)
    expect(holdsIn({ period: '2024', endedOn: '2025-03-01' }, '2025')).toBe(false)
  })

  it('names a KPI once', () => {
    const wish = (kpi: string) => ({ kpi, start: null, goal: null, by: null })
    expect(kpiTwice([wish('nps'), wish('ftr'), wish('nps')])).toBe('nps')
    expect(kpiTwice([wish('nps'), wish('ftr')])).toBeNull()
  })
})
