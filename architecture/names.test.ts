import { expect, test } from 'vitest'
import { codeWords, emptyFileNames, emptyNames, longFiles, lostPaths, readmeGaps } from './names.ts'
import { readSource } from './source.ts'

test('files and folders named after nothing are found', () => {
  const paths = [
    'foundation/utils.ts',
    'web/common/page.tsx',
    'server/data.test.ts',
    'web/dataTable.tsx',
    'server/services.ts',
  ]
  expect(emptyFileNames(paths).map(({ where }) => where)).toEqual(paths.filter((path) => path !== 'web/dataTable.tsx'))
})

test('exported names that end in nothing are found, words of the glossary are not', () => {
  const glossary = codeWords('| 店长 | store manager | `store_manager` |\n| 无数据 | no data | `noData` |')
  const text = `export function loadData() {}
export const StoreManager = 1, manager = 2
export type KpiInfo = 1
export { NoData, database, metadata, orderService as service } from './a.ts'
const helper = 1`
  const found = emptyNames([readSource('a.ts', text)], glossary).map(({ reason }) => reason.split(':')[0])
  expect(found).toEqual(['exports loadData', 'exports manager', 'exports KpiInfo', 'exports service'])
})

test('files of more than 500 lines are found', () => {
  expect(
    longFiles([
      { path: 'a.ts', lines: 500 },
      { path: 'b.ts', lines: 501 },
    ]).map(({ where }) => where),
  ).toEqual(['b.ts'])
})

test('a README without a heading, too long, or missing is found', () => {
  const whole = '# A\n## Means\n## Owns\n## Does not own\n## Invariants\n'
  expect(readmeGaps('a', whole)).toEqual([])
  expect(readmeGaps('a', whole.replace('## Owns\n', ''))[0]?.reason).toContain('## Owns')
  expect(readmeGaps('a', whole + '\n'.repeat(60))[0]?.reason).toContain('one page')
  expect(readmeGaps('a', null)[0]?.reason).toBe('does not exist')
})

test('paths of "Where is ...?" that lead nowhere are found', () => {
  const document = '`lost.ts`\n## Where is ...?\n| the formula | `a.ts` `b/` |\n| the lock | `c.ts` |\n## Next\n`d.ts`'
  expect(lostPaths(document, (path) => path === 'a.ts' || path === 'b').map(({ where }) => where)).toEqual([
    'ARCHITECTURE.md:4',
  ])
  expect(lostPaths('# A', () => true)).toHaveLength(1)
})
