import { implement } from '@orpc/server'
import type { Actor } from '#foundation/actor'
import { invalid, unauthorised } from '#foundation/failure'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import type { SignInLibrary } from '#platform/signIn'
import { landing, type Role } from '../rules/roles.ts'
import { demonstrationUsers, grantsOf } from '../storage/actors.ts'
import { contract } from '../wire.ts'
import type { Authenticate } from './authenticate.ts'
import { demonstrationPassword } from './demonstration.ts'
import { homeOf } from './homeOf.ts'
import {
  addApiKey,
  addUser,
  disable,
  listApiKeys,
  listUsers,
  removeApiKey,
  resetPassword,
  setGrants,
} from './manageUsers.ts'

type Who = { actor: Actor; now: Date }

export function accessRoutes(deps: { database: Database; library: SignInLibrary; authenticate: Authenticate }) {
  const { database, library } = deps
  const os = implement(contract).$context<RequestContext>().use(guard)
  const one = async (context: Who, no: number) =>
    (await listUsers(deps, context, no))[0] as Awaited<ReturnType<typeof listUsers>>[number]
  return os.router({
    session: os.session.handler(async ({ context }) => {
      if (!context.actor) throw unauthorised('access.credential.missing')
      return { user: await signedIn(database, context.actor, context.now) }
    }),
    signIn: os.signIn.handler(async ({ context, input }) => {
      const answer = await library.api
        .signInUsername({ body: input, headers: requestHeaders(context), returnHeaders: true })
        // Unknown name, wrong password, odd characters: one answer for all, so that names can't be tried out.
        .catch(() => null)
      const cookies = answer?.headers.getSetCookie() ?? []
      if (!answer || cookies.length === 0) throw unauthorised('access.sign_in.refused')
      const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
      const actor = await deps.authenticate({ headers: { cookie }, locale: context.locale })
      if (!actor) throw unauthorised('access.sign_in.refused')
      context.setHeader('set-cookie', cookies)
      return { user: await signedIn(database, actor, context.now) }
    }),
    signOut: os.signOut.handler(async ({ context }) => {
      const answer = await library.api
        .signOut({ headers: requestHeaders(context), returnHeaders: true })
        .catch(() => null)
      const cookies = answer?.headers.getSetCookie() ?? []
      if (cookies.length > 0) context.setHeader('set-cookie', cookies)
      return { signedOut: true }
    }),
    signOutEverywhere: os.signOutEverywhere.handler(async ({ context }) => {
      requireSession(context)
      await library.api.revokeSessions({ headers: requestHeaders(context) })
      return { signedOut: true }
    }),
    changePassword: os.changePassword.handler(async ({ context, input }) => {
      requireSession(context)
      const body = { currentPassword: input.current, newPassword: input.next, revokeOtherSessions: true }
      const answer = await library.api
        .changePassword({ body, headers: requestHeaders(context), returnHeaders: true })
        .catch(() => null)
      if (!answer) throw invalid('access.password.wrong')
      const cookies = answer.headers.getSetCookie()
      if (cookies.length > 0) context.setHeader('set-cookie', cookies)
      return { changed: true }
    }),
    demonstrationAccounts: os.demonstrationAccounts.handler(async () => {
      const users = await database.asWorker((tx) => demonstrationUsers(tx))
      return { accounts: users.map((user) => ({ ...user, password: demonstrationPassword })) }
    }),
    users: os.users.handler(async ({ context }) => ({ users: await listUsers(deps, context) })),
    addUser: os.addUser.handler(async ({ context, input }) =>
      one(context, await addUser(deps, context, { ...input, person: input.person ?? null })),
    ),
    setGrants: os.setGrants.handler(async ({ context, input }) => {
      await setGrants(deps, context, input.no, input.grants)
      return one(context, input.no)
    }),
    setDisabled: os.setDisabled.handler(async ({ context, input }) => {
      await disable(deps, context, input.no, input.disabled)
      return one(context, input.no)
    }),
    resetPassword: os.resetPassword.handler(async ({ context, input }) => {
      await resetPassword(deps, context, input.no, input.password)
      return { changed: true }
    }),
    apiKeys: os.apiKeys.handler(async ({ context }) => ({ keys: await listApiKeys(deps, context) })),
    addApiKey: os.addApiKey.handler(({ context, input }) => addApiKey(deps, context, input)),
    revokeApiKey: os.revokeApiKey.handler(async ({ context, input }) => {
      await removeApiKey(deps, context, input.id)
      return { revoked: true }
    }),
  })
}

/** What the sign-in library needs to know of a request. */
function requestHeaders({ headers, address }: RequestContext): Headers {
  const wanted = new Headers({ 'x-forwarded-for': address })
  for (const name of ['cookie', 'user-agent']) if (headers[name]) wanted.set(name, String(headers[name]))
  return wanted
}

/** A key belongs to a program, which has neither password nor devices. */
function requireSession({ actor }: { actor: Actor }): void {
  if (actor.kind !== 'user') throw invalid('access.session.none')
}

async function signedIn(database: Database, actor: Actor, now: Date) {
  return database.asActor(actor, async (tx) => {
    const grants = await grantsOf(tx, [actor.no])
    const roles = [...new Set(grants.map((grant) => grant.role))] as Role[]
    const { person, homeNode, homeKind, demonstration } = await homeOf(tx, actor, grants, now)
    return {
      name: actor.name,
      roles,
      permissions: [...actor.permissions],
      person,
      homeNode,
      landing: landing({ granted: roles, homeNode, homeKind, person }),
      demonstration,
    }
  })
}
