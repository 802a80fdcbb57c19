import type { Words } from './actor.ts'

/** One step of the way to a figure: a sentence for people, the figures in it for programs. */
export type Because = { text: Words; values?: Record<string, number | string | null> }
