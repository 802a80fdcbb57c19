import { registerSentences } from '#foundation/failure'
import {
  type Fields,
  instantIn,
  numberIn,
  objectOf,
  optionalCode,
  optionalText,
  refuse,
  wholeNumber,
} from '#foundation/reading'
import { type Deleted, type FactHead, factHead } from './factHead.ts'

export type Survey = FactHead & {
  answeredAt: Date
  order: string | null
  advisor: string | null
  technician: string | null
  nps: number | null
  stars: number | null
  score: number | null
  text: string | null
}

const given = (fields: Fields, name: string) =>
  fields[name] !== undefined && fields[name] !== null && fields[name] !== ''

/** Reads one survey; it must answer at least one question. */
export function survey(raw: unknown): Survey | Deleted {
  const fields = objectOf(raw)
  const head = factHead(fields)
  if (head.deleted) return { ...head, deleted: true }
  const read = {
    ...head,
    answeredAt: instantIn(fields, 'answeredAt'),
    order: optionalText(fields, 'order'),
    advisor: optionalCode(fields, 'advisor'),
    technician: optionalCode(fields, 'technician'),
    nps: given(fields, 'nps') ? wholeNumber(fields, 'nps', { max: 10 }) : null,
    stars: given(fields, 'stars') ? wholeNumber(fields, 'stars', { min: 1, max: 5 }) : null,
    score: given(fields, 'score') ? numberIn(fields, 'score', { min: 0, max: 100 }) : null,
    text: optionalText(fields, 'text', { max: 4000 }),
  }
  if (read.nps === null && read.stars === null && read.score === null && read.text === null)
    refuse('nps', null, 'facts.survey.empty')
  return read
}

/** Satisfaction on a scale of 100: the score, or the stars times 20 (H5.5); null when neither was given. */
export function satisfactionPoints({ stars, score }: Pick<Survey, 'stars' | 'score'>): number | null {
  if (score !== null) return score
  return stars === null ? null : stars * 20
}

registerSentences({
  'facts.survey.empty': {
    zh: () => '这份评价没有任何答案：推荐分、星级、得分、文字至少要有一项。',
    en: () => 'This survey answers nothing: give at least one of nps, stars, score and text.',
  },
})
