import { posix } from 'node:path'

export type Room =
  | 'foundation'
  | 'platform'
  | 'testing'
  | 'catalogue'
  | 'rules'
  | 'wire'
  | 'storage'
  | 'operations'
  | 'screens'
  | 'door'
  | 'design'
  | 'web'
  | 'server'
  | 'cli'
  | 'client'
  | 'bench'
  | 'scenarios'
  | 'root'
  | 'unknown'

export type Place = {
  path: string
  room: Room
  capability: string | null
  /** own: a test, bound to its room; whole: a test of the whole house (database, browser, scenario), bound to nothing. */
  test: 'no' | 'own' | 'whole'
}

const tops = [
  'foundation',
  'platform',
  'catalogue',
  'design',
  'web',
  'server',
  'cli',
  'client',
  'bench',
  'scenarios',
] as const

/** The room that a file lies in, by its path alone. */
export function placeOf(path: string): Place {
  const [top = '', ...rest] = path.split('/')
  const whole = /\.(db|browser)\.test\.tsx?$/.test(path) || top === 'scenarios' || top === 'bench'
  const test = whole ? 'whole' : /\.test\.tsx?$/.test(path) ? 'own' : 'no'
  if (top === 'capabilities') {
    const [capability = '', ...inside] = rest
    return { path, room: roomInside(capability, inside), capability, test }
  }
  if (rest.length === 0 || top === 'architecture' || path.endsWith('.config.ts')) {
    return { path, room: 'root', capability: null, test }
  }
  if (top === 'platform' && /^testing[./]/.test(rest.join('/')))
    return { path, room: 'testing', capability: null, test }
  return { path, room: tops.find((one) => one === top) ?? 'unknown', capability: null, test }
}

function roomInside(capability: string, [first = '', ...deeper]: string[]): Room {
  if (deeper.length === 0) {
    if (first === 'ui.tsx') return 'screens'
    const stem = first.replace(/(\.(db|browser))?(\.test)?\.tsx?$/, '')
    if (stem === capability) return 'door'
    return (['rules', 'wire', 'storage', 'operations'] as const).find((one) => one === stem) ?? 'unknown'
  }
  return (['rules', 'wire', 'storage', 'operations', 'screens'] as const).find((one) => one === first) ?? 'unknown'
}

export type Target =
  | { kind: 'npm'; name: string }
  | { kind: 'node'; name: string }
  | { kind: 'asset'; path: string }
  | { kind: 'file'; path: string; by: 'door' | 'path' }
  | { kind: 'lost'; reason: string }

