import { implement } from '@orpc/server'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { contract } from '../wire.ts'
import { changeAction, listActions, openAction, readAction, stepAction } from './countermeasures.ts'

export function actionRoutes(deps: { database: Database }) {
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    list: os.list.handler(({ context, input }) => listActions(deps, context, input)),
    read: os.read.handler(({ context, input }) => readAction(deps, context, input)),
    open: os.open.handler(({ context, input }) => openAction(deps, context, input)),
    change: os.change.handler(({ context, input }) => changeAction(deps, context, input)),
    step: os.step.handler(({ context, input }) => stepAction(deps, context, input)),
  })
}
