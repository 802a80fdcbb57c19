import { registerSentences } from '#foundation/failure'
import type { SyntaxReason } from './formulaTokens.ts'

type Values = Record<string, unknown>

// People count characters from 1.
const place = (values: Values) => Number(values.index) + 1
const list = (value: unknown) => (value as string[]).join(', ')

const reasons: Record<SyntaxReason, { zh: (values: Values) => string; en: (values: Values) => string }> = {
  empty: { zh: () => '公式是空的。', en: () => 'The formula is empty.' },
  character: {
    zh: (values) => `不能使用“${values.found}”；公式由度量、数字、+ - * /、括号、min 和 max 组成。`,
    en: (values) =>
      `"${values.found}" has no place in a formula; use measures, numbers, + - * /, parentheses, min and max.`,
  },
  number: {
    zh: (values) => `“${values.found}”不是可用的数字，请写成 100 或 0.5 这样的形式。`,
    en: (values) => `"${values.found}" is no usable number; write it like 100 or 0.5.`,
  },
  operand_missing: {
    zh: (values) => `${values.found === '' ? '公式末尾' : `“${values.found}”前面`}缺少度量或数字。`,
    en: (values) =>
      `A measure or a number is missing ${values.found === '' ? 'at the end' : `before "${values.found}"`}.`,
  },
  operator_missing: {
    zh: (values) => `“${values.found}”前面缺少 + - * / 中的一个。`,
    en: (values) => `One of + - * / is missing before "${values.found}".`,
  },
  parenthesis_open: {
    zh: () => '这个左括号没有对应的右括号。',
    en: () => 'This parenthesis is never closed.',
  },
  parenthesis_extra: {
    zh: () => '这个右括号没有对应的左括号。',
    en: () => 'This closing parenthesis has no opening one.',
  },
  comma: {
    zh: () => '逗号只能用在 min 和 max 的括号里。',
    en: () => 'A comma belongs only between the arguments of min and max.',
  },
  other: {
    zh: () => '公式无法识别。',
    en: () => 'The formula cannot be read.',
  },
}

registerSentences({
  'kpi.formula.syntax': {
    zh: (values) => `公式第 ${place(values)} 个字符：${reasons[values.reason as SyntaxReason].zh(values)}`,
    en: (values) => `Formula, character ${place(values)}: ${reasons[values.reason as SyntaxReason].en(values)}`,
  },
  'kpi.formula.too_long': {
    zh: (values) => `公式最多 ${values.max} 个字符，多出 ${values.length} 个。`,
    en: (values) => `A formula has at most ${values.max} characters; this one has ${values.length} too many.`,
  },
  'kpi.formula.too_deep': {
    zh: (values) => `公式第 ${place(values)} 个字符：括号最多嵌套 ${values.max} 层。`,
    en: (values) => `Formula, character ${place(values)}: parentheses may be nested ${values.max} deep at most.`,
  },
  'kpi.formula.unknown_measure': {
    zh: (values) =>
      `公式第 ${place(values)} 个字符：没有名为“${values.measure}”的度量。${values.nearest ? `是否想写“${values.nearest}”？` : ''}`,
    en: (values) =>
      `Formula, character ${place(values)}: there is no measure "${values.measure}".${values.nearest ? ` Did you mean "${values.nearest}"?` : ''}`,
  },
  'kpi.formula.unknown_function': {
    zh: (values) =>
      `公式第 ${place(values)} 个字符：没有名为“${values.function}”的函数；可用的是 ${list(values.allowed)}。`,
    en: (values) =>
      `Formula, character ${place(values)}: there is no function "${values.function}"; there are ${list(values.allowed)}.`,
  },
  'kpi.formula.arguments': {
    zh: (values) =>
      `公式第 ${place(values)} 个字符：${values.function} 需要括号里有至少 ${values.min} 个值，现有 ${values.given} 个。`,
    en: (values) =>
      `Formula, character ${place(values)}: ${values.function} takes at least ${values.min} values in parentheses, here are ${values.given}.`,
  },
  'kpi.formula.division_by_zero': {
    zh: (values) => `公式第 ${place(values)} 个字符：除数恒为 0。`,
    en: (values) => `Formula, character ${place(values)}: the divisor is always 0.`,
  },
  'kpi.formula.no_measure': {
    zh: () => '公式里没有度量，结果永远不变。请至少使用一个度量。',
    en: () => 'The formula has no measure, so its result can never change. Use at least one.',
  },
})
