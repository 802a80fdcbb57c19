export { actionRoutes } from './operations/http.ts'
