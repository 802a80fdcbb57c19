import type { Actor } from '#foundation/actor'

export type OwnWrites = {
  /** Notes that this actor has just written facts. */
  wrote: (actor: Actor) => void
  /** Waits for what the actor's own facts lead to above their stores. */
  followed: (actor: Actor) => Promise<void>
}

/** So long after writing somebody waits; by then what they wrote is on every board anyway. */
const rememberedMilliseconds = 2_000

/**
 * Whoever wrote facts and reads soon after finds them in the figures of regions and companies as well. The writing itself does
 * not wait for these, nor does anybody else's reading. A courtesy of this process: another server shows them within a second.
 */
export function ownWrites(caughtUp: () => Promise<void>): OwnWrites {
  const writtenAt = new Map<number, number>()
  return {
    wrote: ({ no }) => {
      const now = performance.now()
      writtenAt.delete(no)
      writtenAt.set(no, now)
      // The oldest stand first.
      for (const [other, at] of writtenAt) {
        if (now - at < rememberedMilliseconds) break
        writtenAt.delete(other)
      }
    },
    followed: async ({ no }) => {
      const at = writtenAt.get(no)
      if (at !== undefined && performance.now() - at < rememberedMilliseconds) await caughtUp()
    },
  }
}
