import { accessRoutes } from '#access'
import { actionRoutes } from '#actions'
import { auditRoutes } from '#audit'
import { boardRoutes } from '#boards'
import { dailyCardRoutes } from '#dailyCards'
import { factsRoutes } from '#facts'
import { incentiveRoutes } from '#incentives'
import { kpiRoutes, kpisUsing, reservedNames } from '#kpis'
import { measureRoutes } from '#measures'
import { organisationRoutes } from '#organisation'
import { planRoutes } from '#plans'
import { cardTargets, scorecardRoutes } from '#scorecards'
import { strategyRoutes } from '#strategy'
import { targetRoutes, targetsFor } from '#targets'
import type { Product, Running } from './product.ts'

/** Every capability's routes under its own name. */
export function productRouter({ product, running }: { product: Product; running: Running }) {
  const { database, followFacts, followTree } = product
  const { library, gate, roller, jobs } = running
  return {
    access: accessRoutes({ database, library, authenticate: gate.authenticate }),
    organisation: organisationRoutes({ database, followTree }),
    facts: factsRoutes({ database, followFacts, settled: roller.settled, jobs }),
    strategy: strategyRoutes({ database }),
    measures: measureRoutes({ database, targetsFor, reserved: reservedNames, usedBy: kpisUsing }),
    kpis: kpiRoutes({ database, targetsFor }),
    boards: boardRoutes({ database, settled: roller.settled, usualTargets: cardTargets }),
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