/** What an import leads to; `doors` is the imports map of package.json. */
export function targetOf(from: string, specifier: string, doors: Readonly<Record<string, string>>): Target {
  if (specifier.startsWith('.')) {
    const path = posix.normalize(posix.join(posix.dirname(from), specifier))
    if (/\.tsx?$/.test(specifier)) return { kind: 'file', path, by: 'path' }
    if (/\.(css|json|svg|png|woff2|sql)(\?\w+)?$/.test(specifier))
      return { kind: 'asset', path: path.replace(/\?\w+$/, '') }
    return { kind: 'lost', reason: `imports ${specifier} without its ending .ts or .tsx` }
  }
  if (specifier.startsWith('#')) {
    const path = throughDoor(specifier, doors)
    return path
      ? { kind: 'file', path, by: 'door' }
      : { kind: 'lost', reason: `imports ${specifier}, which is no door of package.json` }
  }
  if (specifier.startsWith('node:')) return { kind: 'node', name: specifier }
  if (specifier.startsWith('/')) return { kind: 'lost', reason: `imports ${specifier} by an absolute path` }
  const parts = specifier.split('/')
  return { kind: 'npm', name: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') }
}

function throughDoor(specifier: string, doors: Readonly<Record<string, string>>): string | null {
  const exact = doors[specifier]
  if (exact) return posix.normalize(exact)
  for (const [door, path] of Object.entries(doors)) {
    const prefix = door.endsWith('*') ? door.slice(0, -1) : null
    if (prefix && specifier.startsWith(prefix))
      return posix.normalize(path.replace('*', specifier.slice(prefix.length)))
  }
  return null
}

type Grant = { room: Room; whose?: 'own' | 'other'; typesOnly?: true; only?: RegExp }
type Permission = { rooms: Grant[]; npm?: RegExp; node?: true }

const anyPackage = /./
const testLibraries = /^(vitest|fast-check|playwright-core|axe-core|@sparticuz\/chromium)$/
const foundation: Grant = { room: 'foundation' }
const composition: Grant[] = [
  foundation,
  { room: 'platform' },
  { room: 'catalogue' },
  { room: 'door' },
  { room: 'wire' },
  { room: 'server' },
]

/** Table A2. A room may always import itself; `whose` speaks of capabilities, `other` ones must stand in `uses`. */
const table: Record<Exclude<Room, 'unknown'>, Permission> = {
  foundation: { rooms: [] },
  platform: { rooms: [foundation], npm: anyPackage, node: true },
  testing: { rooms: [foundation, { room: 'platform' }], npm: anyPackage, node: true },
  catalogue: { rooms: [foundation, { room: 'door', typesOnly: true }, { room: 'wire', typesOnly: true }] },
  rules: {
    // A formula is parsed by the rule that checks it; the parser is pure.
    npm: /^jsep$/,
    rooms: [
      foundation,
      { room: 'door', whose: 'other', typesOnly: true },
      { room: 'wire', whose: 'other', typesOnly: true },
    ],
  },
  wire: {
    rooms: [foundation, { room: 'rules', whose: 'own', typesOnly: true }, { room: 'wire', whose: 'other' }],
    npm: /^(zod|@orpc\/contract)$/,
  },
  storage: {
    rooms: [foundation, { room: 'platform', only: /^platform\/database\.ts$/ }, { room: 'rules', whose: 'own' }],
    node: true,
  },
  operations: {
    rooms: [
      foundation,
      { room: 'platform' },
      { room: 'catalogue' },
      { room: 'rules', whose: 'own' },
      { room: 'storage', whose: 'own' },
      { room: 'wire', whose: 'own' },
      { room: 'door', whose: 'other' },
    ],
    // http.ts binds the verbs to the contract (A1).
    npm: /^@orpc\/server$/,
    node: true,
  },
  screens: {
    rooms: [
      foundation,
      { room: 'wire', whose: 'own', typesOnly: true },
      { room: 'rules', whose: 'own' },
      { room: 'design' },
      { room: 'screens', whose: 'other' },
    ],
    npm: /^(react|react-dom|@mantine\/.+|@tanstack\/.+|echarts|idb-keyval|@xyflow\/react)$/,
  },
  door: {
    rooms: [
      { room: 'rules', whose: 'own' },
      { room: 'operations', whose: 'own' },
      { room: 'storage', whose: 'own' },
    ],
  },
  design: { rooms: [foundation], npm: /^(react|react-dom|@mantine\/.+|echarts)$/ },
  web: { rooms: [{ room: 'screens' }, { room: 'wire', typesOnly: true }, { room: 'design' }], npm: anyPackage },
  server: { rooms: composition, npm: anyPackage, node: true },
  cli: { rooms: composition, npm: anyPackage, node: true },
  // What other programs load: the contracts and nothing of the server.
  client: { rooms: [foundation, { room: 'wire' }], npm: /^@orpc\/contract$/, node: true },
  bench: { rooms: [], npm: anyPackage, node: true },
  scenarios: { rooms: [], npm: anyPackage, node: true },
  root: { rooms: [], npm: anyPackage, node: true },
}

export type House = { doors: Readonly<Record<string, string>>; uses: (capability: string) => readonly string[] }

/** Why this place may not import that; null when it may. */
export function refusal(from: Place, specifier: string, typeOnly: boolean, house: House): string | null {
  const target = targetOf(from.path, specifier, house.doors)
  if (target.kind === 'lost') return target.reason
  if (from.room === 'unknown') return null // reported by its own check
  const { rooms, npm, node } = table[from.room]
  if (target.kind === 'npm') {
    if (from.test === 'whole' || npm?.test(target.name) || (from.test === 'own' && testLibraries.test(target.name)))
      return null
    return `${from.room} may not import the package ${target.name}`
  }
  if (target.kind === 'node') {
    return node || from.test !== 'no' ? null : `${from.room} may not import ${target.name}`
  }
  const to = placeOf(target.path)
  if (leaves(from, to, target.kind === 'file' ? target.by : 'path')) {
    return `the relative import ${specifier} leaves ${regionOf(from)}: go through a door`
  }
  if (target.kind === 'asset' || from.test === 'whole') return null
  if (to.room === 'testing') {
    return from.room === 'testing' || from.test === 'own' ? null : `only tests may import ${specifier}`
  }
  const own = from.capability === to.capability
  if (from.capability && to.capability && !own && !house.uses(from.capability).includes(to.capability)) {
    return `imports ${specifier}, but architecture.ts does not name ${to.capability} in the uses of ${from.capability}`
  }
  if (to.room === from.room && own) return null
  const grants = rooms.filter(
    (grant) => grant.room === to.room && (grant.whose === undefined || (grant.whose === 'own') === own),
  )
  const where = to.capability ? `${own ? 'its own' : `${to.capability}'s`} ${to.room}` : to.room
  if (grants.length === 0) return `${from.room} may not import ${where} (${specifier})`
  if (!grants.some((grant) => !grant.only || grant.only.test(to.path)))
    return `${from.room} may not import ${specifier}`
  if (!typeOnly && grants.every((grant) => grant.typesOnly)) {
    return `${from.room} may import only types from ${where}: write \`import type\` for ${specifier}`
  }
  return null
}

const regionOf = (place: Place) =>
  place.capability
    ? `capabilities/${place.capability}`
    : place.room === 'root'
      ? 'the root'
      : (place.path.split('/')[0] ?? '')

/** server and cli have no door, so whoever may import them does it by path. */
function leaves(from: Place, to: Place, by: 'door' | 'path'): boolean {
  return by === 'path' && regionOf(from) !== regionOf(to) && to.room !== 'server' && to.room !== 'cli'
}
