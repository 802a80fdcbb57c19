import { record } from '#audit'
import type { Actor } from '#foundation/actor'
import { forbidden, invalid, notFound, registerSentences } from '#foundation/failure'
import { dayAt, type Period, parsePeriod } from '#foundation/period'
import type { Database } from '#platform/database'
import { heldUnder, nodeById } from '../storage/people.ts'
import { insertRating, ratingsOf } from '../storage/valuesRatings.ts'
import type { ValuesRating } from '../wire.ts'

type Deps = { database: Database }
type Who = { actor: Actor; now: Date }

function quarterNamed(text: string): Period {
  const period = parsePeriod(text)
  if (period?.kind !== 'quarter') throw invalid('scorecards.rating.quarter', { quarter: text })
  return period
}

/** Keeps how somebody lived the values in a quarter; nobody rates themselves, and none is rated before it began (H10.5). */
export async function rateValues(
  { database }: Deps,
  { actor, now }: Who,
  input: { person: string; quarter: string; score: number; comment: string; seriousViolation: boolean },
): Promise<ValuesRating> {
  const quarter = quarterNamed(input.quarter)
  if (quarter.from > dayAt(now, 'Asia/Shanghai')) throw invalid('scorecards.rating.future', { quarter: quarter.text })
  const { score, comment, seriousViolation } = input
  if (seriousViolation && comment.length < 2)
    throw invalid('scorecards.rating.violation_reason', { person: input.person })
  return database.asActor(actor, async (tx) => {
    const person = await nodeById(tx, input.person)
    if (person?.kind !== 'person') throw notFound('scorecards.person.unknown', { person: input.person })
    if (person.no === actor.personNo) throw forbidden('scorecards.rating.own', { person: input.person })
    const rating = { score, comment, seriousViolation, quarter: quarter.text, quarterTo: quarter.to }
    await insertRating(tx, { ...rating, personNo: person.no, actorNo: actor.no, actorName: actor.name, at: now })
    const details = { quarter: quarter.text, seriousViolation }
    await record(tx, { actor, now }, { action: 'scorecards.values.rate', subject: input.person, details })
    const [written] = await ratingsOf(tx, [person.no], quarter.text)
    if (!written) throw notFound('scorecards.person.unknown', { person: input.person })
    const { personNo, ...shown } = written
    return shown
  })
}

export async function listRatings(
  { database }: Deps,
  { actor }: Pick<Who, 'actor'>,
  input: { node: string; quarter: string },
): Promise<ValuesRating[]> {
  const quarter = quarterNamed(input.quarter)
  return database.asActor(actor, async (tx) => {
    const node = await nodeById(tx, input.node)
    if (!node) throw notFound('scorecards.node.unknown', { node: input.node })
    const held = node.kind === 'person' ? [] : await heldUnder(tx, node.no, quarter.from, quarter.to)
    const under = held.filter((row) => row.under).map((row) => row.personNo)
    const personNos = node.kind === 'person' ? [node.no] : [...new Set(under)]
    return (await ratingsOf(tx, personNos, quarter.text)).map(({ personNo, ...rating }) => rating)
  })
}

registerSentences({
  'scorecards.rating.quarter': {
    zh: ({ quarter }) => `价值观按季度评，看不懂“${quarter}”，请写成 2024-Q1。`,
    en: ({ quarter }) => `Values are rated by quarter and "${quarter}" is none; write it as 2024-Q1.`,
  },
  'scorecards.rating.future': {
    zh: ({ quarter }) => `${quarter} 还没有开始，不能评。`,
    en: ({ quarter }) => `${quarter} has not begun and can't be rated.`,
  },
  'scorecards.rating.own': {
    zh: () => '不能给自己评分。',
    en: () => 'Nobody rates themselves.',
  },
  'scorecards.rating.violation_reason': {
    zh: () => '严重违反价值观会使评级为 D、系数为 0，请写明事实。',
    en: () => 'A serious violation makes grade D and factor 0: say what happened.',
  },
})
