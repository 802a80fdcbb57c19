import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

export const Role = z.enum([
  'administrator',
  'head_office',
  'region_manager',
  'store_manager',
  'team_lead',
  'employee',
  'hr',
  'data_supplier',
])

/** Who is signed in, and where their first screen lies. */
export const SignedIn = z.object({
  name: z.string(),
  roles: z.array(Role),
  permissions: z.array(z.string()),
  homeNode: z.string().nullable(),
  person: z.string().nullable(),
  landing: z.string(),
  demonstration: z.boolean(),
})

const Grant = z.object({ role: Role, node: z.string().nullable() })
const User = z.object({
  no: z.number(),
  username: z.string(),
  name: z.string(),
  person: z.string().nullable(),
  grants: z.array(Grant),
  disabled: z.boolean(),
})
const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  grants: z.array(Grant),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable().describe('To about a minute.'),
  expiresAt: z.string().nullable(),
})
const Username = z.string().min(2).max(64)
const Password = z.string().min(10).max(200)

export const contract = {
  session: route
    .meta({ permission: 'public' })
    .route({ method: 'GET', path: '/session', summary: 'Who is signed in', description: '401 when nobody is.' })
    .output(z.object({ user: SignedIn })),
  signIn: route
    .meta({ permission: 'public' })
    .route({ method: 'POST', path: '/session', summary: 'Sign in', description: 'Sets the session cookie.' })
    .input(z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(200) }))
    .output(z.object({ user: SignedIn })),
  signOut: route
    .meta({ permission: 'public' })
    .route({ method: 'DELETE', path: '/session', summary: 'Sign out' })
    .output(z.object({ signedOut: z.boolean() })),
  signOutEverywhere: route
    .meta({ permission: 'signed-in' })
    .route({ method: 'POST', path: '/session/revocations', summary: 'Sign out on every device' })
    .output(z.object({ signedOut: z.boolean() })),
  changePassword: route
    .meta({ permission: 'signed-in' })
    .route({ method: 'PUT', path: '/session/password', summary: 'Change the own password' })
    .input(z.object({ current: z.string().max(200), next: Password }))
    .output(z.object({ changed: z.boolean() })),
  demonstrationAccounts: route
    .meta({ permission: 'public' })
    .route({
      method: 'GET',
      path: '/demonstration-accounts',
      summary: 'Accounts of the demonstration network',
      description: 'Empty unless the demonstration network is loaded.',
    })
    .output(
      z.object({
        accounts: z.array(
          z.object({ username: z.string(), password: z.string(), name: z.string(), role: Role, where: z.string() }),
        ),
      }),
    ),
  users: route
    .meta({ permission: 'access.manage' })
    .route({ method: 'GET', path: '/users', summary: 'Everybody who can sign in' })
    .output(z.object({ users: z.array(User) })),
  addUser: route
    .meta({ permission: 'access.manage' })
    .route({ method: 'POST', path: '/users', summary: 'Add a user', successStatus: 201 })
    .input(
      z.object({
        username: Username,
        name: z.string().min(1).max(100),
        password: Password,
        person: z.string().nullable().optional(),
        grants: z.array(Grant).min(1),
      }),
    )
    .output(User),
  setGrants: route
    .meta({ permission: 'access.manage' })
    .route({ method: 'PUT', path: '/users/{no}/grants', summary: "Replace a user's roles and scopes" })
    .input(z.object({ no: z.coerce.number().int(), grants: z.array(Grant) }))
    .output(User),
  setDisabled: route
    .meta({ permission: 'access.manage' })
    .route({
      method: 'PUT',
      path: '/users/{no}/disabled',
      summary: 'Close or reopen an account; closing signs it out everywhere',
    })
    .input(z.object({ no: z.coerce.number().int(), disabled: z.boolean() }))
    .output(User),
  resetPassword: route
    .meta({ permission: 'access.manage' })
    .route({ method: 'PUT', path: '/users/{no}/password', summary: "Set a user's password" })
    .input(z.object({ no: z.coerce.number().int(), password: Password }))
    .output(z.object({ changed: z.boolean() })),
  apiKeys: route
    .meta({ permission: 'access.manage' })
    .route({ method: 'GET', path: '/api-keys', summary: 'API keys that are in force' })
    .output(z.object({ keys: z.array(ApiKey) })),
  addApiKey: route
    .meta({ permission: 'access.manage' })
    .route({
      method: 'POST',
      path: '/api-keys',
      summary: 'Make an API key',
      description: 'The key itself is shown this once.',
      successStatus: 201,
    })
    .input(
      z.object({
        name: z.string().min(1).max(100),
        grants: z.array(Grant).min(1),
        expiresAt: z.iso.datetime({ offset: true }).nullable().optional(),
      }),
    )
    .output(z.object({ id: z.string(), key: z.string() })),
  revokeApiKey: route
    .meta({ permission: 'access.manage' })
    .route({ method: 'DELETE', path: '/api-keys/{id}', summary: 'Revoke an API key' })
    .input(z.object({ id: z.string() }))
    .output(z.object({ revoked: z.boolean() })),
}
