import type { Source } from './source.ts'
import type { Offence } from './sql.ts'

const empty = /^(utils?|helpers?|managers?|services?|common|data|infos?)$/i
const emptyEnd = /(?:^|[a-z0-9])(Utils?|Helpers?|Managers?|Services?|Common|Data|Infos?)$/

/** Files and folders whose name says nothing. */
export function emptyFileNames(paths: Iterable<string>): Offence[] {
  const offences: Offence[] = []
  for (const path of paths) {
    const word = path
      .split('/')
      .map((part) => part.split('.')[0] ?? '')
      .find((part) => empty.test(part))
    if (word) offences.push({ where: path, reason: `"${word}" says nothing: name it after what it holds` })
  }
  return offences
}

/** Exported names that end in a word that says nothing, unless the glossary knows the word (storeManager). */
export function emptyNames(sources: readonly Source[], glossary: ReadonlySet<string>): Offence[] {
  return sources.flatMap(({ path, exported }) =>
    exported
      .filter(({ name }) => saysNothing(name, glossary))
      .map(({ name, line }) => ({ where: `${path}:${line}`, reason: `exports ${name}: its last word says nothing` })),
  )
}

function saysNothing(name: string, glossary: ReadonlySet<string>): boolean {
  const last = (empty.exec(name) ?? emptyEnd.exec(name))?.[1]?.toLowerCase()
  if (!last) return false
  const lower = name.toLowerCase()
  return ![...glossary].some((word) => word.length > last.length && word.endsWith(last) && lower.endsWith(word))
}

/** The code words of the glossary, letters only: store_manager is storemanager. */
export function codeWords(glossary: string): Set<string> {
  return new Set(
    [...glossary.matchAll(/`([\w .-]+)`/g)].map(([, word = '']) => word.toLowerCase().replace(/[^a-z]/g, '')),
  )
}

export function longFiles(lengths: Iterable<{ path: string; lines: number }>, most = 500): Offence[] {
  return [...lengths]
    .filter(({ lines }) => lines > most)
    .map(({ path, lines }) => ({ where: path, reason: `has ${lines} lines, more than ${most}: split it` }))
}

const headings = ['Means', 'Owns', 'Does not own', 'Invariants'] as const

/** What a capability's README lacks; null: there is none. */
export function readmeGaps(path: string, text: string | null): Offence[] {
  if (text === null) return [{ where: path, reason: 'does not exist' }]
  const found = [...text.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading.trim())
  const missing = headings.filter((heading) => !found.includes(heading))
  const offences = missing.map((heading) => ({ where: path, reason: `lacks the heading "## ${heading}"` }))
  const lines = text.split('\n').length
  if (lines > 60) offences.push({ where: path, reason: `has ${lines} lines: a README is one page, 60 lines` })
  return offences
}

/** Paths in backticks of ARCHITECTURE.md's table "Where is ...?" that lead nowhere. */
export function lostPaths(document: string, exists: (path: string) => boolean): Offence[] {
  const lines = document.split('\n')
  const start = lines.findIndex((line) => /^#+ Where is/.test(line))
  if (start < 0) return [{ where: 'ARCHITECTURE.md', reason: 'has no section "Where is ...?"' }]
  const offences: Offence[] = []
  for (let index = start + 1; index < lines.length && !/^#/.test(lines[index] ?? ''); index++) {
    for (const [, path = ''] of (lines[index] ?? '').matchAll(/`([^`]+)`/g)) {
      if (!exists(path.replace(/\/$/, ''))) {
        offences.push({ where: `ARCHITECTURE.md:${index + 1}`, reason: `${path} does not exist` })
      }
    }
  }
  return offences
}
