export { dailyCardRoutes } from './operations/http.ts'
export { proposingSchedule } from './operations/proposeCards.ts'
