import type { CardUse } from '#dailyCards'
import { addDays, type Day } from '#foundation/period'
import { chance } from './chance.ts'
import { disciplineOf } from './plans.ts'

const highlights = [
  '客户说这次等得短，愿意介绍朋友来',
  '疑难车一次查到原因',
  '预约客户全部按时交车',
  '新来的同事独立接了一单',
  '把老客户请回来做了保养',
  '互检时发现一处没拧紧，当场改好',
]
const problems = [
  '上午十点电话太多，有两位等了二十分钟',
  '一个件中午才到，车多等了两小时',
  '系统卡了二十分钟，开单排队',
  '客户对报价有疑问，解释了两遍',
  '举升机有异响，下午停用一台',
]
const reasons = ['高峰时来不及', '今天没有合适的客户', '等件，明天接着做', '临时接了返修车', '没有做完，还差两项']
const focuses = [
  '高峰前十分钟把人排好',
  '先把昨天没做完的做掉',
  '多问一句还有哪里不满意',
  '自检表逐项打勾',
  '约好明天的错峰客户',
]

type Who = { person: string; store: string; day: Day }

const at = (day: Day, minute: number) => new Date(Date.parse(`${day}T00:00:00+08:00`) + minute * 60_000)

/** How somebody of a store went through a day that is over: the same every time. */
export function daySpent(
  seed: string,
  { person, store, day }: Who,
  learning: { id: string; minutes: number } | null,
): CardUse | null {
  const luck = chance(`${seed} card ${person} ${day}`)
  const keeps = disciplineOf(store)
  if (luck.next() > keeps + 0.15) return null
  const openedAt = at(day, 500 + luck.whole(0, 35))
  const closes = luck.next() < keeps
  const works = 0.35 + 0.6 * keeps
  const raised = closes && luck.next() < 0.3
  const closing = closes
    ? {
        at: at(day, 17 * 60 + 30 + luck.whole(0, 40)),
        highlight: luck.next() < 0.7 ? luck.pick(highlights) : '',
        problem: raised ? luck.pick(problems) : '',
        problemSolved: raised && luck.next() < 0.25 + 0.6 * keeps,
        tomorrow: luck.pick(focuses),
      }
    : null
  const learned =
    learning && closes && luck.next() < 0.3
      ? { item: learning.id, minutes: learning.minutes, score: luck.whole(72, 100) }
      : null
  return {
    openedAt,
    closing,
    tick: ({ kind }) => {
      if (kind === 'learning') return learned ? { done: true, why: '' } : null
      const done = luck.next() < (kind === 'strategic' ? works : works + 0.1)
      if (done) return { done, why: '' }
      return closes && kind === 'strategic' ? { done, why: luck.pick(reasons) } : null
    },
    learned,
  }
}

/** In the morning of a day that is not over: opened, nothing said yet. */
export function openedToday(seed: string, { person, store, day }: Who, now: Date): CardUse | null {
  const luck = chance(`${seed} card ${person} ${day}`)
  if (luck.next() > disciplineOf(store) + 0.15) return null
  const openedAt = at(day, 500 + luck.whole(0, 35))
  return openedAt > now ? null : { openedAt, closing: null, tick: () => null, learned: null }
}

/** The days up to yesterday whose cards the network comes with. */
export const cardDays = (today: Day, count: number): Day[] =>
  Array.from({ length: count }, (_, index) => addDays(today, index - count))
