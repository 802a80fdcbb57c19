import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFailure, sentence } from '#foundation/failure'
import { compiled } from './compiled.ts'
import { type Formula, measuresOf, parseFormula, reservedNames } from './formula.ts'
import { formulaText } from './formulaText.ts'
import { split, termsOf } from './split.ts'

const known = new Set([
  'jobs',
  'reworks',
  'ledJobs',
  'chargedReworks',
  'promoters',
  'detractors',
  'npsAnswers',
  'intake',
])
const span = { days: 30, months: 1 }

function failureOf(text: string) {
  try {
    parseFormula(text, known)
  } catch (error) {
    if (isFailure(error)) return { code: error.code, ...error.values }
    throw error
  }
  throw new Error(`${text} was accepted`)
}

const computed = (text: string, measures: Record<string, number>) =>
  compiled(parseFormula(text, null))((id) => measures[id], span)

describe('what a formula computes', () => {
  test.each([
    ['(jobs - reworks) / jobs * 100', 94],
    ['1 + 2 * jobs', 901],
    ['(1 + 2) * jobs', 1350],
    ['jobs - reworks - 3', 420],
    ['jobs / 2 / 5', 45],
    ['-jobs + 500', 50],
    ['- -jobs', 450],
    ['+jobs', 450],
    ['max(0, reworks - jobs)', 0],
    ['min(jobs, reworks, 30)', 27],
    ['jobs / days', 15],
    ['jobs / months', 450],
    ['0.5 * jobs', 225],
    [' jobs\n* 2\t', 900],
  ])('%s is %d', (text, value) => {
    expect(computed(text, { jobs: 450, reworks: 27 })).toBe(value)
  })

  test('a missing measure and a division by 0 make the whole null, also inside min and max', () => {
    expect(computed('jobs + reworks', { jobs: 1 })).toBeNull()
    expect(computed('jobs / reworks', { jobs: 1, reworks: 0 })).toBeNull()
    expect(computed('min(5, jobs / reworks)', { jobs: 1, reworks: 0 })).toBeNull()
    expect(computed('max(5, jobs / (reworks - 1))', { jobs: 1, reworks: 1 })).toBeNull()
  })

  test('names the measures once each', () => {
    expect(measuresOf(parseFormula('(jobs - reworks) / jobs * days', known))).toEqual(['jobs', 'reworks'])
  })
})

