import { implement } from '@orpc/server'
import { conflict, invalid } from '#foundation/failure'
import { type Day, isDay } from '#foundation/period'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { contract } from '../wire.ts'
import { changeMeasure, defineMeasure, retireMeasure } from './defineMeasure.ts'
import { definedMeasure, definedMeasures, listedMeasures, listedStreams } from './listMeasures.ts'
import { previewMeasure } from './previewMeasure.ts'
import { readHours, type TargetsFor } from './readHours.ts'

type Deps = {
  database: Database
  /** What formulas understand as something else than a measure. */
  reserved: readonly string[]
  /** The KPIs that use a measure on a day or later. */
  usedBy: (measure: string, from: Day) => readonly string[]
  targetsFor: TargetsFor
}

export function measureRoutes({ database, reserved, usedBy, targetsFor }: Deps) {
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    hours: os.hours.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => readHours(tx, input, { now: context.now, targetsFor })),
    ),
    measures: os.measures.handler(() => ({ measures: listedMeasures() })),
    defined: os.defined.handler(async () => ({ measures: await definedMeasures({ database }) })),
    streams: os.streams.handler(() => ({ streams: listedStreams() })),
    define: os.define.handler(async ({ context, input }) => {
      const { id, reason = '', ...design } = input
      if (reserved.includes(id)) throw conflict('measures.definition.taken', { id })
      await defineMeasure({ database }, context, { id, design, reason })
      return definedMeasure({ database }, id)
    }),
    preview: os.preview.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => previewMeasure(tx, input)),
    ),
    change: os.change.handler(async ({ context, input }) => {
      const { id, from, reason, basedOn, ...design } = input
      await changeMeasure({ database }, context, { id, design, from: dayNamed(from), reason, basedOn })
      return definedMeasure({ database }, id)
    }),
    retire: os.retire.handler(async ({ context, input }) => {
      const { id, from, reason } = input
      await retireMeasure({ database }, context, { id, from: dayNamed(from), reason, usedBy })
      return definedMeasure({ database }, id)
    }),
    progress: os.progress.handler(async ({ input }) => (await definedMeasure({ database }, input.id)).progress),
  })
}

function dayNamed(text: string): Day {
  if (!isDay(text)) throw invalid('request.field.invalid', { field: 'from', problem: 'no day' })
  return text
}
