import './failures.ts'
import { implement } from '@orpc/server'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { contract } from '../wire.ts'
import { checkGoal, goalVocabulary } from './checkGoal.ts'
import { addLink, removeLink } from './keepLinks.ts'
import { addObjective, endObjective, orderObjectives, putObjective } from './keepObjectives.ts'
import { readMap, readObjective } from './readMap.ts'

export function strategyRoutes(deps: { database: Database }) {
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    map: os.map.handler(({ context, input }) => readMap(deps, context, input)),
    add: os.add.handler(async ({ context, input }) => ({ objective: await addObjective(deps, context, input) })),
    order: os.order.handler(async ({ context, input }) => ({ changed: await orderObjectives(deps, context, input) })),
    objective: os.objective.handler(({ context, input }) => readObjective(deps, context, input)),
    put: os.put.handler(async ({ context, input }) => ({ objective: await putObjective(deps, context, input) })),
    end: os.end.handler(async ({ context, input }) => ({ objective: await endObjective(deps, context, input) })),
    link: os.link.handler(async ({ context, input }) => ({ added: await addLink(deps, context, input) })),
    unlink: os.unlink.handler(async ({ context, input }) => ({ removed: await removeLink(deps, context, input) })),
    smartCheck: os.smartCheck.handler(({ context, input }) => checkGoal(input, context.now)),
    vocabulary: os.vocabulary.handler(() => goalVocabulary()),
  })
}
