import { implement } from '@orpc/server'
import { invalid, notFound, registerSentences } from '#foundation/failure'
import { type Day, dayAt, daysIn, isDay, monthOf, type Period, parsePeriod } from '#foundation/period'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { nodeById } from '../storage/people.ts'
import { contract, type Score } from '../wire.ts'
import { backtestCard } from './backtestCard.ts'
import { checkCard, listCards, putCard, readCard, throwDraftAway } from './designCards.ts'
import { listRatings, rateValues } from './rateValues.ts'
import { scoreNode } from './scoreNode.ts'
import { scorePeople } from './scorePeople.ts'
import { explained } from './shownScore.ts'

export function scorecardRoutes({ database }: { database: Database }) {
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    score: os.score.handler(async ({ context, input }) => {
      const asOf = dayNamed(input.asOf, context.now)
      const period = periodNamed(input.period ?? monthOf(asOf))
      return database.asActor(context.actor, async (tx) => {
        const person = await nodeById(tx, input.person)
        if (person && person.kind !== 'person') {
          if (!wholePeriods.includes(period.kind)) throw invalid('scorecards.period.not_month', { period: period.text })
          const ofNode = await scoreNode(tx, person, period, asOf)
          if (ofNode) return { ...ofNode, others: [] }
        }
        if (person?.kind !== 'person') throw notFound('scorecards.person.unknown', { person: input.person })
        if (period.kind !== 'month') throw invalid('scorecards.period.not_month', { period: period.text })
        const { scores } = await scorePeople(tx, { personNos: [person.no], period, asOf })
        const [first, ...others] = longestFirst(scores.map(({ score, basis }) => explained(score, basis)))
        if (!first) throw notFound('scorecards.card.none', { person: input.person, period: period.text })
        return { ...first, others }
      })
    }),
    team: os.team.handler(async ({ context, input }) => {
      const period = monthNamed(input.period)
      const asOf = dayNamed(input.asOf, context.now)
      return database.asActor(context.actor, async (tx) => {
        const node = await nodeById(tx, input.node)
        if (!node) throw notFound('scorecards.node.unknown', { node: input.node })
        const of = node.kind === 'person' ? { personNos: [node.no] } : { nodeNo: node.no }
        const { scores } = await scorePeople(tx, { ...of, period, asOf })
        return { scores: scores.map(({ score }) => score) }
      })
    }),
    cards: os.cards.handler(async ({ context }) => ({ cards: await listCards({ database }, context) })),
    card: os.card.handler(async ({ context, input: { id } }) => ({
      id,
      versions: await readCard({ database }, context, id),
    })),
    checkCard: os.checkCard.handler(({ context, input }) => checkCard(input, context.now)),
    backtestCard: os.backtestCard.handler(({ context, input }) => backtestCard({ database }, context, input)),
    putCard: os.putCard.handler(({ context, input }) => putCard({ database }, context, input)),
    dropDraft: os.dropDraft.handler(async ({ context, input }) => ({
      dropped: await throwDraftAway({ database }, context, input.id),
    })),
    rateValues: os.rateValues.handler(({ context, input }) => rateValues({ database }, context, input)),
    valuesRatings: os.valuesRatings.handler(async ({ context, input }) => ({
      ratings: await listRatings({ database }, context, input),
    })),
  })
}

/** The longest stretch stands for the period; of equal ones the later, in which the person still is. */
function longestFirst(scores: readonly Score[]): Score[] {
  return [...scores].sort((a, b) => daysIn(b) - daysIn(a) || (a.from < b.from ? 1 : -1))
}

/** What a node's card is scored over; a person's is by month. */
const wholePeriods: readonly Period['kind'][] = ['month', 'quarter', 'year']

function periodNamed(text: string): Period {
  const period = parsePeriod(text)
  if (!period) throw invalid('scorecards.period.unknown', { period: text })
  return period
}

function monthNamed(text: string): Period {
  const period = periodNamed(text)
  if (period.kind !== 'month') throw invalid('scorecards.period.not_month', { period: text })
  return period
}

function dayNamed(text: string | undefined, now: Date): Day {
  if (text === undefined) return dayAt(now, 'Asia/Shanghai')
  if (isDay(text)) return text
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(Date.parse(text)))
    throw invalid('scorecards.as_of.unknown', { asOf: text })
  return dayAt(text, 'Asia/Shanghai')
}

registerSentences({
  'scorecards.person.unknown': {
    zh: ({ person }) => `找不到人员“${person}”，请核对工号；也可能不在您的查看范围内。`,
    en: ({ person }) => `There is no person "${person}" within your reach; check the id.`,
  },
  'scorecards.node.unknown': {
    zh: ({ node }) => `找不到组织节点“${node}”，请核对编码；也可能不在您的查看范围内。`,
    en: ({ node }) => `There is no node "${node}" within your reach; check the id.`,
  },
  'scorecards.card.none': {
    zh: ({ person, period }) => `“${person}”在 ${period} 没有担任有计分卡的岗位，因此没有得分。`,
    en: ({ person, period }) => `"${person}" held no position with a scorecard in ${period}, so there is no score.`,
  },
  'scorecards.period.unknown': {
    zh: ({ period }) => `看不懂期间“${period}”，月份请写成 2024-03。`,
    en: ({ period }) => `"${period}" is no period; write a month as 2024-03.`,
  },
  'scorecards.period.not_month': {
    zh: ({ period }) => `计分卡按月计算，“${period}”不是月份，请写成 2024-03。`,
    en: ({ period }) => `Scorecards are by month and "${period}" is none; write it as 2024-03.`,
  },
  'scorecards.as_of.unknown': {
    zh: ({ asOf }) => `看不懂截止日期“${asOf}”，请写成 2024-03-18。`,
    en: ({ asOf }) => `"${asOf}" is no day; write it as 2024-03-18.`,
  },
})
