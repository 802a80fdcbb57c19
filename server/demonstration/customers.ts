import { addDays, type Day } from '#foundation/period'
import { openDay } from './moments.ts'
import { dayWeight } from './season.ts'
import { along } from './stories.ts'
import { luckOf, type World } from './world.ts'

export type Customer = { name: string; vehicle: string; isNew: boolean }

const surnames = [...'赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹章苏潘葛范彭']
const plateSigns = [...'ABCDEFGHJKLMNPQRSTUVWXYZ']

/**
 * Who comes as the so-many-th on a day: somebody new or, by the store's share of regulars, whoever came in that place some
 * weeks or months before. No list of customers is kept; the same question always has the same answer. Each place has a rhythm
 * of its own, kept to the day: with a jitter some would be met twice and others never, and far fewer would come again within
 * a year than the share of regulars says.
 */
export function customerOf(world: World, day: Day, place: number): Customer {
  let [from, slot] = [day, place]
  for (let visits = 0; ; visits++) {
    const luck = luckOf(world, from, `customer ${slot}`)
    if (luck.next() >= along(world.story.regulars, world.at(from)) || visits > 40) {
      const name = `${luck.pick(surnames)}${luck.pick(['先生', '女士'])} ${luck.whole(1000, 9999)}`
      const vehicle = `${world.store.plate}·${luck.pick(plateSigns)}**${luck.whole(100, 999)}`
      return { name, vehicle, isNew: visits === 0 }
    }
    const rhythm = 45 + ((slot * 37) % 90)
    from = openDay(addDays(from, -rhythm), 0, world.shut)
    slot %= Math.max(1, Math.floor(world.arrivals(from) * dayWeight(from) * 0.88))
  }
}