describe('what is refused, and where (H5.6)', () => {
  test.each([
    ['', 'kpi.formula.syntax', 'empty', 0],
    ['   ', 'kpi.formula.syntax', 'empty', 0],
    ['jobs -', 'kpi.formula.syntax', 'operand_missing', 6],
    ['* jobs', 'kpi.formula.syntax', 'operand_missing', 0],
    ['jobs * / reworks', 'kpi.formula.syntax', 'operand_missing', 7],
    ['()', 'kpi.formula.syntax', 'operand_missing', 1],
    ['max(jobs,)', 'kpi.formula.syntax', 'operand_missing', 9],
    ['jobs reworks', 'kpi.formula.syntax', 'operator_missing', 5],
    ['jobs (reworks)', 'kpi.formula.unknown_function', undefined, 0],
    ['2 (jobs)', 'kpi.formula.syntax', 'operator_missing', 2],
    ['(max)(jobs, 1)', 'kpi.formula.syntax', 'operator_missing', 5],
    ['(jobs - reworks / jobs', 'kpi.formula.syntax', 'parenthesis_open', 0],
    ['jobs - reworks) / jobs', 'kpi.formula.syntax', 'parenthesis_extra', 14],
    ['jobs, reworks', 'kpi.formula.syntax', 'comma', 4],
    ['(jobs, reworks)', 'kpi.formula.syntax', 'comma', 5],
    ['max((jobs, reworks), 1)', 'kpi.formula.syntax', 'comma', 9],
    ['jobs.constructor', 'kpi.formula.syntax', 'character', 4],
    ['jobs["x"]', 'kpi.formula.syntax', 'character', 4],
    ["'jobs'", 'kpi.formula.syntax', 'character', 0],
    ['`jobs`', 'kpi.formula.syntax', 'character', 0],
    ['jobs = 1', 'kpi.formula.syntax', 'character', 5],
    ['jobs ? 1 : 2', 'kpi.formula.syntax', 'character', 5],
    ['jobs; reworks', 'kpi.formula.syntax', 'character', 4],
    ['jobs % 2', 'kpi.formula.syntax', 'character', 5],
    ['jobs × 2', 'kpi.formula.syntax', 'character', 5],
    ['jobs / 工单', 'kpi.formula.syntax', 'character', 7],
    ['jobs > 1', 'kpi.formula.syntax', 'character', 5],
    ['jobs ** 2', 'kpi.formula.syntax', 'operand_missing', 6],
    ['jobs // 2', 'kpi.formula.syntax', 'operand_missing', 6],
    ['jobs * 1e5', 'kpi.formula.syntax', 'number', 7],
    ['jobs * 5.', 'kpi.formula.syntax', 'number', 7],
    ['jobs * 1.2.3', 'kpi.formula.syntax', 'number', 7],
    ['jobs * 0x1F', 'kpi.formula.syntax', 'number', 7],
    ['jobs * 2jobs', 'kpi.formula.syntax', 'number', 7],
    [`jobs * ${'9'.repeat(20)}`, 'kpi.formula.syntax', 'number', 7],
    ['jobs + this', 'kpi.formula.unknown_measure', undefined, 7],
    ['jobs + true', 'kpi.formula.unknown_measure', undefined, 7],
    ['jobs + __proto__', 'kpi.formula.unknown_measure', undefined, 7],
    ['jobs + max', 'kpi.formula.arguments', undefined, 7],
    ['max(jobs)', 'kpi.formula.arguments', undefined, 0],
    ['eval(jobs)', 'kpi.formula.unknown_function', undefined, 0],
    ['jobs / 0', 'kpi.formula.division_by_zero', undefined, 5],
    ['jobs / (2 - 2)', 'kpi.formula.division_by_zero', undefined, 5],
    ['100', 'kpi.formula.no_measure', undefined, 0],
    ['days * 2', 'kpi.formula.no_measure', undefined, 0],
    [`${'('.repeat(40)}jobs${')'.repeat(40)}`, 'kpi.formula.too_deep', undefined, 32],
    [`jobs${' + jobs'.repeat(80)}`, 'kpi.formula.too_long', undefined, 500],
  ])('%s', (text, code, reason, index) => {
    expect(failureOf(text)).toMatchObject({ code, index, ...(reason ? { reason } : {}) })
  })

  test('an unknown measure comes with the nearest known one', () => {
    expect(failureOf('(jobs - rework) / jobs * 100')).toEqual({
      code: 'kpi.formula.unknown_measure',
      index: 8,
      length: 6,
      measure: 'rework',
      nearest: 'reworks',
    })
    expect(failureOf('jobs / LEDJOBS')).toMatchObject({ nearest: 'ledJobs' })
    expect(failureOf('jobs / customersServed')).toMatchObject({ nearest: null })
  })

  test('the second of two equal names is placed at its own place', () => {
    expect(failureOf('max(0, jobs - jobs) / (jobs + jops)')).toMatchObject({ index: 30, length: 4, nearest: 'jobs' })
  })

  test('the sentence counts characters from 1, in both languages', () => {
    const { code, ...values } = failureOf('jobs / job')
    expect(sentence(code, values, 'en')).toBe('Formula, character 8: there is no measure "job". Did you mean "jobs"?')
    expect(sentence(code, values, 'zh')).toBe('公式第 8 个字符：没有名为“job”的度量。是否想写“jobs”？')
    const broken = failureOf('jobs -')
    expect(sentence(broken.code, broken, 'en')).toBe(
      'Formula, character 7: A measure or a number is missing at the end.',
    )
  })

  test('any text is either a formula or a failure of ours, with its place inside the text', () => {
    const pieces = fc.constantFrom(
      'jobs',
      'reworks',
      'x',
      'days',
      'max',
      '(',
      ')',
      ',',
      '+',
      '-',
      '*',
      '/',
      ' ',
      '1',
      '0.5',
      '.',
      '[',
      '"',
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 25 }).map((list) => list.join('')),
    )
    fc.assert(
      fc.property(text, (formula) => {
        try {
          parseFormula(formula, known)
        } catch (error) {
          if (!isFailure(error)) throw error
          expect(error.code).toMatch(/^kpi\.formula\./)
          expect(error.values.reason).not.toBe('other')
          expect(Number(error.values.index)).toBeLessThanOrEqual(formula.length)
          expect(sentence(error.code, error.values, 'zh')).not.toContain('undefined')
          expect(sentence(error.code, error.values, 'en')).not.toContain('undefined')
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('names that mean something else are reserved', () => {
    expect(reservedNames).toEqual(['min', 'max', 'days', 'months'])
  })
})

const leaf: fc.Arbitrary<Formula> = fc.oneof(
  fc.constantFrom('jobs', 'reworks', 'intake').map((id): Formula => ({ kind: 'measure', id })),
  fc.integer({ min: 1, max: 9 }).map((value): Formula => ({ kind: 'number', value })),
  fc.constantFrom('days', 'months').map((name): Formula => ({ kind: 'span', name })),
)
const { tree } = fc.letrec<{ tree: Formula }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'formula' },
    leaf,
    fc
      .record({ operator: fc.constantFrom('+', '-', '*', '/'), left: tie('tree'), right: tie('tree') })
      .map((parts): Formula => ({ kind: 'binary', ...parts })),
    tie('tree').map((of): Formula => ({ kind: 'negative', of })),
    fc
      .tuple(fc.constantFrom('min', 'max'), tie('tree'), tie('tree'))
      .map(([name, a, b]): Formula => ({ kind: 'function', name, arguments: [a, b] })),
  ),
}))
const sums = fc.record({ jobs: fc.nat(9), reworks: fc.nat(9), intake: fc.nat(9) })

