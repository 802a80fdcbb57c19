import type { Capability } from '../architecture.ts'
import type { House } from './checks.ts'
import { readSource } from './source.ts'

/** A small made-up house: `kpis` uses `facts`, and `facts` publishes `work_order`. */
export const made: Readonly<Record<string, Capability>> = {
  facts: { uses: [], publishes: ['work_order'] },
  kpis: { uses: ['facts'], publishes: [] },
}

const doors: Record<string, string> = {
  '#foundation/*': './foundation/*.ts',
  '#platform/*': './platform/*.ts',
  '#catalogue/*': './catalogue/*.ts',
  '#design/*': './design/*.tsx',
}
for (const name of ['facts', 'kpis', 'boards']) {
  doors[`#${name}`] = `./capabilities/${name}/${name}.ts`
  doors[`#${name}/wire`] = `./capabilities/${name}/wire.ts`
  doors[`#${name}/ui`] = `./capabilities/${name}/ui.tsx`
}

export function houseOf(files: Record<string, string>, changes: Partial<House> = {}): House {
  const paths = Object.keys(files)
  return {
    capabilities: made,
    doors,
    paths: new Set(paths),
    sources: paths.filter((path) => /\.tsx?$/.test(path)).map((path) => readSource(path, files[path] ?? '')),
    migrations: paths
      .filter((path) => path.endsWith('.sql'))
      .map((path) => ({ path, text: files[path] ?? '', line: 1 })),
    ...changes,
  }
}
