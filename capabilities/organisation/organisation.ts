export { organisationRoutes } from './operations/http.ts'
export { type FollowTree, importOrganisation, type TreeChange } from './operations/importOrganisation.ts'
export { refreshHolidays } from './operations/refreshHolidays.ts'
export type { NodeKind } from './rules/importRow.ts'
