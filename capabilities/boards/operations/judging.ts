import { formulaAt, kpiValue, windowOf } from '#kpis'
import { achievement, dueValue, lightFor } from '#targets'

/** What boards are made with: the rules of kpis and targets. */
export const judging = { kpiValue, formulaAt, windowOf, lightFor, dueValue, achievement }
