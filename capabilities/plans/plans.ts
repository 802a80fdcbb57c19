export { planRoutes } from './operations/http.ts'
