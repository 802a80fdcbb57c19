import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** What the environment says (P1); read once, at the start. */
export type Configuration = {
  port: number
  host: string
  folder: string
  databaseUrl: string | null
  connections: number
  demonstration: boolean
  /** How large the demonstration network is made; one that is there already keeps its size. */
  demonstrationSize: { stores: number; months: number; ordersPerDay: number }
  adminEmail: string | null
  adminPassword: string | null
  apiKey: string | null
  /** How far this process's clock runs ahead of the machine's, in milliseconds. */
  clockAheadMs: number
  production: boolean
  secret: string
  secureCookies: boolean
  trustProxy: boolean
}

export class ConfigurationProblem extends Error {}

/** Reads the environment; refuses what can't be meant, with the name of the variable and the remedy. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  const folder = resolve(env.BATON_DATA || '.baton')
  const production = env.NODE_ENV === 'production'
  const adminPassword = env.BATON_ADMIN_PASSWORD || null
  const apiKey = env.BATON_API_KEY || null
  if (adminPassword && adminPassword.length < 10)
    throw new ConfigurationProblem('BATON_ADMIN_PASSWORD is shorter than 10 characters; choose a longer one.')
  if (production && apiKey && apiKey.length < 24)
    throw new ConfigurationProblem('BATON_API_KEY is shorter than 24 characters; in production use a long random one.')
  return {
    port: port(env.PORT),
    host: env.HOST || '127.0.0.1',
    folder,
    databaseUrl: env.DATABASE_URL || null,
    connections: whole(env.BATON_CONNECTIONS, 'BATON_CONNECTIONS', 15),
    // Its accounts share a published password: in production it has to be asked for.
    demonstration: production ? env.BATON_DEMO === '1' : env.BATON_DEMO !== '0',
    demonstrationSize: {
      stores: demonstrationNumber(env.BATON_DEMO_STORES, 'BATON_DEMO_STORES', 12, 40_000),
      months: demonstrationNumber(env.BATON_DEMO_MONTHS, 'BATON_DEMO_MONTHS', 15, 36),
      ordersPerDay: demonstrationNumber(env.BATON_DEMO_ORDERS_PER_DAY, 'BATON_DEMO_ORDERS_PER_DAY', 11, 60),
    },
    adminEmail: env.BATON_ADMIN_EMAIL || null,
    adminPassword,
    apiKey,
    clockAheadMs: clockAhead(env.BATON_NOW),
    production,
    secret: secret(env, folder, production),
    secureCookies: env.BATON_SECURE_COOKIES === '1',
    trustProxy: env.BATON_TRUST_PROXY === '1',
  }
}

/** A size of the demonstration network, from the environment or the command line. */
export function demonstrationNumber(text: string | undefined, name: string, otherwise: number, most: number): number {
  const value = whole(text, name, otherwise)
  if (value < 1 || value > most)
    throw new ConfigurationProblem(`${name} is "${text}"; it must be a whole number from 1 to ${most}.`)
  return value
}

function port(text: string | undefined): number {
  const value = whole(text, 'PORT', 3000)
  if (value > 65_535) throw new ConfigurationProblem(`PORT is ${text}; it must be at most 65535.`)
  return value
}

function whole(text: string | undefined, name: string, otherwise: number): number {
  if (!text) return otherwise
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0)
    throw new ConfigurationProblem(`${name} is "${text}"; it must be a whole number.`)
  return value
}

function clockAhead(text: string | undefined): number {
  if (!text) return 0
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime()))
    throw new ConfigurationProblem(`BATON_NOW is "${text}"; write an instant such as 2024-04-10T08:00:00+08:00.`)
  return instant.getTime() - Date.now()
}

/** What session cookies are signed with. Several servers must share one, so with a database of one's own it is given. */
function secret(env: NodeJS.ProcessEnv, folder: string, production: boolean): string {
  const given = env.BATON_SECRET
  if (given) {
    if (given.length < 32)
      throw new ConfigurationProblem(
        'BATON_SECRET is shorter than 32 characters; make one with `openssl rand -base64 32`.',
      )
    return given
  }
  if (production && env.DATABASE_URL) {
    throw new ConfigurationProblem(
      'BATON_SECRET is missing. With DATABASE_URL in production every server needs the same one; make it with `openssl rand -base64 32`.',
    )
  }
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'secret')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    const made = randomBytes(32).toString('base64url')
    writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' })
    return made
  }
}

/** Shown to people: the folder with the home folder shortened. */
export const shownFolder = (folder: string) => folder.replace(homedir(), '~')
