import type { Words } from '#foundation/actor'
import { dayOfCell, fenOfCell } from '#foundation/cell'
import { registerSentences } from '#foundation/failure'
import { addDays, type Day } from '#foundation/period'
import { type Reject, readRow, refuse } from '#foundation/reading'
import type { OwnKind } from './orgColumns.ts'
import { cellsOf, codeOfRow, type FileRow, finder, type OrgLayout, refuseUnknown, type SeenNode } from './orgFile.ts'

export type SeenMembership = { node: string; position: string; from: Day; to: Day | null }
export type SeenPerson = {
  id: string
  memberships: readonly SeenMembership[]
  bases: readonly { baseFen: number; from: Day }[]
}

/** A person ready for the import; `fileRows` are the rows of its memberships, those that were kept stand behind them. */
export type FilePerson = { fileRows: number[]; raw: Record<string, unknown> }

type Context = {
  layout: OrgLayout
  seen: readonly SeenNode[]
  people: ReadonlyMap<string, SeenPerson>
  positionOf: (word: string) => string | null
  positionNames: Words
  today: Day
}

type Line = { row: number; id: string; name: string; base: { fen: number; from: Day | null } | null } & SeenMembership

/**
 * What a file says of people: one position a row, all positions that somebody holds now. What was before the earliest of
 * them stays in the person's history, and ends the day before where it had no end.
 */
export function peopleOfFile(context: Context, rows: readonly FileRow[]): { people: FilePerson[]; rejects: Reject[] } {
  const codeOf = codeOfRow(context.layout)
  const read = lineReader(context)
  const rejects: Reject[] = []
  const groups = new Map<string, FileRow[]>()
  for (const row of rows) {
    const id = codeOf(row)
    if (id === null) {
      const outcome = readRow(row.row, () => refuse('id', null, 'row.field.missing'))
      if ('reject' in outcome) rejects.push(outcome.reject)
    } else groups.set(id, [...(groups.get(id) ?? []), row])
  }
  const people: FilePerson[] = []
  for (const [id, group] of groups) {
    const wrong: Reject[] = []
    const lines = group.flatMap((row): Line[] => {
      const outcome = readRow(row.row, () => read(id, row))
      if ('value' in outcome) return [outcome.value]
      wrong.push(outcome.reject)
      return []
    })
    const first = wrong[0]
    if (!first) {
      const outcome = readRow(group[0]?.row ?? 0, () => personOf(context, lines))
      if ('value' in outcome) people.push(outcome.value)
      else rejects.push(outcome.reject)
      continue
    }
    // Half of somebody's positions would end the other half.
    const others = lines.map(
      ({ row }): Reject => ({
        row,
        field: 'id',
        value: id,
        code: 'org.file.person_incomplete',
        named: { wrong: first.row },
      }),
    )
    rejects.push(...wrong, ...others)
  }
  return { people, rejects }
}

function lineReader({ layout, seen, people, positionOf, positionNames }: Context) {
  const cell = cellsOf(layout)
  const find = finder(seen)
  const any: readonly OwnKind[] = ['company', 'region', 'store', 'department']
  const placeOf = (row: FileRow): string => {
    const direct = cell(row, 'node')
    if (direct !== null) return find(direct, 'node', any)?.id ?? refuseUnknown('node', direct, 'department')
    const storeText = cell(row, 'store')
    const store =
      storeText === null
        ? layout.parent
        : (find(storeText, 'store', ['store', 'region', 'company'])?.id ?? refuseUnknown('store', storeText, 'store'))
    const department = cell(row, 'department')
    if (department !== null)
      return (
        find(department, 'department', ['department'], store)?.id ??
        refuseUnknown('department', department, 'department')
      )
    return store ?? refuse('store', null, 'row.field.missing')
  }
  return (id: string, row: FileRow): Line => {
    const name = cell(row, 'name') ?? refuse('name', null, 'row.field.missing')
    const word = cell(row, 'position') ?? refuse('position', null, 'row.field.missing')
    const position = positionOf(word) ?? refuse('position', word, 'org.file.position_unknown', { known: positionNames })
    const node = placeOf(row)
    const fromText = cell(row, 'from')
    const running = people
      .get(id)
      ?.memberships.findLast((one) => one.node === node && one.position === position && one.to === null)
    const from = fromText !== null ? dayOfCell(fromText, 'from') : running?.from
    if (from === undefined) refuse('from', null, 'org.file.from_missing')
    const toText = cell(row, 'to')
    const to = toText === null ? null : dayOfCell(toText, 'to')
    if (to !== null && to < from) refuse('to', to, 'org.span.reversed', { from })
    const baseText = cell(row, 'bonusBase')
    const baseFrom = cell(row, 'bonusFrom')
    const base =
      baseText === null
        ? null
        : {
            fen: fenOfCell(baseText, 'bonusBase', /万/.test(layout.mapping.bonusBase ?? '') ? 10_000 : 1),
            from: baseFrom === null ? null : dayOfCell(baseFrom, 'bonusFrom'),
          }
    return { row: row.row, id, name, node, position, from, to, base }
  }
}

