import { describe, expect, it } from 'vitest'
import {
  barrels,
  circles,
  doorsThatDoMore,
  foreignWrites,
  refusedImports,
  refusedNames,
  roomless,
  screensBehindServer,
  serverBehindWeb,
  strayedSql,
  unmatchedCapabilities,
  unmatchedDoors,
  unusedUses,
} from './architecture/checks.ts'
import { houseOnDisk, read } from './architecture/house.ts'
import { codeWords, emptyFileNames, emptyNames, longFiles, lostPaths, readmeGaps } from './architecture/names.ts'
import { type Offence, openToAll, outsideOwnSchema, ownerOf } from './architecture/sql.ts'

// Table A2 of the design, held without a list of exceptions. What a check means is tested beside it in architecture/.
const house = houseOnDisk()
const names = Object.keys(house.capabilities)

function none(offences: Offence[], rule: string) {
  const lines = offences.map(({ where, reason }) => `  ${where} ${reason}`)
  if (lines.length > 0) expect.fail([rule, ...lines].join('\n'))
}

describe('rooms and doors', () => {
  it('finds the code of the house', () => {
    expect(house.sources.length).toBeGreaterThan(20)
    expect(house.migrations.length).toBeGreaterThan(5)
  })

  it('every file lies in a room', () =>
    none(roomless(house), 'A capability has rules, wire, storage, operations and screens.'))

  it('every import is one that its room may have', () =>
    none(refusedImports(house), 'See "Rooms and doors" in ARCHITECTURE.md.'))

  it('a server door is a list of named re-exports', () => none(doorsThatDoMore(house), 'A door decides nothing.'))

  it('there is no barrel', () => none(barrels(house), 'No index.ts.'))

  it('package.json maps every door, and only doors that exist', () =>
    none(unmatchedDoors(house), 'Doors and the imports map of package.json must agree.'))

  it('no screen is reachable from server or cli', () => none(screensBehindServer(house), "Node can't load .tsx."))

  it('no server code is reachable from web', () => none(serverBehindWeb(house), 'The browser gets no server code.'))
})

describe('capabilities', () => {
  it('architecture.ts, the folders and the schemas agree', () =>
    none(unmatchedCapabilities(house), 'architecture.ts names what there is.'))

  it('uses forms no circle', () => {
    expect(circles(house.capabilities), 'Who uses whom must have an order.').toEqual([])
  })

  it('uses names nothing that is not used', () => none(unusedUses(house), 'uses is exact.'))

  it('every capability has a README of one page with the four headings', () => {
    const gaps = names.flatMap((name) => {
      const path = `capabilities/${name}/README.md`
      return readmeGaps(path, house.paths.has(path) ? read(path) : null)
    })
    none(gaps, 'Means / Owns / Does not own / Invariants.')
  })
})

describe('SQL', () => {
  it('a migration carries the name of its capability and a number of its own', () => {
    const wrong = house.migrations.flatMap(({ path }) => {
      const owned = ownerOf(path, names)
      return 'wrong' in owned ? [{ where: path, reason: owned.wrong }] : []
    })
    const numbers = house.migrations.map(({ path }) => path.slice('migrations/'.length, 'migrations/0000'.length))
    const twice = numbers.filter((number, index) => numbers.indexOf(number) !== index)
    none(wrong, 'NNNN_<capability>_<what>.sql')
    expect(twice, 'Two migrations have one number.').toEqual([])
  })

  it('a migration makes and changes only what its capability owns', () => {
    const offences = house.migrations.flatMap((migration) => {
      const owned = ownerOf(migration.path, names)
      return 'owner' in owned ? outsideOwnSchema(migration, owned.owner) : []
    })
    none(offences, 'One schema for each capability.')
  })

  it('SQL names its own schema and what used capabilities publish', () =>
    none(refusedNames(house), 'SQL has doors too: publishes in architecture.ts.'))

  it('SQL writes to its own schema alone', () => none(foreignWrites(house), 'What is published is read.'))

  it('SQL stands in storage, platform, migrations and tests', () => none(strayedSql(house), 'SQL has its rooms.'))

  it('every table has row level security, and every view runs as its caller', () =>
    none(openToAll(house.migrations), 'The net under the guards has no hole.'))
})

describe('names and documents', () => {
  const code = house.sources.filter(({ path }) => !path.startsWith('node_modules/'))

  it('no file is named after nothing', () =>
    none(emptyFileNames(code.map(({ path }) => path)), 'Names say what is inside.'))

  it('no exported name ends in a word that says nothing', () =>
    none(
      emptyNames(code, codeWords(read('GLOSSARY.md'))),
      'utils, helpers, manager, service, common, data, info are no names.',
    ))

  it('no file is longer than 500 lines', () => {
    const others = [...house.paths].filter((path) => /\.(js|css|sql)$/.test(path))
    const lengths = others.map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
    none(longFiles([...code, ...lengths]), 'A file has one reason to change.')
  })

  it('every path in the table "Where is ...?" exists', () => {
    const paths = [...house.paths]
    const exists = (path: string) => house.paths.has(path) || paths.some((one) => one.startsWith(`${path}/`))
    none(lostPaths(read('ARCHITECTURE.md'), exists), 'ARCHITECTURE.md tells the truth.')
  })
})
