import { betterAuth } from 'better-auth'
import { username } from 'better-auth/plugins/username'
import { Kysely, PostgresDialect } from 'kysely'
import type { Database } from './database.ts'
import { passwordHash, passwordMatches } from './passwords.ts'

/** Letters of any script, digits, and the signs of e-mail addresses and codes. */
const usernameForm = /^[\p{L}\p{N}._@+-]{1,64}$/u

export type SignInLibrary = ReturnType<typeof signInLibrary>

/** The sign-in library on the product's own tables; sessions last two weeks and are renewed daily. */
export function signInLibrary(options: {
  database: Database
  /** The schema that holds the library's four tables. */
  schema: string
  secret: string
  secureCookies: boolean
}) {
  const { database, schema, secret, secureCookies } = options
  const db = new Kysely<Record<string, Record<string, unknown>>>({
    dialect: new PostgresDialect({ pool: database.workerPool }),
  }).withSchema(schema)
  return betterAuth({
    secret,
    // Cookies are set by us from what the library returns; it never sees a URL of its own.
    baseURL: 'http://localhost',
    database: { db, type: 'postgres' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      password: { hash: passwordHash, verify: ({ password, hash }) => passwordMatches(password, hash) },
    },
    session: { expiresIn: 14 * 86_400, updateAge: 86_400 },
    plugins: [
      username({
        minUsernameLength: 1,
        maxUsernameLength: 64,
        usernameValidator: (name) => usernameForm.test(name),
        usernameNormalization: (name) => name.normalize('NFKC').toLowerCase(),
      }),
    ],
    advanced: {
      cookiePrefix: 'baton',
      useSecureCookies: secureCookies,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
}
