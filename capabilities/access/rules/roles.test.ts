import { describe, expect, it } from 'vitest'
import { landing, permissionsOf, roleRules, roles } from './roles.ts'

describe('roles', () => {
  it('let only HR and those above it settle, and nobody but the line see pay', () => {
    const maySettle = roles.filter((role) => roleRules[role].permissions.includes('pay.settle'))
    expect(maySettle).toEqual(['administrator', 'hr'])
    const seePay = roles.filter((role) => roleRules[role].permissions.includes('pay.read'))
    expect(seePay).not.toContain('team_lead')
    expect(seePay).not.toContain('employee')
  })

  it('let a data supplier send facts and nothing else', () => {
    expect(permissionsOf(['data_supplier'])).toEqual(['facts.write'])
  })

  it('add up', () => {
    expect(permissionsOf(['employee', 'hr'])).toContain('facts.read')
    expect(permissionsOf(['employee', 'hr'])).toContain('pay.settle')
    expect(permissionsOf([])).toEqual([])
  })

  it('land where their first question is answered', () => {
    const at = { homeNode: 'S1', homeKind: 'store', person: 'P1' }
    expect(landing({ granted: ['store_manager'], ...at })).toBe('/boards/S1')
    expect(landing({ granted: ['employee'], ...at })).toBe('/my/day')
    expect(landing({ granted: ['team_lead', 'employee'], ...at, homeNode: 'D1', homeKind: 'department' })).toBe(
      '/team/D1',
    )
    expect(landing({ granted: ['hr'], homeNode: 'C1', homeKind: 'company', person: null })).toBe('/settlements')
    const region = { homeNode: 'R1', homeKind: 'region', person: null }
    expect(landing({ granted: ['region_manager'], ...region })).toBe('/network/R1')
    expect(landing({ granted: ['head_office'], ...region, homeNode: 'C1', homeKind: 'company' })).toBe('/network/C1')
    expect(landing({ granted: ['administrator'], homeNode: null, homeKind: null, person: null })).toBe('/import')
  })
})
