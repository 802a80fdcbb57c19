import { expect, test } from 'vitest'
import {
  conflict,
  forbidden,
  invalid,
  isFailure,
  notFound,
  notReady,
  registerSentences,
  sentence,
  tooLarge,
  unauthorised,
} from './failure.ts'

const sentences = {
  'target.weeks_short': {
    zh: (values: Record<string, unknown>) => `各周合计 ${values.sum}，与月目标 ${values.target} 不符。`,
    en: (values: Record<string, unknown>) => `The weeks sum to ${values.sum}, the month is ${values.target}.`,
  },
  'target.broken': {
    zh: (values: Record<string, unknown>) => (values.missing as string).trim(),
    en: (values: Record<string, unknown>) => (values.missing as string).trim(),
  },
}
registerSentences(sentences)

test('a failure carries kind, code and values, and says so', () => {
  const failure = invalid('target.weeks_short', { sum: 386, target: 410 })
  expect(isFailure(failure)).toBe(true)
  expect(failure).toMatchObject({ failure: 'invalid', code: 'target.weeks_short', values: { sum: 386, target: 410 } })
  expect(failure.message).toBe('The weeks sum to 386, the month is 410.')
  expect(sentence(failure.code, failure.values, 'zh')).toBe('各周合计 386，与月目标 410 不符。')
})

test('an unknown code is named with its values', () => {
  expect(sentence('a.b', { field: 'x', rows: [1] }, 'en')).toBe('The request failed (a.b): field = x, rows = [1]')
  expect(sentence('a.b', {}, 'zh')).toBe('请求未能完成（a.b）')
})

test('a sentence that trips over its values falls back', () => {
  expect(sentence('target.broken', {}, 'en')).toContain('target.broken')
})

test('a code belongs to one place', () => {
  expect(() => registerSentences(sentences)).not.toThrow()
  expect(() => registerSentences({ 'target.broken': { zh: () => '', en: () => '' } })).toThrow('twice')
})

test('every kind has its constructor', () => {
  const made = [notFound('x'), conflict('x'), forbidden('x'), notReady('x'), unauthorised('x'), tooLarge('x')]
  expect(made.map((each) => each.failure)).toEqual([
    'notFound',
    'conflict',
    'forbidden',
    'notReady',
    'unauthorised',
    'tooLarge',
  ])
  expect(isFailure(new Error('x'))).toBe(false)
})
