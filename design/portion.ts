/** How many of all rows are drawn after so many steps, and how many the next step adds; a handful is not left for a step of its own. */
export function portion({ all, step, steps, least }: { all: number; step: number; steps: number; least: number }): {
  shown: number
  more: number
} {
  const wanted = Math.max(step * steps, least)
  const shown = wanted + step / 5 >= all ? all : wanted
  return { shown, more: Math.min(step, all - shown) }
}
