/** Cause and effect between two objectives, by id. */
export type Link = { cause: string; effect: string }

/**
 * The circle that a new link would close, from its cause round to its cause again; null when it closes none. Links never
 * lead down the tree, so a circle lies within one map.
 */
export function circleClosed(links: readonly Link[], added: Link): string[] | null {
  const effects = new Map<string, string[]>()
  for (const { cause, effect } of links) effects.set(cause, [...(effects.get(cause) ?? []), effect])
  const cameFrom = new Map<string, string | null>([[added.effect, null]])
  const open = [added.effect]
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    if (at === added.cause) {
      const way: string[] = []
      for (let step: string | null = at; step !== null; step = cameFrom.get(step) ?? null) way.unshift(step)
      return [added.cause, ...way]
    }
    for (const next of effects.get(at) ?? []) {
      if (cameFrom.has(next)) continue
      cameFrom.set(next, at)
      open.push(next)
    }
  }
  return null
}
