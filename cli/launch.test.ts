import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'

const here = dirname(fileURLToPath(import.meta.url))
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const lock = JSON.stringify({ packages: { '': {}, 'node_modules/node': { version: '26.0.0', integrity: 'x' } } })

/** A small checkout with the real launcher; npm, vite and the server are stand-ins that write down how they were called. */
function checkout(files: Record<string, string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'baton-launch-'))
  folders.push(root)
  cpSync(join(here, 'launch.js'), join(root, 'cli/launch.js'))
  cpSync(join(here, 'launch'), join(root, 'cli/launch'), { recursive: true })
  const standIns = {
    'package.json': '{"type":"module"}',
    'package-lock.json': lock,
    'cli/baton.ts': `console.log('baton', ...process.argv.slice(2)); if (process.argv[2] === 'fail') process.exit(7)
      if (process.argv[2] === 'wait') { process.on('SIGTERM', () => { console.log('asked to end'); process.exit(4) }); setInterval(() => {}, 1000) }`,
    'web/page.tsx': 'first',
    'bin/npm': [
      '#!/bin/sh',
      `echo "npm $*" >> "${root}/npm.log"`,
      '[ -z "$NPM_FAILS" ] || exit 9',
      'if [ "$1" = rebuild ] && [ -n "$REBUILD_FAILS" ]; then exit 0; fi',
      'mkdir -p node_modules/node/bin',
      'if [ -z "$SCRIPTS_OFF" ] || [ "$1" = rebuild ]; then ln -sf "$REAL_NODE" node_modules/node/bin/node; fi',
    ].join('\n'),
    ...files,
  }
  for (const [path, text] of Object.entries(standIns)) write(root, path, text)
  chmodSync(join(root, 'bin/npm'), 0o755)
  return root
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function installed(root: string): string {
  mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true })
  symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'))
  write(
    root,
    'node_modules/.baton-lock',
    createHash('sha256')
      .update(readFileSync(join(root, 'package-lock.json')))
      .digest('hex'),
  )
  write(root, 'node_modules/vite/package.json', '{"type":"commonjs"}')
  write(
    root,
    'node_modules/vite/bin/vite.js',
    `console.log('vite', ...process.argv.slice(2)); process.exit(Number(process.env.VITE_CODE ?? 0))`,
  )
  return root
}

function environment(root: string, env: Record<string, string>) {
  const { npm_execpath: _, ...rest } = process.env
  return { ...rest, PATH: `${join(root, 'bin')}:${process.env.PATH}`, REAL_NODE: process.execPath, ...env }
}

function launch(root: string, args: string[], env: Record<string, string> = {}) {
  const run = spawnSync(process.execPath, [join(root, 'cli/launch.js'), ...args], {
    encoding: 'utf8',
    env: environment(root, env),
  })
  const npm = existsSync(join(root, 'npm.log')) ? readFileSync(join(root, 'npm.log'), 'utf8').trim().split('\n') : []
  return { code: run.status, output: run.stdout + run.stderr, npm }
}

describe.skipIf(process.platform === 'win32')('installing', () => {
  test('happens once, and again when the lock changed', () => {
    const root = checkout()
    expect(launch(root, ['doctor']).npm).toEqual(['npm ci --include=dev --include=optional'])
    const second = launch(root, ['doctor', 'now'])
    expect(second).toMatchObject({ code: 0, output: 'baton doctor now\n' })
    expect(second.npm).toHaveLength(1)
    write(root, 'package-lock.json', `${lock} `)
    expect(launch(root, ['doctor']).npm).toHaveLength(2)
  })

  test('does not happen after somebody ran npm ci', () => {
    const root = installed(checkout())
    rmSync(join(root, 'node_modules/.baton-lock'))
    write(root, 'node_modules/.package-lock.json', lock)
    expect(launch(root, ['doctor']).npm).toEqual([])
    write(root, 'node_modules/.package-lock.json', lock.replace('26.0.0', '25.0.0'))
    write(root, 'package-lock.json', `${lock} `)
    expect(launch(root, ['doctor']).npm).toHaveLength(1)
  })

  test('that fails ends with the reason and starts nothing', () => {
    const run = launch(checkout(), ['doctor'], { NPM_FAILS: '1' })
    expect(run.code).toBe(1)
    expect(run.output).toContain('npm ci failed (exit code 9)')
    expect(run.output).not.toContain('baton doctor')
  })

  test('with scripts off runs the script of the pinned Node, or says what to do', () => {
    const mended = launch(checkout(), ['doctor'], { SCRIPTS_OFF: '1' })
    expect(mended.npm[1]).toMatch(/^npm rebuild node --foreground-scripts/)
    expect(mended.code).toBe(0)
    const hopeless = launch(checkout(), ['doctor'], { SCRIPTS_OFF: '1', REBUILD_FAILS: '1' })
    expect(hopeless.code).toBe(1)
    expect(hopeless.output).toContain('Remedy: npm rebuild node --foreground-scripts')
  })
})

