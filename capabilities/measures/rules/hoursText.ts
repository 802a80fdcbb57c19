import type { Locale, Words } from '#foundation/actor'
import { figureText } from '#foundation/figure'
import type { Advice, ServiceLevel } from './staffing.ts'

const weekdayNames: Record<Locale, readonly string[]> = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
}

/** Weekdays as people say them: every day, Monday to Friday, or one by one. */
export function weekdaysText(weekdays: readonly number[], locale: Locale): string {
  const names = weekdays.map((one) => weekdayNames[locale][one - 1] ?? '')
  if (weekdays.length === 7) return locale === 'zh' ? '每天' : 'every day'
  const run = weekdays.every((one, index) => index === 0 || one === (weekdays[index - 1] ?? 0) + 1)
  if (run && weekdays.length > 2) return `${names[0]}${locale === 'zh' ? '至' : ' to '}${names.at(-1)}`
  return list(names, locale)
}

/** Hours as spans of the clock: 10–11, 14–15; neighbours grow together. */
export function hoursText(hours: readonly number[], locale: Locale): string {
  const spans: { from: number; to: number }[] = []
  for (const hour of [...hours].sort((a, b) => a - b)) {
    const last = spans.at(-1)
    if (last && last.to === hour) last.to = hour + 1
    else spans.push({ from: hour, to: hour + 1 })
  }
  return list(
    spans.map(({ from, to }) => (locale === 'zh' ? `${from}–${to} 点` : `${from}–${to}`)),
    locale,
  )
}

function list(parts: readonly string[], locale: Locale): string {
  if (locale === 'zh') return parts.join('、')
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

const both = (say: (locale: Locale) => string): Words => ({ zh: say('zh'), en: say('en') })

/** The advice as one sentence: 2 more people at 10–11 and 14–15, Monday to Friday. */
export function adviceText({ hours, weekdays, extra }: Advice): Words {
  return both((locale) => {
    const [when, at] = [weekdaysText(weekdays, locale), hoursText(hours, locale)]
    if (locale === 'zh') return `${when} ${at}${hours.length > 1 ? '各' : ''}加 ${extra} 人`
    return `${extra} more ${extra === 1 ? 'person' : 'people'} at ${at}, ${when}`
  })
}

/** What the advice rests on: what comes, who is there, and what share that serves in time. */
export function adviceBecause(advice: Advice, level: ServiceLevel): Words {
  const minutes = level.withinSeconds / 60
  return both((locale) => {
    const say = (value: number) => figureText(Math.round(value * 10) / 10, null, locale)
    const percent = (value: number) => figureText(Math.round(value), 'percent', locale)
    const { contacts, intake, present, needed, servedPercent } = advice
    const behind = servedPercent < 0.5
    if (locale === 'zh') {
      const cars = intake > 0 ? `、${say(intake)} 台车到店` : ''
      const now = behind ? '接不过来，会越排越长' : `预计 ${percent(servedPercent)} 能在 ${minutes} 分钟内得到回应`
      return `这时每小时约有 ${say(contacts)} 次来询${cars}。平均 ${say(present)} 人在岗，${now}；到 ${percent(level.targetPercent)} 需要 ${needed} 人。`
    }
    const cars = intake > 0 ? ` and ${say(intake)} cars` : ''
    const now = behind
      ? 'the queue only grows'
      : `${percent(servedPercent)} would be answered within ${minutes} minutes`
    return `About ${say(contacts)} contacts${cars} come in each of these hours. With ${say(present)} people there on average, ${now}; ${percent(level.targetPercent)} within ${minutes} minutes takes ${needed}.`
  })
}

/** How the people were reckoned, so that nobody has to believe it. */
export function staffingBecause(
  { contactSeconds, intakeSeconds }: { contactSeconds: number; intakeSeconds: number },
  { withinSeconds, targetPercent }: ServiceLevel,
  known: 'attendance' | 'posts' | null,
): Words[] {
  const [contact, car] = [contactSeconds / 60, intakeSeconds / 60]
  const minutes = withinSeconds / 60
  const lines: Words[] = [
    {
      zh: `按每次来询占用一人 ${contact} 分钟、每台车接待 ${car} 分钟，来得有疏有密（Erlang C）推算，目标是 ${targetPercent}% 在 ${minutes} 分钟内回应。`,
      en: `Reckoned with ${contact} minutes of somebody’s time for a contact and ${car} for an arriving car, which come as they will (Erlang C), to answer ${targetPercent}% within ${minutes} minutes.`,
    },
  ]
  if (known === 'attendance')
    lines.push({
      zh: '在岗人数按客服和服务顾问的考勤时长，摊到营业时间。',
      en: 'Who is there comes from the attendance of agents and service advisors, spread over opening hours.',
    })
  if (known === 'posts')
    lines.push({
      zh: '没有考勤，在岗人数按在册的客服和服务顾问计，轮休没有扣除。',
      en: 'There is no attendance, so everybody in post as an agent or service advisor counts as there, days off included.',
    })
  return lines
}
