import { implement } from '@orpc/server'
import { invalid } from '#foundation/failure'
import { type Day, dayAt, isDay } from '#foundation/period'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { contract } from '../wire.ts'
import { changeKpi, definedKpis, definedVersions, defineKpi, retireKpi } from './defineKpi.ts'
import { explainChange, type TargetsFor } from './explainChange.ts'
import { kpiFacts, shownKpi, traceKpi } from './explainKpi.ts'
import { kpiOn, kpisOn, newestKpis } from './library.ts'
import { previewKpi } from './previewKpi.ts'
import { readPyramid } from './readPyramid.ts'

export function kpiRoutes({ database, targetsFor }: { database: Database; targetsFor: TargetsFor }) {
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    kpis: os.kpis.handler(({ context }) => {
      const today = dayAt(context.now, 'Asia/Shanghai')
      const others = newestKpis().filter((kpi) => kpiOn(kpi.id, today) === null)
      return { kpis: kpisOn(today).map(shownKpi), others: others.map(shownKpi) }
    }),
    trace: os.trace.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => traceKpi(tx, input, context.now)),
    ),
    facts: os.facts.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => kpiFacts(tx, input, context.now)),
    ),
    defined: os.defined.handler(async () => ({ kpis: (await definedKpis({ database })).map(shownVersions) })),
    define: os.define.handler(async ({ context, input }) => {
      const { id, from, reason = '', ...design } = input
      await defineKpi({ database }, context, { id, design, from: from && dayNamed(from), reason })
      return shownVersions(await definedVersions({ database }, id))
    }),
    preview: os.preview.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => previewKpi(tx, input, context.now)),
    ),
    change: os.change.handler(async ({ context, input }) => {
      const { id, from, reason, basedOn, ...design } = input
      await changeKpi({ database }, context, { id, design, from: dayNamed(from), reason, basedOn })
      return shownVersions(await definedVersions({ database }, id))
    }),
    retire: os.retire.handler(async ({ context, input }) => {
      const { id, from, reason } = input
      await retireKpi({ database }, context, { id, from: dayNamed(from), reason })
      return shownVersions(await definedVersions({ database }, id))
    }),
    contributions: os.contributions.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => explainChange(tx, input, { now: context.now, targetsFor })),
    ),
    pyramid: os.pyramid.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => readPyramid(tx, input, context.now)),
    ),
  })
}

type Versions = Awaited<ReturnType<typeof definedVersions>>

const shownVersions = ({ id, versions }: Versions) => ({
  id,
  versions: versions.map(({ kpi, retired, by, reason, at }) => ({
    ...shownKpi(kpi),
    from: kpi.from,
    retired,
    by,
    reason,
    at,
  })),
})

function dayNamed(text: string): Day {
  if (!isDay(text)) throw invalid('request.field.invalid', { field: 'from', problem: 'no day' })
  return text
}
