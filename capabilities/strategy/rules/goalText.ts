import type { Goal, GoalGround, GoalKpi, GoalVocabulary, ReadGoal } from './goal.ts'
import { daysNamed } from './goalDay.ts'

const lengthMax = 2000
const blank = '□'

/** Wide letters, capitals and spaces beside Chinese make no difference. */
export function plain(text: string): string {
  return text
    .slice(0, lengthMax)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[→⇒➔]|—>|-+>|=>/g, '->')
    .replace(/(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])/g, '')
}

type Word = { word: string; kpi: GoalKpi | null; maybe: readonly string[] }
const indexes = new WeakMap<GoalVocabulary, Word[]>()

/** Every word of the vocabulary, the longest first, so that a name is not taken for a shorter one inside it. */
function wordsOf(vocabulary: GoalVocabulary): Word[] {
  const known = indexes.get(vocabulary)
  if (known) return known
  const byWord = new Map<string, Word>()
  for (const kpi of vocabulary.kpis)
    for (const name of [kpi.names.zh, kpi.names.en, ...kpi.synonyms]) {
      const word = plain(name)
      if (word !== '' && !byWord.has(word)) byWord.set(word, { word, kpi, maybe: [] })
    }
  for (const { words, kpis } of vocabulary.vague)
    for (const name of words) {
      const word = plain(name)
      byWord.set(word, { word, kpi: byWord.get(word)?.kpi ?? null, maybe: kpis })
    }
  const words = [...byWord.values()].sort((a, b) => b.word.length - a.word.length)
  indexes.set(vocabulary, words)
  return words
}

const isLetter = (character: string | undefined) => character !== undefined && /[a-z]/.test(character)

type Named = Word & { at: number }

/** The words of the vocabulary that a text names, and the text without them. */
function named(text: string, vocabulary: GoalVocabulary): { found: Named[]; rest: string } {
  const found: Named[] = []
  let rest = text
  for (const one of wordsOf(vocabulary)) {
    for (let at = rest.indexOf(one.word); at >= 0; at = rest.indexOf(one.word, at + 1)) {
      const end = at + one.word.length
      const inside =
        (isLetter(one.word[0]) && isLetter(rest[at - 1])) || (isLetter(one.word.at(-1)) && isLetter(rest[end]))
      if (inside) continue
      found.push({ ...one, at })
      rest = rest.slice(0, at) + blank.repeat(one.word.length) + rest.slice(end)
    }
  }
  return { found: found.sort((a, b) => a.at - b.at), rest }
}

type Figure = { value: number; unit: string; start: number; end: number }

const units =
  '个百分点|百分点|percentage points?|percent|pp|%|万元|万|亿元|亿|元|yuan|rmb|million|k|分钟|小时|分|points?|minutes?|hours?|人|台次|台|次|个|位|件|单|项|份|家|条|场|辆|天|days?|times'
const figure = new RegExp(`(?<![\\d.,])(-?\\d{1,15}(?:,\\d{3})*(?:\\.\\d{1,6})?)(?!\\d)(?: ?(${units}))?`, 'g')

function figuresIn(text: string): Figure[] {
  return [...text.matchAll(figure)].flatMap((match) => {
    const start = match.index
    // A stroke between two figures leads from one to the other.
    const stroke = match[1]?.startsWith('-') && /[\d%]\s*$/.test(text.slice(0, start))
    const value = Number((stroke ? match[1]?.slice(1) : match[1])?.replaceAll(',', ''))
    return Number.isFinite(value) ? [{ value, unit: match[2] ?? '', start, end: start + match[0].length }] : []
  })
}

const leads = /(?:到|至|为|成|->|~|(?:^|\s)to|-)\s*$/
const reaches =
  /(?:到|至|达|为|成|不低于|不少于|不高于|不超过|控制在|低于|高于|超过|保持在|[≥≤<>=]|\bto|\breach(?:es|ing)?|\bat least|\bat most|\babove|\bbelow|\bunder|\bover|\bexceeds?|\bof|\bthan)\s*$/
const changes =
  /(?:提升|提高|增加|增长|上升|上涨|降低|下降|减少|改善|缩短|压缩|\bby|\+|\bup|\bdown|\bincrease|\breduce|\bimprove|\braise|\bcut|\bgrow|\bgain)\s*(?:了|约)?\s*$/
const counted = /^(?:人|台次|台|次|个|位|件|单|项|份|家|条|场|辆)$/

type Figures = { from: Figure | null; to: Figure | null; change: Figure | null; single: Figure | null }

/** Which figure is where one stands, which is where one wants to be, and which is the way between. */
function placed(text: string, figures: readonly Figure[]): Figures {
  const none = { from: null, to: null, change: null, single: null }
  for (const [index, to] of figures.entries()) {
    const from = figures[index - 1]
    if (!from) continue
    const between = text.slice(from.end, to.start)
    if (between.length <= 24 && (leads.test(between) || (between === '' && text[to.start] === '-')))
      return { ...none, from, to }
  }
  for (const one of figures) {
    const before = text.slice(Math.max(0, one.start - 16), one.start)
    if (/百分点|^pp$|percentage/.test(one.unit) || (changes.test(before) && !leads.test(before)))
      return { ...none, change: one }
    if (reaches.test(before) || /^(?:以上|以下|以内| or (?:more|less))/.test(text.slice(one.end)))
      return { ...none, to: one }
  }
  return { ...none, single: figures.at(-1) ?? null }
}

