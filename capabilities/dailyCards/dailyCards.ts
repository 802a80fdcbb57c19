export { dailyCardRoutes } from './operations/http.ts'
export { proposeCards, proposingSchedule } from './operations/proposeCards.ts'
export { type CardUse, recordUse } from './operations/recordUse.ts'
export { reportSpan } from './operations/reportAdoption.ts'
