import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { interruption, pinnedRun, root, runUntilEnd } from './run.js'
import { findSystemPostgres, startTemporaryCluster } from './systemPostgres.js'
import { buildWeb } from './web.js'

const counts = { passed: 0, failed: 0, skipped: 0, tests: 0 }
/** One line for each step, for the summary at the end. */
const results = []
/** What failed and how, repeated under the summary: a log is often kept from its end only. */
const failures = []
const linesOfFailure = 12

/** Everything that must hold, one after the other; a failing step doesn't hide the later ones. */
export async function runSuite(vitestArgs) {
  await step('types', () => runUntilEnd(...pinnedRun('typescript/bin/tsc', '--noEmit')))
  await step('lint', () => runUntilEnd(...pinnedRun('@biomejs/biome/bin/biome', 'check', '.')))
  await step('dead code', () => runUntilEnd(...pinnedRun('knip/bin/knip.js')))
  await step('web build', buildWeb)
  await vitest('tests on the embedded PostgreSQL', vitestArgs, {})
  await onSystemPostgres(vitestArgs)
  if (!hasNginx()) results.push('no nginx on this system: several servers were tested behind a plain proxy instead')
  finish()
}

/** The database tests once more on the PostgreSQL of the system, since production may run on 15. */
async function onSystemPostgres(vitestArgs) {
  const args = ['--project', 'database', ...vitestArgs]
  const given = process.env.BATON_TEST_DATABASE_URL
  if (given) return vitest('database tests on BATON_TEST_DATABASE_URL', args, { BATON_TEST_DATABASE_URL: given })
  const found = findSystemPostgres()
  if (!found) {
    const where = '/usr/lib/postgresql, PATH and BATON_TEST_DATABASE_URL'
    results.push(`no PostgreSQL 15 or newer of the system (${where}): the database tests ran on the embedded one only`)
    return
  }
  const title = `database tests on PostgreSQL ${found.version} of the system`
  if (interruption()) return
  let cluster
  try {
    cluster = await startTemporaryCluster(found)
  } catch (error) {
    counts.failed += 1
    results.push(`${title}: failed, it did not start`)
    console.error(`\n== ${title}\n${error.message}`)
    return
  }
  try {
    await vitest(title, args, { BATON_TEST_DATABASE_URL: cluster.url })
  } finally {
    await cluster.stop()
  }
}

/** Debian keeps it where an ordinary user's PATH does not look. */
function hasNginx() {
  const folders = ['/usr/sbin', '/usr/local/sbin', ...(process.env.PATH ?? '').split(delimiter)]
  return folders.some((folder) => existsSync(join(folder, 'nginx')))
}

async function step(title, run) {
  const ended = await timed(title, run)
  if (!ended) return
  counts[ended.code === 0 ? 'passed' : 'failed'] += 1
  if (ended.code !== 0) failures.push(`${title}: what it said stands above`)
  report(title, ended, ended.code === 0 ? 'passed' : 'failed')
}

async function vitest(title, args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'baton-suite-'))
  const outcomeFile = join(folder, 'outcome.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outcomeFile}`]
  const command = pinnedRun('vitest/vitest.mjs', 'run', ...reporters, ...args)
  const ended = await timed(title, () => runUntilEnd(...command, { BATON_TEST_DATABASE_URL: undefined, ...env }))
  if (ended) {
    const outcome = existsSync(outcomeFile) ? counted(JSON.parse(readFileSync(outcomeFile, 'utf8'))) : counted(null)
    // A run can fail without a failing test: a broken setup, an error outside of any test.
    if (ended.code !== 0 && outcome.failed === 0) {
      outcome.failed = 1
      outcome.failures.push('an error outside of any test; it stands above')
    }
    for (const name of Object.keys(counts)) counts[name] += outcome[name]
    failures.push(...outcome.failures.map((failure) => `${title}: ${failure}`))
    report(title, ended, `${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`)
  }
  rmSync(folder, { recursive: true, force: true })
}

function counted(outcome) {
  const files = outcome?.testResults ?? []
  // A file that can't even be loaded has no tests, yet failed.
  const brokenFiles = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  const passed = outcome?.numPassedTests ?? 0
  const failed = (outcome?.numFailedTests ?? 0) + brokenFiles
  const skipped = (outcome?.numPendingTests ?? 0) + (outcome?.numTodoTests ?? 0)
  return { passed, failed, skipped, tests: passed + failed, failures: files.flatMap(failuresOf) }
}

function failuresOf(file) {
  const name = relative(root, file.name ?? root)
  if (file.status === 'failed' && file.assertionResults.length === 0) return [`${name}\n${opening(file.message)}`]
  return file.assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => `${name} > ${test.fullName}\n${opening(test.failureMessages.join('\n'))}`)
}

const opening = (message) =>
  stripVTControlCharacters(message ?? '')
    .split('\n')
    .slice(0, linesOfFailure)
    .join('\n')

async function timed(title, run) {
  if (interruption()) return null
  console.log(`\n== ${title}`)
  const started = performance.now()
  const ended = await run()
  return interruption() ? null : { ...ended, seconds: (performance.now() - started) / 1000 }
}

function report(title, { seconds }, outcome) {
  const line = `${title}: ${outcome}, ${seconds.toFixed(1)} s`
  results.push(line)
  console.log(`-- ${line}`)
}

function finish() {
  const signal = interruption()
  if (signal) {
    console.log(`\nInterrupted by ${signal}; nothing is known about what did not run.`)
    process.exit(128 + constants.signals[signal])
  }
  console.log(`\n== all\n${results.join('\n')}`)
  if (counts.skipped > 0) console.log(`${counts.skipped} tests are marked as skipped`)
  if (counts.tests === 0) console.log('No test ran at all, which counts as a failure')
  if (failures.length > 0) console.log(`\n== failed\n${failures.join('\n\n')}\n`)
  console.log(`${counts.passed} passed, ${counts.failed} failed`)
  process.exit(counts.failed > 0 || counts.tests === 0 ? 1 : 0)
}
