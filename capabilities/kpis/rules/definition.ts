import { invalid, registerSentences } from '#foundation/failure'
import type { Day } from '#foundation/period'
import { measuresOf, parseFormula } from './formula.ts'
import type { Aggregation, Kpi } from './kpi.ts'
import { split, termsOf } from './split.ts'

/** A KPI as a user designs it (H5.6): what the product works out by itself is left out. */
export type KpiDesign = Pick<
  Kpi,
  | 'names'
  | 'explanation'
  | 'category'
  | 'dimension'
  | 'tier'
  | 'perspective'
  | 'formula'
  | 'unit'
  | 'direction'
  | 'industry'
  | 'excellent'
  | 'accountable'
  | 'window'
  | 'tolerance'
  | 'guardBand'
> & {
  /** Absent: the same formula if persons have all its measures, else none. */
  personFormula?: string | null
}

/** A version that is kept; a retired one holds no more from its day on. */
export type KpiVersion = { kpi: Kpi; retired: boolean }

/** What a formula may name: measures with whether persons have them, levels, and those that are known over a year. */
export type FormulaGround = {
  measures: ReadonlyMap<string, { personal: boolean; level: boolean; yearly: boolean }>
  positions: ReadonlySet<string>
  /** The measure that tells a true zero from no data, where no denominator does. */
  basis: string
}

/** The definition that a design makes; refused with the place (`formula`, `personFormula`, …) and the reason. */
export function definedKpi(
  design: KpiDesign,
  ground: FormulaGround,
  version: Pick<Kpi, 'id' | 'version' | 'from'>,
): Kpi {
  const { names, explanation, category, dimension, tier, perspective, unit, direction } = design
  const { industry, excellent, accountable, window, tolerance, guardBand, formula } = design
  const known = new Set(ground.measures.keys())
  const tree = at('formula', () => parseFormula(formula, known))
  const used = measuresOf(tree)
  const personFormula = personFormulaOf(design, ground, used)
  if (!ground.positions.has(accountable))
    throw invalid('kpis.definition.position', { place: 'accountable', position: accountable })
  if (window === 'trailing12') {
    const other = used.find((id) => !ground.measures.get(id)?.yearly)
    if (other) throw invalid('kpis.definition.window', { place: 'window', measure: other })
  }
  if (industry && industry.low > industry.high) throw invalid('kpis.definition.benchmark', { place: 'industry' })
  const parts = split(tree)
  return {
    ...version,
    ...{ names, explanation, category, dimension, tier, perspective, formula, personFormula, unit, direction },
    ...{ industry, excellent, accountable, window, tolerance, guardBand },
    aggregation: aggregationOf(tree, ground),
    basis: parts.denominator ? null : ground.basis,
    personBasis: null,
  }
}

function personFormulaOf({ formula, personFormula }: KpiDesign, ground: FormulaGround, used: readonly string[]) {
  if (personFormula === null) return null
  if (personFormula === undefined) return used.every((id) => ground.measures.get(id)?.personal) ? formula : null
  const tree = at('personFormula', () => parseFormula(personFormula, new Set(ground.measures.keys())))
  const other = measuresOf(tree).find((id) => !ground.measures.get(id)?.personal)
  if (other) {
    const index = personFormula.search(new RegExp(`\\b${other}\\b`))
    throw invalid('kpis.definition.not_personal', {
      place: 'personFormula',
      index,
      length: other.length,
      measure: other,
    })
  }
  return personFormula
}

/** A failure of the formula with the field that it stands in. */
function at<T>(place: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const { code, values } = error as { code?: string; values?: Record<string, unknown> }
    if (!code || !values) throw error
    throw invalid(code, { ...values, place })
  }
}

/** Additive: nothing but a sum of additive measures, so that parts of a period and stores add up to the whole. */
function aggregationOf(tree: ReturnType<typeof parseFormula>, ground: FormulaGround): Aggregation {
  const { denominator, numerator } = split(tree)
  const levels = measuresOf(tree).filter((id) => ground.measures.get(id)?.level)
  if (levels.length > 0 && !denominator) return 'level'
  return denominator || !termsOf(numerator) ? 'ratio' : 'additive'
}

/** The version that holds on a day: the newest that has begun; null before the first and from a retirement on. */
export function heldOn(versions: readonly KpiVersion[], day: Day): Kpi | null {
  const held = versions.filter(({ kpi }) => kpi.from <= day).at(-1)
  return held && !held.retired ? held.kpi : null
}

registerSentences({
  'kpis.definition.position': {
    zh: ({ position }) => `没有岗位“${position}”，请选择负责这个指标的岗位。`,
    en: ({ position }) => `There is no position "${position}"; choose the one that answers for the KPI.`,
  },
  'kpis.definition.window': {
    zh: ({ measure }) => `近十二个月口径不支持度量“${measure}”，请改用本期口径。`,
    en: ({ measure }) => `The measure "${measure}" is not kept over twelve months; use the period itself.`,
  },
  'kpis.definition.benchmark': {
    zh: () => '行业水平的下限高于上限，请核对。',
    en: () => 'The industry range runs from high to low; check its ends.',
  },
  'kpis.definition.not_personal': {
    zh: ({ index, measure }) => `个人公式第 ${Number(index) + 1} 个字符：度量“${measure}”不归属个人。`,
    en: ({ index, measure }) =>
      `Formula for persons, character ${Number(index) + 1}: "${measure}" is credited to nobody.`,
  },
})
