export { targetRoutes } from './operations/http.ts'
export { achievement } from './rules/achievement.ts'
export { type LightOf, lightFor } from './rules/light.ts'
export { derivedTarget, dueValue } from './rules/pace.ts'
