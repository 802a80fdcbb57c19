import type { Unit } from '#foundation/figure'
import { roundHalfAway } from '#foundation/money'

/** How a path runs between its fixed points. */
export type PathShape = 'linear' | 's'

/** A figure to stand at by a step (0 is the first): a milestone, or a locked month. */
export type Milestone = { step: number; value: number }

export type PathInput = {
  start: number
  goal: number
  steps: number
  shape: PathShape
  milestones?: readonly Milestone[]
  /** Steps that consolidate: the figure before holds on. */
  pauses?: readonly number[]
  unit: Unit
}

/** A figure for each step, or the milestone that would make the path turn back, with the figures it has to lie between. */
export type Path =
  | { ok: true; values: number[] }
  | { ok: false; problem: 'turns_back'; step: number; value: number; from: number; to: number }

// Whole points where a step is at least one, tenths where it is at least a tenth: a target that one can remember.
const grains: Partial<Record<Unit, readonly number[]>> = { fen: [10_000, 100, 1] }
const usualGrains = [1, 0.1, 0.01] as const
const slack = 1e-9

/**
 * The path of a level or a ratio from where it starts to its goal (H6.2): linear or S-shaped, through milestones, with
 * pauses. It never turns back, ends at the goal, and is rounded towards the goal to steps that people can remember: 88 to
 * 95 in four steps is 90, 92, 94, 95.
 */
export function path(input: PathInput): Path {
  const { start, goal, steps, shape, milestones = [], pauses = [] } = input
  const way = goal >= start ? 1 : -1
  const fixed = new Map(milestones.filter(({ step }) => step >= 0 && step < steps).map((one) => [one.step, one.value]))
  if (!fixed.has(steps - 1)) fixed.set(steps - 1, goal)
  const stops = [...fixed.entries()].sort(([a], [b]) => a - b).map(([step, value]) => ({ step, value }))
  const resting = new Set(pauses.filter((step) => !fixed.has(step) || step === steps - 1))
  const grain = grainOf(input, steps - [...resting].filter((step) => step < steps).length)

  const values: number[] = []
  let from = { step: -1, value: start }
  for (const stop of stops) {
    if ((stop.value - from.value) * way < -slack || (stop.value - goal) * way > slack)
      return { ok: false, problem: 'turns_back', step: stop.step, value: stop.value, from: from.value, to: goal }
    values.push(...segment(from, stop, { shape, way, grain, resting }))
    from = stop
  }
  return { ok: true, values }
}

type Course = { shape: PathShape; way: number; grain: number; resting: ReadonlySet<number> }

function segment(from: Milestone, to: Milestone, { shape, way, grain, resting }: Course): number[] {
  const all = Array.from({ length: to.step - from.step }, (_, index) => from.step + 1 + index)
  const moving = all.filter((step) => !resting.has(step)).length
  const values: number[] = []
  let moved = 0
  let before = from.value
  for (const step of all) {
    if (!resting.has(step)) moved += 1
    const last = step === to.step || moved >= moving
    // Where nothing but pauses leads up to a fixed figure, only its own step may move.
    const arrived = last && (moving > 0 || step === to.step)
    const share = moved / Math.max(moving, 1)
    const progress = shape === 's' ? share * share * (3 - 2 * share) : share
    const exact = from.value + (to.value - from.value) * progress
    const value = arrived
      ? to.value
      : resting.has(step)
        ? before
        : between(before, onGrain(exact, grain, way), to.value, way)
    values.push(value)
    before = value
  }
  return values
}

/** Rounded towards the goal. */
function onGrain(value: number, grain: number, way: number): number {
  const count = value / grain
  const whole = way > 0 ? Math.ceil(count - slack) : Math.floor(count + slack)
  return roundHalfAway(whole * grain, 2)
}

function between(before: number, value: number, end: number, way: number): number {
  const least = (value - before) * way < 0 ? before : value
  return (least - end) * way > 0 ? end : least
}

function grainOf({ start, goal, unit }: PathInput, moving: number): number {
  const list = grains[unit] ?? usualGrains
  const pace = Math.abs(goal - start) / Math.max(moving, 1)
  return list.find((grain) => pace >= grain - slack) ?? list[list.length - 1] ?? 1
}
