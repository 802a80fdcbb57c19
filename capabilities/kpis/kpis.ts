export type { Kpi } from './rules/kpi.ts'
