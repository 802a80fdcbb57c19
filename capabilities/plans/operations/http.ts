import { implement } from '@orpc/server'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { contract } from '../wire.ts'
import { addAction, addResource, changeAction, readMonth, removeResource } from './planMonth.ts'
import { addTask, changeTask, closeWeek, decideTask, expect, finishTask, readWeek } from './planWeek.ts'

export function planRoutes(deps: { database: Database }) {
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    month: os.month.handler(({ context, input }) => readMonth(deps, context, input)),
    addAction: os.addAction.handler(({ context, input }) => addAction(deps, context, input)),
    changeAction: os.changeAction.handler(({ context, input }) => changeAction(deps, context, input)),
    addResource: os.addResource.handler(({ context, input }) => addResource(deps, context, input)),
    removeResource: os.removeResource.handler(({ context, input }) => removeResource(deps, context, input)),
    week: os.week.handler(({ context, input }) => readWeek(deps, context, input)),
    addTask: os.addTask.handler(({ context, input }) => addTask(deps, context, input)),
    changeTask: os.changeTask.handler(({ context, input }) => changeTask(deps, context, input)),
    finishTask: os.finishTask.handler(({ context, input }) => finishTask(deps, context, input)),
    decideTask: os.decideTask.handler(({ context, input }) => decideTask(deps, context, input)),
    expect: os.expect.handler(({ context, input }) => expect(deps, context, input)),
    closeWeek: os.closeWeek.handler(({ context, input }) => closeWeek(deps, context, input)),
  })
}
