import type { FactKind } from '#facts'
import type { Words } from '#foundation/actor'

/** An additive base quantity of a node and a day (H5.1), as an entry of the append-only registry (A4). */
export type Measure = {
  id: string
  /** The index in a rollup's array: never changed, never given to another measure. */
  position: number
  names: Words
  /** One plain sentence: what is counted or summed, and to whom it is credited. */
  explanation: Words
  unit: 'count' | 'seconds' | 'minutes' | 'fen' | 'points' | 'days' | 'squareMetreDays'
  kind: 'additive' | 'level'
  /**
   * How a level holds over time. `average`: its daily values are added up, and a formula divides them by the days on which it
   * is known. `last`: what holds at the end: `added` up from the beginning, or `counted` anew at the end of each month.
   */
  level?: { over: 'average' } | { over: 'last'; by: 'added' | 'counted' }
  /** Of several nodes: added up unless told otherwise, or 1 if any has it. */
  across?: 'sum' | 'any'
  /** Whether persons have it too. The first such measures lie before `storePositionsFrom`, at one place for everybody. */
  personal: boolean
  /** The index in rows of persons, 24 to 31, of those that came later; what is defined at run time follows from 32 on. */
  personPosition?: number
  /** The kind of fact that it is made of; null for the calendar, the memberships, and all kinds together. */
  fact: null | FactKind
  /** The event whose business day it counts on; null where no single event decides. */
  day:
    | null
    | 'delivered'
    | 'opened'
    | 'answered'
    | 'received'
    | 'worked'
    | 'checked'
    | 'scheduled'
    | 'requested'
    | 'reported'
    | 'created'
    | 'completed'
    | 'changed'
}

/** In rows of stores and above, what lies from here on has another place in rows of persons, or none. */
export const storePositionsFrom = 24
