export { kpiFacts, traceKpi } from './operations/explainKpi.ts'
export { kpiRoutes } from './operations/http.ts'
export type { Kpi } from './rules/kpi.ts'
export { type KpiValue, kpiValue } from './rules/value.ts'
