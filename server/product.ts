import { type Gate, gate, refreshAllScopes } from '#access'
import { type LiveBoards, liveBoards } from '#boards'
import { proposingSchedule } from '#dailyCards'
import { type FollowFacts, importJob, type ObservableMeasures } from '#facts'
import { followLibrary } from '#kpis'
import { followFacts, followTree, loadRegistry, observableMeasures, type Roller, startRoller } from '#measures'
import { type FollowTree, refreshHolidays } from '#organisation'
import { type Database, openDatabase } from '#platform/database'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/embeddedPostgres'
import { type Jobs, startJobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import { migrate } from '#platform/migrate'
import { type SignInLibrary, signInLibrary } from '#platform/signIn'
import { cardTargets, loadCards } from '#scorecards'
import { loadMaps, loadStrategyMaps } from '#strategy'
import { targetJobs } from '#targets'
import type { Configuration } from './configuration.ts'

/** Everything that a request or a command works with: composition, no decisions. */
export type Product = {
  configuration: Configuration
  database: Database
  databaseUrl: string
  now: () => Date
  log: Log
  followFacts: FollowFacts
  observableMeasures: ObservableMeasures
  followTree: FollowTree
  close: () => Promise<void>
}

/** Starts or finds the database and brings its schema up to date. */
export async function openProduct(configuration: Configuration, log: Log): Promise<Product> {
  const now = () => new Date(Date.now() + configuration.clockAheadMs)
  const embedded: EmbeddedPostgres | null = configuration.databaseUrl
    ? null
    : await startEmbeddedPostgres({ folder: configuration.folder, log: (line) => log.info(line) })
  const databaseUrl = configuration.databaseUrl ?? (embedded as EmbeddedPostgres).url
  try {
    await migrate(databaseUrl, { log: (line) => log.info(line) })
  } catch (error) {
    await embedded?.stop()
    throw error
  }
  const database = openDatabase({
    url: databaseUrl,
    connections: configuration.connections,
    log: (line, error) => log.warn({ error: error.message }, line),
  })
  await refreshHolidays({ database })
  await loadCards({ database }, now())
  await loadStrategyMaps({ database }, now())
  await loadRegistry({ database })
  return {
    configuration,
    database,
    databaseUrl,
    now,
    log,
    followFacts,
    observableMeasures,
    followTree: async (tx, change) => {
      await refreshAllScopes(tx, now())
      await followTree(tx, change)
      await loadMaps(tx, now())
    },
    close: async () => {
      await database.close()
      await embedded?.stop()
    },
  }
}

/** What runs beside the requests: rolling up, live boards, sessions and keys. */
export type Running = {
  library: SignInLibrary
  gate: Gate
  roller: Roller
  live: LiveBoards
  jobs: Jobs
  close: () => Promise<void>
}

export async function startRunning(product: Product): Promise<Running> {
  const { database, configuration, now, log } = product
  const library = signInLibrary({
    database,
    schema: 'access',
    secret: configuration.secret,
    secureCookies: configuration.secureCookies,
  })
  const doors = gate({ database, library, now })
  const roller = await startRoller({
    database,
    log: (error) => log.error({ error: error.message }, 'rolling up failed; it is tried again'),
  })
  const unfollowLibrary = await followLibrary({
    database,
    log: (error) => log.error({ error: error.message }, 'reading the KPI library failed'),
  })
  const live = await liveBoards({ database, usualTargets: cardTargets })
  const jobs = await startJobs({
    databaseUrl: product.databaseUrl,
    database,
    schedules: [proposingSchedule({ database, now })],
    kinds: [importJob(product), ...Object.values(targetJobs({ database }))],
    now,
    log: (line, error) => log.error({ error: error.message }, line),
  })
  // Scopes follow the calendar too: people who begin or leave today.
  const daily = setInterval(() => {
    database
      .asWorker((tx) => refreshAllScopes(tx, now()))
      .catch((error: Error) => log.error({ error: error.message }, 'refreshing scopes failed'))
  }, 60 * 60_000)
  daily.unref()
  await database.asWorker((tx) => refreshAllScopes(tx, now()))
  return {
    library,
    gate: doors,
    roller,
    live,
    jobs,
    close: async () => {
      clearInterval(daily)
      await jobs.close()
      await live.close()
      await unfollowLibrary()
      await roller.close()
      await doors.close()
    },
  }
}
