import { implement } from '@orpc/server'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { contract } from '../wire.ts'
import { addTask, changeTask, removeTask } from './adjustTasks.ts'
import { readCard, readHistory, readMyDay, readTeam } from './readDay.ts'
import { takeChanges } from './takeChanges.ts'
import { walkDown, walkUp } from './trace.ts'

export function dailyCardRoutes(deps: { database: Database }) {
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    walkUp: os.walkUp.handler(({ context, input }) => walkUp(deps, context, input)),
    walkDown: os.walkDown.handler(({ context, input }) => walkDown(deps, context, input)),
    myDay: os.myDay.handler(({ context, input }) => readMyDay(deps, context, input)),
    change: os.change.handler(({ context, input }) => takeChanges(deps, context, input)),
    card: os.card.handler(({ context, input }) => readCard(deps, context, input)),
    team: os.team.handler(({ context, input }) => readTeam(deps, context, input)),
    history: os.history.handler(({ context, input }) => readHistory(deps, context, input)),
    addTask: os.addTask.handler(({ context, input }) => addTask(deps, context, input)),
    changeTask: os.changeTask.handler(({ context, input }) => changeTask(deps, context, input)),
    removeTask: os.removeTask.handler(({ context, input }) => removeTask(deps, context, input)),
  })
}