/** The tree as its author would type it. */
const typed = (node: Formula) =>
  formulaText(node, (each) => (each.kind === 'span' ? each.name : each.id))
    .replaceAll('−', '-')
    .replaceAll('×', '*')
    .replaceAll('÷', '/')

test('a written tree reads back as one of the same value', () => {
  fc.assert(
    fc.property(tree, sums, (node, measures) => {
      const text = typed(node)
      fc.pre(text.length <= 500 && measuresOf(node).length > 0)
      let again: Formula
      try {
        again = parseFormula(text, null)
      } catch (error) {
        expect(isFailure(error) && error.code).toBe('kpi.formula.division_by_zero')
        return
      }
      const lookup = (id: string) => measures[id as 'jobs']
      const before = compiled(node)(lookup, span)
      const after = compiled(again)(lookup, span)
      if (before === null) expect(after).toBeNull()
      else if (after !== null)
        expect(Math.abs(before - after)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(before)))
    }),
    { numRuns: 1000 },
  )
})

describe('numerator and denominator (P5)', () => {
  const splitText = (text: string) => {
    const parts = split(parseFormula(text, null))
    return {
      times: parts.times,
      per: parts.per,
      numerator: typed(parts.numerator),
      denominator: parts.denominator && typed(parts.denominator),
    }
  }

  test.each([
    ['(jobs - reworks) / jobs * 100', 100, 1, 'jobs - reworks', 'jobs'],
    ['100 * (jobs - reworks) / jobs', 100, 1, 'jobs - reworks', 'jobs'],
    ['(1 - reworks / jobs) * 100', 100, 1, 'jobs - reworks', 'jobs'],
    [
      'promoters / npsAnswers * 100 - detractors / npsAnswers * 100',
      1,
      1,
      '100 * promoters - 100 * detractors',
      'npsAnswers',
    ],
    ['max(0, ledJobs - chargedReworks) / ledJobs * 100', 100, 1, 'max(0, ledJobs - chargedReworks)', 'ledJobs'],
    ['outputFen / (technicianDays / days) / months', 1, 1, 'outputFen', 'technicianDays / days * months'],
    ['creditedOutputFen / months', 1, 1, 'creditedOutputFen', 'months'],
    ['minutes / 60 / jobs', 1, 60, 'minutes', 'jobs'],
    ['outputFen', 1, 1, 'outputFen', null],
    ['jobs * days', 1, 1, 'jobs * days', null],
    ['100 / jobs', 100, 1, '1', 'jobs'],
    ['-jobs', -1, 1, 'jobs', null],
    ['jobs / intake + reworks / days', 1, 1, 'jobs / intake + reworks / days', null],
  ])('%s', (text, times, per, numerator, denominator) => {
    expect(splitText(text)).toEqual({ times, per, numerator, denominator })
  })

  test('the split has the value of the formula', () => {
    fc.assert(
      fc.property(tree, sums, (node, measures) => {
        const lookup = (id: string) => measures[id as 'jobs']
        const whole = compiled(node)(lookup, span)
        fc.pre(whole !== null && Math.abs(whole) < 1e6)
        const { times, per, numerator, denominator } = split(node)
        const above = compiled(numerator)(lookup, span)
        const below = denominator ? compiled(denominator)(lookup, span) : 1
        expect(above).not.toBeNull()
        expect(below).not.toBeNull()
        const value = (times * (above ?? 0)) / (per * (below ?? 0))
        const size = Math.max(1, Math.abs(whole ?? 0), Math.abs(above ?? 0))
        if (Number.isFinite(value)) expect(Math.abs(value - (whole ?? 0))).toBeLessThanOrEqual(1e-6 * size)
      }),
      { numRuns: 1000 },
    )
  })

  test('the facts behind a numerator: what it adds and takes away', () => {
    const terms = (text: string) => termsOf(split(parseFormula(text, null)).numerator)
    expect(terms('(jobs - reworks) / jobs * 100')).toEqual([
      { measure: 'jobs', sign: 1 },
      { measure: 'reworks', sign: -1 },
    ])
    expect(terms('max(0, ledJobs - chargedReworks) / ledJobs * 100')).toEqual([
      { measure: 'ledJobs', sign: 1 },
      { measure: 'chargedReworks', sign: -1 },
    ])
    expect(terms('jobs - (reworks - intake)')).toEqual([
      { measure: 'jobs', sign: 1 },
      { measure: 'reworks', sign: -1 },
      { measure: 'intake', sign: 1 },
    ])
    expect(terms('jobs')).toEqual([{ measure: 'jobs', sign: 1 }])
    expect(terms('jobs * reworks')).toBeNull()
    expect(terms('jobs + 1')).toBeNull()
    expect(terms('min(jobs, reworks)')).toBeNull()
    expect(terms('100 / jobs')).toBeNull()
  })
})
