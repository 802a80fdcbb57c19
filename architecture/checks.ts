import type { Capability } from '../architecture.ts'
import { type Place, placeOf, refusal, targetOf } from './rooms.ts'
import type { Source } from './source.ts'
import { type Named, namedIn, nameRefusal, type Offence, objectsOf, ownerOf, type Sql, writtenIn } from './sql.ts'

/** All that the checks look at, as plain data; made from the disk by house.ts and by hand in the checks' own tests. */
export type House = {
  capabilities: Readonly<Record<string, Capability>>
  /** The imports map of package.json. */
  doors: Readonly<Record<string, string>>
  sources: readonly Source[]
  migrations: readonly Sql[]
  /** Every path of the repository, for questions of existence. */
  paths: ReadonlySet<string>
}

const at = (path: string, line: number) => `${path}:${line}`

export function refusedImports(house: House): Offence[] {
  const rules = { doors: house.doors, uses: (one: string) => house.capabilities[one]?.uses ?? [] }
  return house.sources.flatMap((source) => {
    const place = placeOf(source.path)
    return source.imports.flatMap(({ specifier, line, typeOnly }) => {
      const reason = refusal(place, specifier, typeOnly, rules)
      return reason ? [{ where: at(source.path, line), reason }] : []
    })
  })
}

export function roomless(house: House): Offence[] {
  return house.sources
    .filter(({ path }) => placeOf(path).room === 'unknown')
    .map(({ path }) => ({ where: path, reason: 'lies in no room of table A2' }))
}

/** The server door is a list: named re-exports of its own rooms and nothing else. */
export function doorsThatDoMore(house: House): Offence[] {
  const doors = house.sources.filter(({ path }) => placeOf(path).room === 'door' && placeOf(path).test === 'no')
  return doors.flatMap(({ path, statements }) =>
    statements.map(({ line, what }) => ({
      where: at(path, line),
      reason: `a server door holds only named re-exports, not ${what}`,
    })),
  )
}

export function barrels(house: House): Offence[] {
  return house.sources
    .filter(({ path }) => /(^|\/)index\.tsx?$/.test(path))
    .map(({ path }) => ({ where: path, reason: 'is a barrel: import the file itself' }))
}

