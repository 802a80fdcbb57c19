import { call } from '@orpc/server'
import type { Actor } from '#foundation/actor'
import type { Database } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { targetRoutes } from '#targets'
import { companyId } from './network.ts'
import type { Outline } from './outline.ts'
import type { TargetRow } from './targets.ts'

export type Who = { actor: Actor; now: Date }

/** The operations on targets, asked as their routes are: their door offers nothing else. */
export function targetBook({ database }: { database: Database }, { actor, now }: Who) {
  const context: RequestContext = { actor, locale: 'zh', now, headers: {}, address: '', setHeader: () => undefined }
  const routes = targetRoutes({ database })
  return {
    of: async (node: string) => (await call(routes.list, { node }, { context })).targets,
    versions: async (node: string, kpi: string, period: string) =>
      (await call(routes.versions, { node, kpi, period }, { context })).targets,
    put: (rows: TargetRow[]) => call(routes.put, rows, { context }),
  }
}

/** Why the company's first target is what it is, and at once what the whole network was made from. */
export const outlineReason = ({ stores, months, ordersPerDay, seed, only }: Outline): string =>
  `示范网络的年度分解：${stores} 家店，${months} 个月，每店日均 ${ordersPerDay} 台，种子 ${seed}${only ? `，只取 ${only.join('、')}` : ''}`

const outlinePattern = /：(\d+) 家店，(\d+) 个月，每店日均 ([\d.]+) 台，种子 ([^，]+)(?:，只取 (.+))?$/

/**
 * What the network was made from that is there already, as its first targets tell: null when there is none, 'other' when it
 * is one of an earlier version, which tells less.
 */
export async function outlineKnown(deps: { database: Database }, who: Who): Promise<Outline | 'other' | null> {
  const book = targetBook(deps, who)
  const periods = new Set((await book.of(companyId)).map((target) => target.period))
  for (const period of [...periods].filter((text) => /^\d{4}-\d{2}$/.test(text)).sort()) {
    // Somebody may have set targets of their own, even for months before.
    const first = (await book.versions(companyId, 'jobs', period)).find((version) => version.by === who.actor.name)
    if (!first) continue
    const found = outlinePattern.exec(first.reason)
    if (!found) return 'other'
    const [, stores, months, ordersPerDay, seed, only] = found
    return {
      firstMonth: period,
      stores: Number(stores),
      months: Number(months),
      ordersPerDay: Number(ordersPerDay),
      seed: seed as string,
      ...(only ? { only: only.split('、') } : {}),
    }
  }
  return null
}
