type Levels = { value: number | null; target: number | null }

/** Ends and ticks of an axis that holds values, targets and benchmarks, on round numbers. */
export function chartScale(points: Levels[], band: { industry: number; excellent: number } | null, percent: boolean) {
  const levels = [
    ...points.flatMap((point) => [point.value, point.target]),
    ...(band ? [band.industry, band.excellent] : []),
  ].filter((level) => level !== null)
  const least = levels.length > 0 ? Math.min(...levels) : 0
  const most = levels.length > 0 ? Math.max(...levels) : 1
  const spread = most - least || Math.abs(most) * 0.1 || 1
  const step = roundStep((spread * 1.2) / 4)
  const low = Math.floor((least - spread * 0.08) / step) * step
  const high = Math.ceil((most + spread * 0.08) / step) * step
  // Nothing that is counted lies below nothing, and no share above all, only because of the air around a line.
  const bottom = least >= 0 ? Math.max(0, low) : low
  const top = percent && most <= 100 ? Math.min(100, high) : high
  const ticks: number[] = []
  for (let tick = Math.ceil(bottom / step) * step; tick <= top + step / 1e6; tick += step) ticks.push(cleared(tick))
  return { low: bottom, high: top === bottom ? bottom + step : top, ticks }
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10
  return factor * power
}

const cleared = (value: number) => Number(value.toPrecision(12))

type Place = { x: number; y: number } | null

/** A line through the places, broken where there is none. */
export function path(places: Place[]): string {
  return places
    .map((place, index) => (place ? `${places[index - 1] ? 'L' : 'M'}${place.x.toFixed(1)} ${place.y.toFixed(1)}` : ''))
    .join('')
}

/** A level for each month, as steps: a target holds for its whole month. */
export function steps(levels: (number | null)[], x: (index: number) => number, width: number): string {
  return levels
    .map((level, index) => {
      if (level === null) return ''
      const from = x(index) - width / 2
      const joined = levels[index - 1] !== null && levels[index - 1] !== undefined
      return `${joined ? 'L' : 'M'}${from.toFixed(1)} ${level.toFixed(1)}L${(from + width).toFixed(1)} ${level.toFixed(1)}`
    })
    .join('')
}
