import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { capabilities } from '../architecture.ts'
import type { House } from './checks.ts'
import { readSource } from './source.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const outside = new Set(['node_modules', 'dist', 'coverage', 'results'])

/** Every file of the repository, tracked or not, but what is installed, built or made at run time. */
function pathsUnder(folder: string): string[] {
  return readdirSync(root + folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder + entry.name
    if (outside.has(entry.name) || entry.name.startsWith('.')) return []
    if (entry.isDirectory()) return pathsUnder(`${path}/`)
    return entry.isFile() ? [path] : []
  })
}

export const read = (path: string) => readFileSync(root + path, 'utf8')

/** The repository as the checks see it. */
export function houseOnDisk(): House {
  const paths = pathsUnder('').sort()
  const { imports } = JSON.parse(read('package.json')) as { imports: Record<string, string> }
  return {
    capabilities,
    doors: imports,
    paths: new Set(paths),
    sources: paths.filter((path) => /\.tsx?$/.test(path)).map((path) => readSource(path, read(path))),
    migrations: paths
      .filter((path) => path.startsWith('migrations/'))
      .map((path) => ({ path, text: read(path), line: 1 })),
  }
}
