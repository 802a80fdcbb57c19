/** Chance that is the same every time: what it yields depends on the seed's text alone. */
export type Chance = {
  /** From 0 up to but not including 1. */
  next: () => number
  between: (low: number, high: number) => number
  /** A whole number, both ends included. */
  whole: (low: number, high: number) => number
  /** Around 0 with a deviation of about 1, never further than 3. */
  bell: () => number
  pick: <T>(items: readonly T[]) => T
  weighted: <T>(items: readonly T[], weight: (item: T) => number) => T
}

/** The generator known as mulberry32: small, fast, and good enough for invented figures. */
export function chance(seed: string): Chance {
  let state = hashed(seed)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (low: number, high: number) => low + next() * (high - low)
  const weighted = <T>(items: readonly T[], weight: (item: T) => number): T => {
    let left = next() * items.reduce((sum, item) => sum + weight(item), 0)
    for (const item of items) {
      left -= weight(item)
      if (left < 0) return item
    }
    return items[items.length - 1] as T
  }
  return {
    next,
    between,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    // Twelve even chances added up: bounded, and the same on every machine, which a logarithm need not be.
    bell: () => {
      let sum = 0
      for (let count = 0; count < 12; count++) sum += next()
      return Math.max(-3, Math.min(3, sum - 6))
    },
    pick: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number],
    weighted,
  }
}

function hashed(text: string): number {
  let hash = 2_166_136_261
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619)
  return hash
}

/**
 * Numbers from 0 to 1 that fill the range evenly and still look irregular: a share of 60 percent comes out near 60 in
 * every month, where plain chance would blur the stories that the network is to tell.
 */
export function evenly(start: number, step: number): () => number {
  let place = start
  return () => {
    place = (place + step) % 1
    return place
  }
}
