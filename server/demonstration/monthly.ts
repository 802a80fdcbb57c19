import { type Day, daysIn, monthOf, type Period, parsePeriod } from '#foundation/period'
import type { Chance } from './chance.ts'
import { isBy, type Moment } from './moments.ts'
import type { OrderLife } from './orders.ts'
import { monthAfter } from './outline.ts'
import { type Facts, head, noFacts } from './rows.ts'
import { dayWeight } from './season.ts'
import { along } from './stories.ts'
import { luckOf, type World } from './world.ts'

type Made = Pick<Facts, 'inventory' | 'finance' | 'staff-changes'>

/** What is known once a month: the accounts, the stock, who came and who left. */
export function monthlyFacts(world: World, month: string, orders: readonly OrderLife[], by: Moment): Made {
  const made = noFacts()
  const luck = luckOf(world, month, 'accounts')
  const outputFen = sum(orders.map((order) => order.labourFen + order.partsFen))
  const partsFen = sum(orders.map((order) => order.partsFen))
  const accounts = accountsOf(world, month, luck, outputFen, partsFen)
  const closed = { day: `${monthAfter(month, 1)}-05`, minute: 10 * 60 }
  if (isBy(closed, by))
    made.finance.push({ ...head(`F-${world.store.id}-${month}`, closed, world.store.id), month, ...accounts })
  const counted = { day: `${month}-01`, minute: 18 * 60 }
  if (isBy(counted, by))
    made.inventory.push({
      ...head(`V-${world.store.id}-${month}`, counted, world.store.id),
      ...stockOn(world, counted.day, luck),
    })
  made['staff-changes'] = changesIn(world, month).filter((row) => isBy({ day: row.day, minute: 18 * 60 }, by))
  return made
}

/** The accounts of the year before the first orders: they come from the books, and growth is reckoned against them. */
export function earlierAccounts(world: World): Facts['finance'] {
  return Array.from({ length: 12 }, (_, index) => {
    const month = monthAfter(monthOf(world.first), index - 12)
    const luck = luckOf(world, month, 'accounts')
    const length = daysIn(parsePeriod(month) as Period)
    let busy = 0
    for (let day = 1; day <= length; day++) busy += dayWeight(`${month}-${String(day).padStart(2, '0')}`)
    // Less by a sixth than what the figures begin with.
    const outputFen = Math.round(
      0.84 *
        along(world.story.arrivals, -15) *
        world.scale *
        busy *
        along(world.story.ticketFen, -15) *
        luck.between(0.96, 1.04),
    )
    const closed = { day: `${monthAfter(month, 1)}-05`, minute: 10 * 60 }
    const head_ = head(`F-${world.store.id}-${month}`, closed, world.store.id)
    return { ...head_, month, ...accountsOf(world, month, luck, outputFen, Math.round(outputFen * 0.74)) }
  })
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)

/** Profit and loss of a month: what the orders brought in, less warranty; profit as the store's story has it. */
function accountsOf(world: World, month: string, luck: Chance, outputFen: number, partsFen: number) {
  const { story, store, network } = world
  const months = world.at(`${month}-15`)
  const revenueFen = Math.round(outputFen * luck.between(0.985, 0.998))
  const margin = along(story.netMargin, months) + luck.between(-0.008, 0.008)
  const netProfitFen = Math.round(revenueFen * margin)
  // A quarter of a profit goes in tax; a loss has none.
  const operatingCostFen = revenueFen - Math.round(netProfitFen / (netProfitFen > 0 ? 0.75 : 1))
  const heads = (network.staff.get(store.id) ?? []).length
  const labourCostFen = Math.round(heads * 1_250_000 * luck.between(0.97, 1.03) * Math.min(1, world.scale))
  const rentFen = Math.round(store.areaSquareMetres * 2_600 * Math.min(1, world.scale))
  const left = operatingCostFen - labourCostFen - rentFen
  const costFen = Math.max(0, Math.round(Math.min(0.6 * revenueFen, left * 0.94)))
  const partsRevenueFen = Math.round(partsFen * 0.99)
  return {
    revenueFen,
    costFen,
    netProfitFen,
    operatingCostFen,
    labourCostFen,
    rentFen,
    investmentFen: store.bays * 75_000_000,
    partsRevenueFen,
    partsCostFen: Math.round(partsRevenueFen * luck.between(0.63, 0.67)),
  }
}

/** Stock that fits the yearly cost of sales at the store's turnover. */
function stockOn(world: World, day: Day, luck: Chance) {
  const months = world.at(day)
  const { story } = world
  const yearly = along(story.arrivals, months) * world.scale * 356 * along(story.ticketFen, months) * 0.55
  const stockFen = Math.round((yearly / along(story.turnover, months)) * luck.between(0.96, 1.04))
  return { day, stockFen, obsoleteFen: Math.round(stockFen * along(story.obsolete, months) * luck.between(0.95, 1.05)) }
}

/** Memberships that begin or end here; who only changes store neither joins nor leaves the company. */
function changesIn({ network, store, first }: World, month: string) {
  const inStore = (node: string) => node.split('-')[0] === store.id
  return (network.staff.get(store.id) ?? []).flatMap((person) => {
    const [begin, end] = [person.memberships[0], person.memberships.at(-1)]
    const row = (day: Day, change: 'joined' | 'left') => ({
      ...head(`H-${person.id}-${change}`, { day, minute: 18 * 60 }, store.id),
      person: person.id,
      day,
      change,
    })
    const joined = begin && begin.from >= first && monthOf(begin.from) === month && inStore(begin.node)
    const left = end?.to && monthOf(end.to) === month && inStore(end.node)
    return [...(joined ? [row(begin.from, 'joined')] : []), ...(left ? [row(end.to as Day, 'left')] : [])]
  })
}