const multiples: Readonly<Record<string, number>> = { 万: 1e4, 万元: 1e4, 亿: 1e8, 亿元: 1e8, k: 1e3, million: 1e6 }

/** A written figure in the unit of a KPI: 8,000万 of output in fen, an hour in minutes. */
function inUnitOf({ value, unit }: Figure, kpi: GoalKpi | null): number {
  const amount = value * (multiples[unit] ?? 1)
  if (kpi?.unit === 'fen') return Math.round(amount * 100)
  if (kpi?.unit === 'minutes' && /^(?:小时|hours?)$/.test(unit)) return amount * 60
  return amount
}

/** Said where a low score of a hundred would be taken for one of five. */
export const ofHundred = { zh: '百分制', en: 'hundred-point scale' }

/** A vague word with a figure beside it: the unit tells which KPI it was. */
function meant(word: Word, goal: Figure | null, text: string, vocabulary: GoalVocabulary): GoalKpi | null {
  if (!goal) return null
  const wanted = /%|percent|百分点|pp/.test(goal.unit)
    ? ['percent']
    : /分$|points?/.test(goal.unit)
      ? goal.value <= 5 && !text.includes(ofHundred.zh) && !text.includes(ofHundred.en)
        ? ['score5']
        : ['score100', 'points']
      : /元|yuan|rmb|万|亿/.test(goal.unit)
        ? ['fen']
        : []
  if (word.kpi && (wanted.length === 0 || wanted.includes(word.kpi.unit))) return word.kpi
  const candidates = vocabulary.kpis.filter(({ id }) => word.maybe.includes(id))
  for (const unit of wanted) {
    const found = candidates.find((kpi) => kpi.unit === unit)
    if (found) return found
  }
  return null
}

/** The latest month whose value is known. */
export function latest(past: readonly (number | null)[] = []): number | null {
  return past.findLast((value) => value !== null && Number.isFinite(value)) ?? null
}

/** What a goal says: its fields, and what its text adds to them. */
export function readGoal(goal: Goal, { vocabulary, past, today }: GoalGround): ReadGoal {
  const text = plain(goal.text ?? '')
  const { found, rest } = named(text, vocabulary)
  const days = daysNamed(rest, today)
  let bare = rest
  for (const { start, end } of days) bare = bare.slice(0, start) + blank.repeat(end - start) + bare.slice(end)
  const figures = figuresIn(bare)
  const { from, to, change, single } = placed(bare, figures)
  const clear = found.find((one) => one.kpi && one.maybe.length === 0)
  const vague = found.find((one) => one.maybe.length > 0)
  const given = goal.kpi ? vocabulary.kpis.find(({ id }) => id === goal.kpi) : undefined
  const kpi = given ?? clear?.kpi ?? (vague ? meant(vague, to ?? change ?? single, text, vocabulary) : null)
  const unlike = single && kpi && counted.test(single.unit) && kpi.unit !== 'count'
  const end = to ?? (kpi && !unlike ? single : null)
  const start = from ? inUnitOf(from, kpi) : null
  const moved = change ? inUnitOf(change, kpi) : null
  const known = goal.from ?? start ?? (kpi ? latest(past[kpi.id]) : null)
  const relative = change && kpi && moved !== null && known !== null ? resolved(known, moved, change, kpi) : null
  return {
    kpi,
    maybe: kpi ? [] : (vague?.maybe ?? []),
    from: finite(known),
    to: finite(goal.to ?? (end ? inUnitOf(end, kpi) : relative)),
    change: finite(moved),
    deed: !kpi && !vague && figures.some((one) => isDeed(one, bare)),
    by: goal.by ?? days.at(-1)?.day ?? null,
    position: vocabulary.positions.some(({ id }) => id === goal.position) ? (goal.position ?? null) : null,
  }
}

const finite = (value: number | null | undefined) =>
  value !== null && value !== undefined && Number.isFinite(value) ? value : null

/** Where a change leads to: points are added, percent of what is no percentage is a share of it. */
function resolved(from: number, change: number, { unit }: Figure, kpi: GoalKpi): number {
  const better = kpi.direction === 'higher' ? 1 : -1
  const share = unit === '%' && kpi.unit !== 'percent'
  return from + better * Math.abs(share ? (from * change) / 100 : change)
}

/** A count of something that one can see: 3个5星好评, 40 people. */
function isDeed({ unit, end, value }: Figure, text: string): boolean {
  if (value <= 0 || !Number.isInteger(value)) return false
  return counted.test(unit) || (unit === '' && /^ [a-z]{3,}/.test(text.slice(end)))
}
