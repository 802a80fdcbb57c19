import type { Locale } from './actor.ts'
import { roundHalfAway } from './money.ts'

/** What a figure is measured in: `percent` is 94.0, `points` are NPS points, `score5` runs 1 to 5, `score100` 0 to 100. */
export const units = ['percent', 'points', 'score5', 'score100', 'fen', 'count', 'minutes', 'days', 'times'] as const
export type Unit = (typeof units)[number]

/** Which way is better. */
export const directions = ['higher', 'lower'] as const
export type Direction = (typeof directions)[number]

export const lights = ['green', 'yellow', 'red', 'grey'] as const
export type Light = (typeof lights)[number]

const suffixes: Record<Locale, Partial<Record<Unit, string>>> = {
  zh: {
    percent: '%',
    points: ' 分',
    score5: ' 分',
    score100: ' 分',
    fen: ' 元',
    minutes: ' 分钟',
    days: ' 天',
    times: ' 次',
  },
  en: { percent: '%', points: ' points', fen: ' yuan', minutes: ' minutes', days: ' days', times: ' times' },
}

/** A figure inside a sentence: thousands grouped, at most two decimals, fen read as yuan. */
export function figureText(value: number, unit: Unit | null, locale: Locale): string {
  const shown = roundHalfAway(unit === 'fen' ? value / 100 : value, 2)
  return `${grouped(shown)}${(unit && suffixes[locale][unit]) ?? ''}`
}

/** As Intl writes a number of at most two decimals in English, at a tenth of its time: an explained settlement has a million of them. */
function grouped(value: number): string {
  const text = String(value)
  if (value > -1_000 && value < 1_000) return text
  if (Math.abs(value) >= 1e13) return value.toLocaleString('en-US', { maximumFractionDigits: 2 })
  const [whole = '', fraction] = text.split('.')
  const sign = value < 0 ? 1 : 0
  let made = whole.slice(sign)
  for (let at = made.length - 3; at > 0; at -= 3) made = `${made.slice(0, at)},${made.slice(at)}`
  return `${sign ? '-' : ''}${made}${fraction ? `.${fraction}` : ''}`
}
