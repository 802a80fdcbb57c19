import { describe, expect, it, test } from 'vitest'
import {
  barrels,
  doorsThatDoMore,
  refusedImports,
  roomless,
  screensBehindServer,
  serverBehindWeb,
  unmatchedDoors,
} from './checks.ts'
import { houseOf } from './made.ts'

const reasons = (path: string, text: string) => refusedImports(houseOf({ [path]: text })).map(({ reason }) => reason)

describe('what a room may import', () => {
  const allowed: [string, string][] = [
    ['foundation/money.ts', `import { ratio } from './ratio.ts'`],
    ['platform/database.ts', `import pg from 'pg'; import { x } from '#foundation/x'; import 'node:fs'`],
    ['catalogue/kpis.ts', `import type { Kpi } from '#kpis'`],
    ['capabilities/kpis/rules/formula.ts', `import type { Fact } from '#facts'; import { a } from './a.ts'`],
    [
      'capabilities/kpis/wire.ts',
      `import { z } from 'zod'; import { fact } from '#facts/wire'; import type { K } from './rules/k.ts'`,
    ],
    [
      'capabilities/kpis/storage/read.ts',
      `import { sql } from '#platform/database'; import { f } from '../rules/f.ts'`,
    ],
    [
      'capabilities/kpis/operations/define.ts',
      `import { f } from '#facts'; import { all } from '#catalogue/kpis'; import { r } from '../storage/r.ts'`,
    ],
    [
      'capabilities/kpis/screens/page.tsx',
      `import { Card } from '@mantine/core'; import { f } from '../rules/f.ts'; import type { K } from '../wire.ts'; import './page.module.css'`,
    ],
    ['capabilities/kpis/ui.tsx', `export { Page } from './screens/page.tsx'; export { Chip } from '#facts/ui'`],
    [
      'web/main.tsx',
      `import { Page } from '#kpis/ui'; import type { K } from '#kpis/wire'; import { Light } from '#design/light'`,
    ],
    [
      'server/app.ts',
      `import { define } from '#kpis'; import { contract } from '#kpis/wire'; import { all } from '#catalogue/kpis'`,
    ],
    ['cli/main.ts', `import { app } from '../server/app.ts'`],
    [
      'capabilities/kpis/rules/formula.test.ts',
      `import { expect } from 'vitest'; import fc from 'fast-check'; import { f } from './formula.ts'; import { d } from '#platform/testing'`,
    ],
    [
      'capabilities/kpis/storage/read.db.test.ts',
      `import { app } from '../../../server/app.ts'; import { pool } from 'pg'; import { f } from '#boards'`,
    ],
    ['scenarios/month.test.ts', `import { app } from '../server/app.ts'`],
  ]
  test.each(allowed)('%s may', (path, text) => expect(reasons(path, text)).toEqual([]))

  const refused: [string, string, RegExp][] = [
    ['foundation/money.ts', `import { z } from 'zod'`, /may not import the package zod/],
    ['foundation/money.ts', `import 'node:fs'`, /may not import node:fs/],
    ['platform/http.ts', `import { f } from '#facts'`, /platform may not import facts's door/],
    ['catalogue/kpis.ts', `import { define } from '#kpis'`, /only types/],
    ['capabilities/kpis/rules/formula.ts', `import { f } from '#facts'`, /only types/],
    ['capabilities/kpis/rules/formula.ts', `import { type F } from '#facts'`, /only types/],
    [
      'capabilities/kpis/rules/formula.ts',
      `import { read } from '../storage/read.ts'`,
      /rules may not import its own storage/,
    ],
    [
      'capabilities/kpis/rules/formula.ts',
      `const f = await import('#platform/database')`,
      /rules may not import platform/,
    ],
    ['capabilities/kpis/wire.ts', `import { f } from './rules/f.ts'`, /only types/],
    ['capabilities/kpis/storage/read.ts', `import pg from 'pg'`, /storage may not import the package pg/],
    [
      'capabilities/kpis/storage/read.ts',
      `import { log } from '#platform/log'`,
      /storage may not import #platform\/log/,
    ],
    [
      'capabilities/kpis/operations/define.ts',
      `import { app } from '../../../server/app.ts'`,
      /operations may not import server/,
    ],
    [
      'capabilities/kpis/operations/define.ts',
      `import type { Page } from '../screens/page.tsx'`,
      /operations may not import its own screens/,
    ],
    ['capabilities/kpis/screens/page.tsx', `import { contract } from '../wire.ts'`, /only types/],
    ['capabilities/kpis/screens/page.tsx', `import { f } from '#facts'`, /screens may not import facts's door/],
    ['capabilities/kpis/screens/page.tsx', `import { z } from 'zod'`, /may not import the package zod/],
    ['capabilities/kpis/kpis.ts', `export { define } from '#facts'`, /door may not import facts's door/],
    ['web/main.tsx', `import { f } from '#facts'`, /web may not import facts's door/],
    ['web/main.tsx', `import { contract } from '#facts/wire'`, /only types/],
    ['server/app.ts', `import { Page } from '#kpis/ui'`, /server may not import kpis's screens/],
    [
      'capabilities/facts/operations/take.ts',
      `import { define } from '#kpis'`,
      /architecture.ts does not name kpis in the uses of facts/,
    ],
    [
      'capabilities/kpis/operations/define.ts',
      `import { a } from '../../facts/rules/a.ts'`,
      /leaves capabilities\/kpis/,
    ],
    ['capabilities/kpis/operations/define.ts', `import { a } from './a'`, /without its ending/],
    ['capabilities/kpis/operations/define.ts', `import { a } from '#kpi'`, /no door of package.json/],
    ['capabilities/kpis/operations/define.ts', `import { d } from '#platform/testing'`, /only tests/],
    ['capabilities/kpis/rules/formula.test.ts', `import pg from 'pg'`, /rules may not import the package pg/],
    [
      'capabilities/kpis/rules/formula.ts',
      `type F = import('#platform/database').Database`,
      /rules may not import platform/,
    ],
    ['capabilities/kpis/storage/read.db.test.ts', `import { a } from '../../facts/rules/a.ts'`, /leaves/],
  ]
  test.each(refused)('%s may not: %s', (path, text, reason) => {
    expect(reasons(path, text)).toEqual([expect.stringMatching(reason)])
  })

  it('names the place of the offence', () => {
    const house = houseOf({ 'foundation/money.ts': `\n\nimport { z } from 'zod'` })
    expect(refusedImports(house)[0]?.where).toBe('foundation/money.ts:3')
  })
})

test('a file outside the rooms is found', () => {
  const house = houseOf({ 'capabilities/kpis/other/a.ts': '', 'lib/b.ts': '', 'capabilities/kpis/rules.ts': '' })
  expect(roomless(house).map(({ where }) => where)).toEqual(['capabilities/kpis/other/a.ts', 'lib/b.ts'])
})

test('a server door that computes, imports or passes on everything is found', () => {
  const text = `export { a } from './rules/a.ts'\nexport type { B } from './rules/b.ts'\nexport const c = 1\nexport * from './rules/d.ts'\nimport { e } from './rules/e.ts'`
  const lines = doorsThatDoMore(houseOf({ 'capabilities/kpis/kpis.ts': text })).map(({ where }) => where)
  expect(lines).toEqual([3, 4, 5].map((line) => `capabilities/kpis/kpis.ts:${line}`))
})

test('a barrel is found', () => {
  expect(barrels(houseOf({ 'design/index.tsx': '', 'design/indexes.ts': '' }))).toHaveLength(1)
})

test('a door without a file and a file without a door are found', () => {
  const files = { 'capabilities/kpis/kpis.ts': '', 'capabilities/facts/facts.ts': '', 'foundation/money.ts': '' }
  const house = houseOf(files, {
    doors: {
      '#kpis': './capabilities/kpis/kpis.ts',
      '#kpis/ui': './capabilities/kpis/ui.tsx',
      '#foundation/*': './foundation/*.ts',
      '#platform/*': './platform/*.ts',
    },
  })
  expect(unmatchedDoors(house).map(({ reason }) => reason)).toEqual([
    expect.stringContaining('#kpis/ui to capabilities/kpis/ui.tsx, which does not exist'),
    expect.stringContaining('#platform/* to platform/*.ts, which does not exist'),
    expect.stringContaining('package.json does not map #facts'),
  ])
})

describe('what is reachable', () => {
  const files = {
    'server/app.ts': `import { define } from '#kpis'\nimport type { Props } from '../design/figure.tsx'`,
    'capabilities/kpis/kpis.ts': `export { define } from './operations/define.ts'`,
    'capabilities/kpis/operations/define.ts': `export const define = () => import('../screens/page.tsx')`,
    'capabilities/kpis/screens/page.tsx': `import { light } from '../rules/light.ts'`,
    'capabilities/kpis/rules/light.ts': `import { sql } from '#platform/database'`,
    'capabilities/kpis/ui.tsx': `export { page } from './screens/page.tsx'`,
    'platform/database.ts': `import pg from 'pg'`,
    'web/main.tsx': `import { page } from '#kpis/ui'\nimport type { D } from '#platform/database'`,
  }

  it('a screen behind the server, with the way there; types are no way', () => {
    expect(screensBehindServer(houseOf(files))).toEqual([
      {
        where: 'capabilities/kpis/operations/define.ts:1',
        reason: expect.stringContaining(
          'server/app.ts -> capabilities/kpis/kpis.ts -> capabilities/kpis/operations/define.ts',
        ),
      },
    ])
  })

  it('server code behind the web', () => {
    expect(serverBehindWeb(houseOf(files)).map(({ where }) => where)).toEqual(['capabilities/kpis/rules/light.ts:1'])
    const direct = houseOf({ 'web/main.tsx': `import pg from 'pg'` })
    expect(serverBehindWeb(direct)[0]?.reason).toContain('brings pg into the browser')
  })
})
