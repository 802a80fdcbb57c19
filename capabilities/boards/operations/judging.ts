import type { Day, Period } from '#foundation/period'
import { formulaAt, type Kpi, kpiValue, windowOf } from '#kpis'
import { achievement, dueValue, lightFor } from '#targets'

type KpiWindow = ReturnType<typeof windowOf>
/** Counting days and months takes as long as a dozen KPIs, and all boards of a moment ask for the same few. */
const windows = new Map<string, KpiWindow>()
const windowsMax = 1_000

function knownWindow(kpi: Pick<Kpi, 'window'>, period: Period, asOf: Day): KpiWindow {
  const key = `${kpi.window} ${period.text} ${asOf}`
  const known = windows.get(key)
  if (known) return known
  if (windows.size >= windowsMax) windows.clear()
  const made = windowOf(kpi, period, asOf)
  windows.set(key, made)
  return made
}

/** What boards are made with: the rules of kpis and targets. */
export const judging = { kpiValue, formulaAt, windowOf: knownWindow, lightFor, dueValue, achievement }