function personOf({ people, today }: Context, lines: readonly Line[]): FilePerson {
  const [first] = lines as [Line]
  const before = people.get(first.id)
  const earliest = lines.reduce((day, { from }) => (from < day ? from : day), first.from)
  const kept = (before?.memberships ?? [])
    .filter(({ from }) => from < earliest)
    .map((one) => ({ ...one, to: one.to === null || one.to >= earliest ? addDays(earliest, -1) : one.to }))
  const bases = basesOf(lines, before, earliest, today)
  return {
    fileRows: lines.map(({ row }) => row),
    raw: {
      id: first.id,
      name: first.name,
      memberships: [...lines.map(({ node, position, from, to }) => ({ node, position, from, to })), ...kept],
      ...(bases ? { bonusBases: bases } : {}),
    },
  }
}

/** The bases with what the file adds; null when it adds nothing. A base that changes must say from when: pay depends on it. */
function basesOf(lines: readonly Line[], before: SeenPerson | undefined, earliest: Day, today: Day) {
  const known = new Map((before?.bases ?? []).map(({ from, baseFen }) => [from, baseFen]))
  const inForce = (before?.bases ?? []).findLast(({ from }) => from <= today)?.baseFen
  let changed = false
  for (const { base } of lines) {
    if (base === null || (base.from === null && base.fen === inForce)) continue
    if (base.from === null && (before?.bases.length ?? 0) > 0)
      refuse('bonusBase', String(base.fen / 100), 'org.file.base_from')
    const from = base.from ?? earliest
    if (known.get(from) === base.fen) continue
    known.set(from, base.fen)
    changed = true
  }
  return changed ? [...known].sort().map(([from, baseFen]) => ({ baseFen, from })) : null
}

registerSentences({
  'org.file.position_unknown': {
    zh: ({ value, known }) => `不认识岗位“${value}”，请改成其中之一：${(known as Words).zh}。`,
    en: ({ value, known }) => `The position "${value}" is not known; use one of ${(known as Words).en}.`,
  },
  'org.file.from_missing': {
    zh: ({ field }) => `新到岗或换了岗位的人要写“${field}”，例如 2024-03-18。`,
    en: ({ field }) => `Whoever is new or changes position needs "${field}", such as 2024-03-18.`,
  },
  'org.file.person_incomplete': {
    zh: ({ value, wrong }) => `“${value}”还有一个岗位在第 ${wrong} 行，那一行有问题；改好后一起再传。`,
    en: ({ value, wrong }) =>
      `Another position of "${value}" stands in row ${wrong}, which was refused; mend it and send both.`,
  },
  'org.file.base_from': {
    zh: ({ value }) => `绩效基数要改成 ${value} 元，请写明从哪天起（“绩效基数起始日”），否则工资会算错。`,
    en: ({ value }) =>
      `The bonus base changes to ${value} yuan; say from which day ("bonus base from"), for pay depends on it.`,
  },
})
