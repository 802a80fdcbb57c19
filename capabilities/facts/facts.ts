export { factsRoutes } from './operations/http.ts'
export { factsPlainRoutes } from './operations/httpPlain.ts'
export { importFile } from './operations/importFile.ts'
export { type FactKind, type FollowFacts, receiveFacts } from './operations/receiveFacts.ts'