/** Doors of the imports map without a file, and files that are doors without an entry. */
export function unmatchedDoors(house: House): Offence[] {
  const offences: Offence[] = []
  const wanted = new Map<string, string>()
  for (const { path } of house.sources) {
    const [, capability = '', file = ''] = /^capabilities\/(\w+)\/(\w+\.tsx?)$/.exec(path) ?? []
    if (file === `${capability}.ts`) wanted.set(`#${capability}`, path)
    if (file === 'wire.ts') wanted.set(`#${capability}/wire`, path)
    if (file === 'ui.tsx') wanted.set(`#${capability}/ui`, path)
  }
  for (const [door, to] of Object.entries(house.doors)) {
    const path = to.replace(/^\.\//, '')
    const there = path.includes('*')
      ? [...house.paths].some(
          (one) => one.startsWith(path.split('*')[0] ?? '') && one.endsWith(path.split('*')[1] ?? ''),
        )
      : house.paths.has(path)
    if (!there)
      offences.push({ where: 'package.json', reason: `imports maps ${door} to ${path}, which does not exist` })
  }
  for (const [door, path] of wanted) {
    if (house.doors[door] !== `./${path}`) {
      offences.push({ where: path, reason: `is a door, but package.json does not map ${door} to it` })
    }
  }
  return offences
}

/** Capabilities that form a circle by `uses`, each as a path that returns to where it began. */
export function circles(capabilities: Readonly<Record<string, Capability>>): string[] {
  const done = new Set<string>()
  const found: string[] = []
  const visit = (one: string, way: string[]) => {
    const seen = way.indexOf(one)
    if (seen >= 0) {
      found.push([...way.slice(seen), one].join(' -> '))
      return
    }
    if (done.has(one)) return
    for (const next of capabilities[one]?.uses ?? []) visit(next, [...way, one])
    done.add(one)
  }
  for (const one of Object.keys(capabilities)) visit(one, [])
  return found
}

type Naming = { owner: string; path: string; named: Named }

/** Every object of a schema that a capability's SQL names, in migrations and in code. */
function namings(house: House): Naming[] {
  const names = Object.keys(house.capabilities)
  const objects = objectsOf(house.migrations)
  const schemas = [...names, 'platform']
  const found: Naming[] = []
  for (const migration of house.migrations) {
    const owned = ownerOf(migration.path, names)
    if (!('owner' in owned)) continue
    for (const named of namedIn(migration, objects, schemas))
      found.push({ owner: owned.owner, path: migration.path, named })
  }
  for (const { path, texts } of house.sources) {
    const { room, capability, test } = placeOf(path)
    const owner = room === 'platform' ? 'platform' : room === 'storage' ? capability : null
    if (!owner || test !== 'no') continue
    for (const { text, line, sql } of texts) {
      for (const named of namedIn({ path, text, line }, objects, schemas, !sql)) found.push({ owner, path, named })
    }
  }
  return found
}

export function refusedNames(house: House): Offence[] {
  return namings(house).flatMap(({ owner, path, named }) => {
    const reason = nameRefusal(owner, named, house.capabilities)
    return reason ? [{ where: at(path, named.line), reason }] : []
  })
}

/** What is published is read: a capability writes to its own schema alone. */
export function foreignWrites(house: House): Offence[] {
  const names = Object.keys(house.capabilities)
  return house.sources.flatMap(({ path, texts }) => {
    const { room, capability, test } = placeOf(path)
    if (room !== 'storage' || test !== 'no') return []
    return texts.flatMap(({ text, line, sql, written }) => {
      const objects = written ? [{ object: text, line }] : sql ? writtenIn({ path, text, line }) : []
      return objects.flatMap((one) => {
        const schema = one.object.split('.')[0] ?? ''
        if (schema === capability || !names.includes(schema) || !one.object.includes('.')) return []
        return [{ where: at(path, one.line), reason: `writes ${one.object}: only ${schema} may` }]
      })
    })
  })
}

/** Entries of `uses` that neither code nor SQL makes use of. (The reverse is refused where it happens.) */
export function unusedUses(house: House): Offence[] {
  const used = new Set<string>()
  for (const { path, imports } of house.sources) {
    const from = placeOf(path)
    if (!from.capability || from.test !== 'no') continue
    for (const { specifier } of imports) {
      const target = targetOf(path, specifier, house.doors)
      if (target.kind === 'file') used.add(`${from.capability} ${placeOf(target.path).capability}`)
    }
  }
  for (const { owner, named } of namings(house)) used.add(`${owner} ${named.schema}`)
  return Object.entries(house.capabilities).flatMap(([capability, { uses }]) =>
    uses
      .filter((one) => !used.has(`${capability} ${one}`))
      .map((one) => ({
        where: 'architecture.ts',
        reason: `${capability} uses ${one}, but no code or SQL of ${capability} does: take it out`,
      })),
  )
}

/** Published objects that no migration makes, and folders, schemas and entries that don't match. */
export function unmatchedCapabilities(house: House): Offence[] {
  const offences: Offence[] = []
  const names = Object.keys(house.capabilities)
  const objects = objectsOf(house.migrations)
  const folders = new Set([...house.paths].flatMap((path) => /^capabilities\/([^/]+)\//.exec(path)?.[1] ?? []))
  const say = (reason: string) => offences.push({ where: 'architecture.ts', reason })
  for (const folder of folders) if (!names.includes(folder)) say(`does not name capabilities/${folder}`)
  for (const [capability, { uses, publishes }] of Object.entries(house.capabilities)) {
    if (!folders.has(capability)) say(`names ${capability}, which has no folder`)
    for (const one of uses) if (!names.includes(one)) say(`${capability} uses ${one}, which is no capability`)
    for (const one of publishes) {
      if (!objects.has(`${capability}.${one}`)) say(`${capability} publishes ${one}, which no migration makes`)
    }
  }
  return offences
}

/** SQL has its rooms: storage, platform, tests and benchmarks (and the migrations). */
export function strayedSql(house: House): Offence[] {
  return house.sources.flatMap(({ path, texts }) => {
    const { room, test } = placeOf(path)
    if (test !== 'no' || room === 'storage' || room === 'platform' || room === 'testing') return []
    return texts
      .filter(({ sql }) => sql)
      .map(({ line, text }) => ({
        where: at(path, line),
        reason: `${room} holds SQL (${text.trim().slice(0, 40).replace(/\s+/g, ' ')}): it belongs in storage`,
      }))
  })
}

/** Ways at run time from `starts` to something forbidden, shortest first found, each with the files between. */
function reachable(
  house: House,
  starts: (place: Place) => boolean,
  forbidden: (target: { place: Place | null; specifier: string; path: string }) => string | null,
): Offence[] {
  const byPath = new Map(house.sources.map((source) => [source.path, source]))
  const from = new Map<string, string | null>()
  const queue: string[] = []
  for (const { path } of house.sources) {
    const place = placeOf(path)
    if (place.test === 'no' && starts(place)) {
      from.set(path, null)
      queue.push(path)
    }
  }
  const way = (path: string): string => {
    const before = from.get(path)
    return before ? `${way(before)} -> ${path}` : path
  }
  const offences: Offence[] = []
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const { specifier, line, typeOnly } of byPath.get(path)?.imports ?? []) {
      if (typeOnly) continue
      const target = targetOf(path, specifier, house.doors)
      const to = target.kind === 'file' ? target.path : ''
      const reason = forbidden({ place: to ? placeOf(to) : null, specifier, path: to })
      if (reason) offences.push({ where: at(path, line), reason: `${reason} by way of ${way(path)}` })
      else if (to && byPath.has(to) && !from.has(to)) {
        from.set(to, path)
        queue.push(to)
      }
    }
  }
  return offences
}

export function screensBehindServer(house: House): Offence[] {
  return reachable(
    house,
    ({ room }) => room === 'server' || room === 'cli',
    ({ path }) => (path.endsWith('.tsx') ? `reaches ${path}, which Node can't load,` : null),
  )
}

export function serverBehindWeb(house: House): Offence[] {
  return reachable(
    house,
    ({ room }) => room === 'web',
    ({ place, specifier }) => {
      if (/^(pg|kysely)($|\/)|^node:/.test(specifier)) return `brings ${specifier} into the browser`
      const kept = place && /^(door|storage|operations|platform|server|cli)$/.test(place.room)
      return kept ? `brings ${place.path} into the browser` : null
    },
  )
}
