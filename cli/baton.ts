import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { type FactKind, factKinds, importFile as receiveFile } from '#facts'
import { isFailure } from '#foundation/failure'
import { shownReject } from '#foundation/reading'
import { rebuild, rollUp } from '#measures'
import { openLog } from '#platform/log'
import {
  type Configuration,
  ConfigurationProblem,
  demonstrationNumber,
  readConfiguration,
  shownFolder,
} from '../server/configuration.ts'
import { loadDemonstration } from '../server/demonstration/load.ts'
import { openProduct, type Product } from '../server/product.ts'
import { serve } from '../server/serve.ts'
import { systemActor } from '../server/systemActor.ts'
import { readBackup, writeBackup } from './backup.ts'
import { doctor } from './doctor.ts'

const usage = `baton serve              serve the product (PORT, HOST, BATON_DATA, DATABASE_URL, BATON_DEMO=0 to start empty)
baton migrate            bring the database's schema up to date
baton import FILE --kind KIND --source NAME [--store ID] [--sheet NAME] [--dry-run]   (CSV or XLSX)
                         kinds: ${factKinds.join(', ')}
baton demo [--stores 12] [--months 15] [--orders-per-day 11]
                         load the demonstration network, or what is missing of it
baton rebuild            compute every rollup again from the facts
baton backup FILE        keep everything in a file, as it stands at one moment; servers may run
baton restore FILE       fill a new, empty database from such a file
baton doctor             look for what is wrong: installation, database, audit trail, rollups`

/** Runs one command; returns the exit code. */
async function run(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      demo: { type: 'boolean' },
      kind: { type: 'string' },
      source: { type: 'string' },
      store: { type: 'string' },
      sheet: { type: 'string' },
      'dry-run': { type: 'boolean' },
      stores: { type: 'string' },
      months: { type: 'string' },
      'orders-per-day': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const [command, file] = positionals
  if (values.help || !command) {
    console.log(usage)
    return command ? 0 : 1
  }
  const configuration = readConfiguration(process.env)
  switch (command) {
    case 'serve':
      return serveUntilStopped(configuration, values.demo ?? false)
    case 'migrate':
      return withProduct(configuration, async () => console.log('The schema is up to date.'))
    case 'demo':
      return withProduct(configuration, async (product) => {
        const usual = configuration.demonstrationSize
        const size = {
          stores: demonstrationNumber(values.stores, '--stores', usual.stores, 40_000),
          months: demonstrationNumber(values.months, '--months', usual.months, 36),
          ordersPerDay: demonstrationNumber(values['orders-per-day'], '--orders-per-day', usual.ordersPerDay, 60),
        }
        await loadDemonstration(product, product.now(), counted('loading the demonstration network'), { size })
        console.log('\nThe demonstration network is loaded.')
      })
    case 'rebuild':
      return withProduct(configuration, async (product) => {
        const days = await rebuild(product, (left) => process.stdout.write(`\rrolling up, ${left} left   `))
        console.log(`\nComputed ${days} store days again.`)
      })
    case 'import':
      if (!file || !values.source || !factKinds.includes(values.kind as FactKind)) {
        return wrong(`baton import needs a file, --kind (one of ${factKinds.join(', ')}), and --source.`)
      }
      return withProduct(configuration, (product) =>
        importFile(product, file, {
          kind: values.kind as FactKind,
          source: values.source as string,
          store: values.store ?? null,
          sheet: values.sheet ?? null,
          dryRun: values['dry-run'] ?? false,
        }),
      )
    case 'backup':
      if (!file) return wrong('baton backup needs the name of a new file.')
      await writeBackup(configuration, file)
      return 0
    case 'restore':
      if (!file) return wrong('baton restore needs the file of a backup.')
      await readBackup(configuration, file)
      return 0
    case 'doctor':
      return doctor(configuration, openLog('warn'))
    default:
      return wrong(`There is no command "${command}".`)
  }
}

function wrong(problem: string): number {
  console.error(`${problem}\n\n${usage}`)
  return 1
}

const counted = (what: string) => (done: number, total: number) => {
  process.stdout.write(`\r${what}: ${total > 0 ? Math.floor((done / total) * 100) : 0} %   `)
}

async function withProduct(
  configuration: Configuration,
  work: (product: Product) => Promise<unknown>,
): Promise<number> {
  const product = await openProduct(configuration, openLog('warn'))
  try {
    await work(product)
    return 0
  } finally {
    await product.close()
  }
}

async function importFile(
  product: Product,
  path: string,
  wanted: { kind: FactKind; source: string; store: string | null; sheet: string | null; dryRun: boolean },
) {
  const fileName = basename(path)
  const who = { actor: systemActor(), now: product.now() }
  const received = await receiveFile(product, who, { ...wanted, fileName, file: await readFile(path), mapping: null })
  await rollUp(product)
  const { accepted, replaced, ignored, rejected } = received
  console.log(
    `${wanted.dryRun ? 'Tried' : 'Imported'} ${fileName}: ${accepted} new, ${replaced} replaced, ${ignored} unchanged, ${rejected.length} rejected.`,
  )
  for (const reject of rejected.slice(0, 20)) console.log(`  row ${reject.row}: ${shownReject(reject, 'en').reason}`)
  if (rejected.length > 20) console.log(`  and ${rejected.length - 20} more`)
}

/** Serves until a signal; a second signal does not wait. */
async function serveUntilStopped(configuration: Configuration, announceDemo: boolean): Promise<number> {
  const log = openLog(process.env.LOG_LEVEL || 'info')
  const serving = await serve(configuration, log)
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(signal))
  })
  const shown = `http://localhost:${new URL(serving.address).port}`
  console.log(`\nBaton 指挥棒 is served at ${shown}`)
  console.log(
    `Data: ${configuration.databaseUrl ? 'the database that DATABASE_URL names' : shownFolder(configuration.folder)}`,
  )
  if (configuration.demonstration)
    console.log('The demonstration network is being loaded; its accounts are offered on the sign-in page.')
  else if (announceDemo) console.log('Started empty (BATON_DEMO=0).')
  const ready = serving.ready.then(
    () => console.log(`Ready. Stop with Ctrl-C.\n`),
    (error: Error) => console.error(`The demonstration network could not be loaded: ${error.message}`),
  )
  await stopped
  await serving.close()
  await ready
  return 0
}

run().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    if (error instanceof ConfigurationProblem || isFailure(error)) console.error((error as Error).message)
    else console.error(error instanceof Error ? error.message : error)
    if (process.env.LOG_LEVEL === 'debug') console.error(error)
    process.exitCode = 1
  },
)
