import { addDays } from '#foundation/period'
import { type Chance, chance, evenly } from './chance.ts'
import type { Moment } from './moments.ts'
import type { OrderLife } from './storeLife.ts'
import { along, type StoreStory, stories } from './stories.ts'

/** The answer that somebody gave to the survey after an order. */
export type SurveyLife = {
  id: string
  order: OrderLife
  answered: Moment
  nps: number
  stars: number | null
  score: number | null
  text: string | null
}

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

/** Answers to about a third of a store's orders, a day or two after the delivery. */
export function surveyLife(orders: readonly OrderLife[], store: string, seed: string): SurveyLife[] {
  const story = stories[store] as StoreStory
  const luck = chance(`${seed} ${store} surveys`)
  const asked = evenly(luck.next(), 0.732051)
  const mood = evenly(luck.next(), 0.618034)
  return orders.flatMap((order) => {
    if (asked() > 1 / 3) return []
    const day = addDays(order.delivered.day, luck.whole(1, 2))
    const answered = { day, minute: luck.whole(9 * 60 + 30, 20 * 60 + 30) }
    const answer = answerOf(luck, mood(), sharesOf(story, order))
    const text = textOf(luck, answer.nps, order.original !== null)
    return [{ id: `S-${order.id}`, order, answered, ...answer, text }]
  })
}

function sharesOf(story: StoreStory, order: OrderLife) {
  const faults = along(story.faults, order.months)
  const back = order.original !== null
  const promoters =
    along(story.promoters, order.months) - afterReturn.promoters * faults + (back ? afterReturn.promoters : 0)
  const detractors =
    along(story.detractors, order.months) - afterReturn.detractors * faults + (back ? afterReturn.detractors : 0)
  const { liked } = order.lead.craft
  return {
    promoters: Math.max(0.05, Math.min(0.95, promoters + liked)),
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
