import type { Locale } from './actor.ts'

/** The few ways in which a request can fail; each has one HTTP status (P1). */
export type FailureKind = 'invalid' | 'notFound' | 'conflict' | 'forbidden' | 'notReady' | 'unauthorised' | 'tooLarge'

export type FailureValues = Record<string, unknown>

/** A failure as plain data: the stable code and the named values; sentences are made from them. */
export type Failure = { failure: FailureKind; code: string; values: FailureValues }

type Sentence = (values: FailureValues) => string
type Sentences = Record<string, Record<Locale, Sentence>>

const registry = new Map<string, Record<Locale, Sentence>>()

/** Makes the sentences of failure codes known. A code belongs to one place: a second pair for it is a programming error. */
export function registerSentences(sentences: Sentences): void {
  for (const [code, pair] of Object.entries(sentences)) {
    const known = registry.get(code)
    if (known && known !== pair) throw new Error(`Sentences of ${code} are registered twice`)
    registry.set(code, pair)
  }
}

function listed(values: FailureValues): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}

function fallback(code: string, values: FailureValues, locale: Locale): string {
  const details = listed(values)
  if (locale === 'zh') return details ? `请求未能完成（${code}）：${details}` : `请求未能完成（${code}）`
  return details ? `The request failed (${code}): ${details}` : `The request failed (${code})`
}

/** What a failure says to a reader: what, where, and what to do; for a code without sentences its name and values. */
export function sentence(code: string, values: FailureValues, locale: Locale): string {
  const pair = registry.get(code)
  if (!pair) return fallback(code, values, locale)
  try {
    return pair[locale](values)
  } catch {
    // A sentence that trips over a missing value must not turn an answer of 422 into one of 500.
    return fallback(code, values, locale)
  }
}

/** Carries a failure to whoever answers the request. */
export class BatonFailure extends Error implements Failure {
  readonly failure: FailureKind
  readonly code: string
  readonly values: FailureValues

  constructor(failure: FailureKind, code: string, values: FailureValues) {
    super(sentence(code, values, 'en'))
    this.name = 'BatonFailure'
    this.failure = failure
    this.code = code
    this.values = values
  }
}

export function isFailure(error: unknown): error is BatonFailure {
  return error instanceof BatonFailure
}

/** Understood, but against a rule: 422. */
export function invalid(code: string, values: FailureValues = {}): BatonFailure {
  return new BatonFailure('invalid', code, values)
}

/** Does not exist, or lies outside the scope: 404. */
export function notFound(code: string, values: FailureValues = {}): BatonFailure {
  return new BatonFailure('notFound', code, values)
}

/** Contradicts what is there: 409. */
export function conflict(code: string, values: FailureValues = {}): BatonFailure {
  return new BatonFailure('conflict', code, values)
}

/** Visible, but not allowed: 403. */
export function forbidden(code: string, values: FailureValues = {}): BatonFailure {
  return new BatonFailure('forbidden', code, values)
}

/** Not now, but later: 503. */
export function notReady(code: string, values: FailureValues = {}): BatonFailure {
  return new BatonFailure('notReady', code, values)
}

/** No valid credential: 401. */
export function unauthorised(code: string, values: FailureValues = {}): BatonFailure {
  return new BatonFailure('unauthorised', code, values)
}

/** More than a request may carry: 413. */
export function tooLarge(code: string, values: FailureValues = {}): BatonFailure {
  return new BatonFailure('tooLarge', code, values)
}