describe.skipIf(process.platform === 'win32')('starting', () => {
  test('builds the screens when their sources changed, then serves the demonstration', () => {
    const root = installed(checkout())
    const lines = (run: { output: string }) => run.output.trim().split('\n')
    expect(lines(launch(root, []))).toEqual(['Building the screens', 'vite build web', 'baton serve --demo'])
    expect(lines(launch(root, ['start', '--port', '4000']))).toEqual(['baton serve --demo --port 4000'])
    write(root, 'web/page.test.tsx', 'a test changes nothing')
    expect(lines(launch(root, []))).toHaveLength(1)
    write(root, 'web/page.tsx', 'second')
    expect(lines(launch(root, []))).toHaveLength(3)
  })

  test('does not serve when the screens can’t be built, and tries again the next time', () => {
    const root = installed(checkout())
    const run = launch(root, ['start'], { VITE_CODE: '5' })
    expect(run.code).toBe(5)
    expect(run.output).not.toContain('baton serve')
    expect(launch(root, ['start']).output).toContain('Building the screens')
  })
})

describe.skipIf(process.platform === 'win32')('a command', () => {
  test('ends with its own code', () => {
    expect(launch(installed(checkout()), ['fail']).code).toBe(7)
  })

  test('hears a signal once and decides how it ends', async () => {
    const root = installed(checkout())
    const child = spawn(process.execPath, [join(root, 'cli/launch.js'), 'wait'], { env: environment(root, {}) })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
      if (output === 'baton wait\n') for (const _ of [1, 2]) setTimeout(() => child.kill('SIGTERM'), 100)
    })
    const code = await new Promise((done) => child.on('close', done))
    expect({ code, output }).toEqual({ code: 4, output: 'baton wait\nasked to end\n' })
  })

  test('bench lists the benchmarks and refuses one that is not there', () => {
    const root = installed(checkout({ 'bench/board.ts': `console.log('measured')` }))
    expect(launch(root, ['bench']).output).toContain('  board')
    expect(launch(root, ['bench', 'board'])).toMatchObject({ code: 0, output: 'measured\n' })
    expect(launch(root, ['bench', 'nothing'])).toMatchObject({ code: 1 })
  })
})

describe.skipIf(process.platform === 'win32')('the suite', () => {
  const outcome = (counts: object) =>
    JSON.stringify({ numPassedTests: 0, numFailedTests: 0, testResults: [], ...counts })

  function suite(options: { tsc?: number; vitest?: number; written?: string | null }) {
    const root = installed(checkout())
    const program = (code: number) => `process.exit(${code})`
    write(root, 'node_modules/typescript/bin/tsc', program(options.tsc ?? 0))
    write(root, 'node_modules/@biomejs/biome/bin/biome', program(0))
    write(root, 'node_modules/knip/bin/knip.js', program(0))
    const written = options.written === undefined ? outcome({ numPassedTests: 5 }) : options.written
    write(
      root,
      'node_modules/vitest/vitest.mjs',
      `import { writeFileSync } from 'node:fs'
      console.log('vitest on', process.env.BATON_TEST_DATABASE_URL ?? 'embedded', process.argv.includes('database'))
      const file = process.argv.find((word) => word.startsWith('--outputFile.json=')).slice(18)
      const written = ${JSON.stringify(written)}
      if (written !== null) writeFileSync(file, written)
      process.exit(${options.vitest ?? 0})`,
    )
    const run = launch(root, ['test'], { BATON_TEST_DATABASE_URL: 'postgres://given/x' })
    return { ...run, last: run.output.trimEnd().split('\n').at(-1) }
  }

  test('runs everything, the database tests also on the given server, and counts', () => {
    const run = suite({})
    expect(run.output).toContain('vitest on embedded false')
    expect(run.output).toContain('vitest on postgres://given/x true')
    expect(run).toMatchObject({ code: 0, last: '14 passed, 0 failed' })
  })

  test('goes on after a failing step and fails', () => {
    const run = suite({ tsc: 2 })
    expect(run).toMatchObject({ code: 1, last: '13 passed, 1 failed' })
  })

  test('counts a file that can’t be loaded, and a run that breaks without a word', () => {
    const broken = outcome({ numPassedTests: 5, testResults: [{ status: 'failed', assertionResults: [] }] })
    expect(suite({ vitest: 1, written: broken })).toMatchObject({ code: 1, last: '14 passed, 2 failed' })
    expect(suite({ vitest: 1, written: null })).toMatchObject({ code: 1, last: '4 passed, 2 failed' })
  })

  test('repeats under the summary what failed and how', () => {
    const failed = [
      { status: 'failed', fullName: 'a week covers its days', failureMessages: ['\u001b[31mexpected 7\u001b[39m'] },
    ]
    const written = outcome({
      numPassedTests: 5,
      numFailedTests: 1,
      testResults: [{ name: '/x/week.test.ts', status: 'failed', assertionResults: failed }],
    })
    const { output } = suite({ vitest: 1, written })
    expect(output).toMatch(/== failed\n.*week\.test\.ts > a week covers its days\nexpected 7\n/)
    expect(output.indexOf('== failed')).toBeGreaterThan(output.indexOf('== all'))
  })

  test('fails when no test ran', () => {
    expect(suite({ written: outcome({}) })).toMatchObject({ code: 1, last: '4 passed, 0 failed' })
  })
})
