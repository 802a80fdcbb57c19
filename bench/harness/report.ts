import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

/** Prints a table and keeps the same as JSON under bench/results/, with the size of the machine. */
export function report(name: string, size: Record<string, unknown>, rows: object[]): void {
  const machine = { cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.versions.node }
  console.log(`\n${name}  ${JSON.stringify(size)}  on ${machine.cores} cores`)
  console.table(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
        ]),
      ),
    ),
  )
  const folder = fileURLToPath(new URL('../results/', import.meta.url))
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify({ name, machine, size, rows }, null, 2)}\n`)
}
