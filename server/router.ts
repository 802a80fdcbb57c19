import { accessRoutes } from '#access'
import { actionRoutes } from '#actions'
import { auditRoutes } from '#audit'
import { boardRoutes } from '#boards'
import { dailyCardRoutes } from '#dailyCards'
import { factsRoutes } from '#facts'
import type { Actor } from '#foundation/actor'
import { incentiveRoutes } from '#incentives'
import { kpiRoutes, kpisUsing, reservedNames } from '#kpis'
import { measureRoutes } from '#measures'
import { organisationRoutes } from '#organisation'
import { planRoutes } from '#plans'
import { cardTargets, scorecardRoutes } from '#scorecards'
import { strategyRoutes } from '#strategy'
import { targetRoutes, targetsFor } from '#targets'
import type { Product, Running } from './product.ts'

type Given = { product: Product; running: Running; wrote: (actor: Actor) => void }

/** Every capability's routes under its own name. */
export function productRouter({ product, running, wrote }: Given) {
  const { database, followFacts, followTree, observableMeasures } = product
  const { library, gate, roller, jobs } = running
  return {
    access: accessRoutes({ database, library, authenticate: gate.authenticate }),
    organisation: organisationRoutes({ database, followTree }),
    facts: factsRoutes({ database, followFacts, observableMeasures, wrote, jobs }),
    strategy: strategyRoutes({ database }),
    measures: measureRoutes({ database, targetsFor, reserved: reservedNames, usedBy: kpisUsing }),
    kpis: kpiRoutes({ database, targetsFor }),
    boards: boardRoutes({ database, caughtUp: roller.caughtUp, usualTargets: cardTargets }),
    targets: targetRoutes({ database, jobs }),
    actions: actionRoutes({ database }),
    plans: planRoutes({ database }),
    scorecards: scorecardRoutes({ database }),
    dailyCards: dailyCardRoutes({ database }),
    incentives: incentiveRoutes({ database }),
    audit: auditRoutes({ database }),
  }
}

export type ProductRouter = ReturnType<typeof productRouter>
