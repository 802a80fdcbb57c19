import type { Words } from '#foundation/actor'

export const roles = [
  'administrator',
  'head_office',
  'region_manager',
  'store_manager',
  'team_lead',
  'employee',
  'hr',
  'data_supplier',
] as const
export type Role = (typeof roles)[number]

export const permissions = [
  'org.read',
  'org.write',
  'facts.read',
  'facts.write',
  'boards.read',
  'kpis.define',
  'targets.write',
  'plans.write',
  'actions.write',
  'cards.write',
  'strategy.write',
  'targets.approve',
  'scorecards.read',
  'scorecards.rate',
  'scorecards.design',
  'pay.read',
  'pay.settle',
  'pay.approve',
  'access.manage',
  'audit.read',
  'customers.erase',
] as const
export type Permission = (typeof permissions)[number]

/**
 * What a role may do, and how far it sees from the node that it is granted on. 'subtree': everything below. 'own': the
 * store that one works in and oneself, nobody else's figures. Pay is the line's and HR's: whoever lacks 'pay.read' sees
 * no amounts but their own (H11.9).
 */
export const roleRules: Record<Role, { names: Words; permissions: readonly Permission[]; sees: 'subtree' | 'own' }> = {
  administrator: { names: { zh: '管理员', en: 'Administrator' }, permissions, sees: 'subtree' },
  head_office: {
    names: { zh: '总部', en: 'Head office' },
    permissions: [
      'org.read',
      'facts.read',
      'facts.write',
      'boards.read',
      'kpis.define',
      'targets.write',
      'plans.write',
      'actions.write',
      'cards.write',
      'strategy.write',
      'targets.approve',
      'scorecards.read',
      'scorecards.rate',
      'scorecards.design',
      'pay.read',
      'pay.approve',
      'audit.read',
    ],
    sees: 'subtree',
  },
  region_manager: {
    names: { zh: '大区经理', en: 'Region manager' },
    permissions: [
      'org.read',
      'facts.read',
      'facts.write',
      'boards.read',
      'targets.write',
      'plans.write',
      'actions.write',
      'cards.write',
      'strategy.write',
      'targets.approve',
      'scorecards.read',
      'pay.read',
    ],
    sees: 'subtree',
  },
  store_manager: {
    names: { zh: '店长', en: 'Store manager' },
    permissions: [
      'org.read',
      'facts.read',
      'facts.write',
      'boards.read',
      'targets.write',
      'plans.write',
      'actions.write',
      'cards.write',
      'strategy.write',
      'scorecards.read',
      'scorecards.rate',
      'pay.read',
    ],
    sees: 'subtree',
  },
  team_lead: {
    names: { zh: '班组长', en: 'Team lead' },
    permissions: [
      'org.read',
      'facts.read',
      'boards.read',
      'plans.write',
      'actions.write',
      'cards.write',
      'scorecards.read',
    ],
    sees: 'subtree',
  },
  employee: {
    names: { zh: '员工', en: 'Employee' },
    permissions: ['facts.read', 'boards.read', 'actions.write', 'scorecards.read'],
    sees: 'own',
  },
  hr: {
    names: { zh: '人力薪酬', en: 'HR and payroll' },
    permissions: [
      'org.read',
      'boards.read',
      'scorecards.read',
      'scorecards.rate',
      'pay.read',
      'pay.settle',
      'pay.approve',
    ],
    sees: 'subtree',
  },
  // For the keys of other systems: what they send comes in, and nothing goes out.
  data_supplier: {
    names: { zh: '数据对接', en: 'Data supplier' },
    permissions: ['facts.write'],
    sees: 'subtree',
  },
}

/** All permissions of several roles together, sorted. */
export function permissionsOf(granted: readonly Role[]): Permission[] {
  return permissions.filter((permission) => granted.some((role) => roleRules[role].permissions.includes(permission)))
}

/** Where somebody's first screen lies (E2): their question decides, not the menu. */
export function landing({
  granted,
  homeNode,
  homeKind,
  person,
}: {
  granted: readonly Role[]
  homeNode: string | null
  homeKind: string | null
  person: string | null
}): string {
  const has = (role: Role) => granted.includes(role)
  if (has('hr') && !has('administrator')) return '/settlements'
  if (has('administrator') && homeKind !== 'store') return '/import'
  if (homeNode && (homeKind === 'company' || homeKind === 'region')) return `/network/${homeNode}`
  if (has('employee') && person && !granted.some((role) => role !== 'employee')) return '/my/day'
  if (has('team_lead') && homeNode && !granted.some((role) => role !== 'employee' && role !== 'team_lead'))
    return `/team/${homeNode}`
  if (homeNode) return `/boards/${homeNode}`
  return '/import'
}
