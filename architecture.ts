/**
 * What a capability may lean on, and what of its schema leans on it.
 * uses: the capabilities whose doors its code may import, and whose published objects its SQL may name; exact and acyclic.
 * publishes: the tables, views and functions of its schema that other capabilities' SQL may name (read only).
 * architecture.test.ts holds code and SQL to it; functions of the schema `platform` are open to all.
 */
export type Capability = { uses: readonly string[]; publishes: readonly string[] }

export const capabilities: Readonly<Record<string, Capability>> = {
  audit: {
    uses: [],
    publishes: ['record'],
  },
  organisation: {
    uses: ['audit'],
    publishes: [
      'node',
      'placement',
      'staffing',
      'operates',
      'subtree',
      'spans_under',
      'time_zone_of',
      'holiday',
      'bonus_base',
    ],
  },
  access: {
    uses: ['organisation', 'audit'],
    publishes: ['assume_key'],
  },
  facts: {
    uses: ['organisation', 'audit'],
    publishes: [
      'work_order',
      'survey',
      'complaint',
      'attendance',
      'inspection',
      'observation',
      'contact',
      'customer',
      'appointment',
      'part_request',
      'inventory',
      'bay_usage',
      'finance',
      'staff_change',
    ],
  },
  measures: {
    uses: ['organisation', 'facts', 'audit'],
    publishes: [
      'rollup_day',
      'rollup_month',
      'person_day',
      'person_month',
      'summed',
      'added',
      'windows',
      'windows_at',
      'of_days',
      'pending',
      'retention',
    ],
  },
  kpis: {
    uses: ['measures', 'organisation', 'audit'],
    publishes: [],
  },
  targets: {
    uses: ['organisation', 'audit', 'measures', 'kpis'],
    publishes: ['target'],
  },
  strategy: {
    uses: ['organisation', 'audit', 'kpis'],
    publishes: [],
  },
  boards: {
    uses: ['organisation', 'access', 'facts', 'measures', 'kpis', 'targets'],
    publishes: ['snapshot', 'snapshot_by_key'],
  },
  actions: {
    uses: ['organisation', 'audit', 'boards', 'kpis'],
    publishes: ['countermeasure', 'concerned', 'concerns'],
  },
  plans: {
    uses: ['organisation', 'audit', 'boards', 'kpis', 'strategy'],
    publishes: ['week_task'],
  },
  scorecards: {
    uses: ['organisation', 'audit', 'measures', 'kpis', 'targets'],
    publishes: ['ground'],
  },
  incentives: {
    uses: ['organisation', 'scorecards', 'audit'],
    publishes: [],
  },
  dailyCards: {
    uses: [
      'organisation',
      'audit',
      'facts',
      'measures',
      'targets',
      'strategy',
      'boards',
      'scorecards',
      'plans',
      'actions',
      'kpis',
      'incentives',
    ],
    publishes: [],
  },
}
