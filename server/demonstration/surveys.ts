import { addDays } from '#foundation/period'
import { type Chance, evenly } from './chance.ts'
import { after, instant, inTheDay, type Moment } from './moments.ts'
import type { OrderLife } from './orders.ts'
import { head, type Row } from './rows.ts'
import { along } from './stories.ts'
import { luckOf, type World } from './world.ts'

type Answer = { nps: number; stars: number | null; score: number | null }

/** A customer who had to come back rarely recommends anybody; the others make up for it in the store's figures. */
const afterReturn = { promoters: -0.35, detractors: 0.3 }

const praise = [
  '技师讲得很明白，换下来的旧件也给我看了。',
  '约好几点就是几点，没有多等。',
  '顾问全程跟进，进度随时告诉我。',
  '交车时车里车外都洗得很干净。',
  '问题一次就解决了，放心。',
]
const blame = [
  '同样的异响又出现了，跑了两趟。',
  '说好下午取车，等到快下班。',
  '推荐的项目太多，感觉不太需要。',
  '等待时间没人告诉我进度。',
  '价格和最初报的差得有点多。',
]
const blameAfterReturn = ['返修第二次了，希望这次真的修好。', '为了同一个毛病又请了半天假。']

/**
 * The answers to about a third of a month's orders, with what was done to them afterwards: every version of an answer is a
 * row of its own, as the survey's system would have sent it.
 */
export function surveyRows(world: World, month: string, orders: readonly OrderLife[]): Row<'surveys'>[] {
  const luck = luckOf(world, month, 'surveys')
  const asked = evenly(luck.next(), 0.732051)
  const mood = evenly(luck.next(), 0.618034)
  const bent = evenly(luck.next(), 0.414214)
  return orders.flatMap((order) => {
    if (asked() > 1 / 3) return []
    const day = addDays(order.delivered.day, luck.whole(1, 2))
    const answered = { day, minute: luck.whole(9 * 60 + 30, 20 * 60 + 30) }
    const answer = answerOf(luck, mood(), sharesOf(world, order))
    const text = textOf(luck, answer.nps, order.original !== null)
    const row = (at: Moment, known: Moment, given: Answer, said: string | null): Row<'surveys'> => ({
      ...head(`S-${order.id}`, known, world.store.id),
      answeredAt: instant(at),
      order: order.id,
      advisor: order.advisor,
      technician: order.lead.id,
      ...given,
      text: said,
    })
    const padding = along(world.story.padding, order.months)
    if (answer.nps >= 9 || padding === 0 || bent() >= padding) return [row(answered, answered, answer, text)]
    return padded(luck, order, answered, answer, text, row)
  })
}

/** Raised a day or two later, deleted, or given at the counter before the customer has left. */
function padded(
  luck: Chance,
  order: OrderLife,
  answered: Moment,
  answer: Answer,
  text: string | null,
  row: (at: Moment, known: Moment, given: Answer, said: string | null) => Row<'surveys'>,
): Row<'surveys'>[] {
  const best: Answer = { nps: luck.next() < 0.7 ? 10 : 9, stars: 5, score: null }
  const way = luck.next()
  if (way < 0.25) {
    const atOnce = after(order.delivered, 1)
    return [row(atOnce, atOnce, best, null)]
  }
  const later = inTheDay(after(answered, luck.whole(9 * 60, 50 * 60)))
  const first = row(answered, answered, answer, text)
  if (way < 0.55) return [first, { ...head(first.externalId, later, order.store), deleted: true }]
  return [first, row(answered, later, best, null)]
}

function sharesOf(world: World, order: OrderLife) {
  const { story } = world
  const faults = along(story.faults, order.months)
  const back = order.original !== null
  const promoters =
    along(story.promoters, order.months) - afterReturn.promoters * faults + (back ? afterReturn.promoters : 0)
  const detractors =
    along(story.detractors, order.months) - afterReturn.detractors * faults + (back ? afterReturn.detractors : 0)
  const liked = along(order.lead.craft.liked, order.months)
  return {
    promoters: Math.max(0.05, Math.min(0.97, promoters + liked)),
    detractors: Math.max(0.01, detractors - liked / 2),
  }
}

function answerOf(luck: Chance, mood: number, { promoters, detractors }: { promoters: number; detractors: number }) {
  const starred = luck.next() < 0.6
  if (mood < detractors) {
    const nps = luck.weighted([6, 5, 4, 3, 2, 1, 0], (one) => one + 1)
    return { nps, stars: starred ? (nps >= 4 ? 3 : 2) : null, score: starred ? null : 34 + nps * 6 + luck.whole(-3, 3) }
  }
  if (mood > 1 - promoters) {
    const nps = luck.next() < 0.55 ? 10 : 9
    return { nps, stars: starred ? (luck.next() < 0.9 ? 5 : 4) : null, score: starred ? null : luck.whole(93, 100) }
  }
  const nps = luck.whole(7, 8)
  return { nps, stars: starred ? 4 : null, score: starred ? null : luck.whole(80, 90) }
}

function textOf(luck: Chance, nps: number, back: boolean): string | null {
  const chosen = luck.pick(nps > 6 ? praise : back ? blameAfterReturn : blame)
  return luck.next() < (nps > 8 ? 0.2 : nps > 6 ? 0 : 0.6) ? chosen : null
}
