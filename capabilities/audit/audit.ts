export { exportedEntries } from './operations/exportEntries.ts'
export { auditRoutes } from './operations/http.ts'
export { record } from './operations/record.ts'
export { brokenLinks } from './storage/entries.ts'
