export { type FactKind, type FollowFacts, receiveFacts } from './operations/receiveFacts.ts'
