import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import { contract as access } from '#access/wire'
import { contract as actions } from '#actions/wire'
import { contract as audit } from '#audit/wire'
import { contract as boards } from '#boards/wire'
import { contract as dailyCards } from '#dailyCards/wire'
import { contract as facts } from '#facts/wire'
import { contract as incentives } from '#incentives/wire'
import { contract as kpis } from '#kpis/wire'
import { contract as measures } from '#measures/wire'
import { contract as organisation } from '#organisation/wire'
import { contract as plans } from '#plans/wire'
import { contract as scorecards } from '#scorecards/wire'
import { contract as strategy } from '#strategy/wire'
import { contract as targets } from '#targets/wire'
import { boardEvents, type Watched } from './boardEvents.ts'
import { type Received, type SendOptions, sentFacts } from './facts.ts'
import { answerOf, type Connection } from './requests.ts'

export type { Received, SendOptions } from './facts.ts'
export { BatonError, type Connection } from './requests.ts'

const contracts = {
  access,
  actions,
  audit,
  boards,
  dailyCards,
  facts,
  incentives,
  kpis,
  measures,
  organisation,
  plans,
  scorecards,
  strategy,
  targets,
}
type Contracts = typeof contracts
type Inputs = InferContractRouterInputs<Contracts>
type Outputs = InferContractRouterOutputs<Contracts>

/** A route without input takes none; one whose fields may all be left out takes it or not. */
type Given<Input> = unknown extends Input ? [] : object extends Input ? [input?: Input] : [input: Input]
type Calls = {
  [Capability in keyof Contracts]: {
    [Route in keyof Contracts[Capability] & keyof Inputs[Capability] & keyof Outputs[Capability]]: (
      ...given: Given<Inputs[Capability][Route]>
    ) => Promise<Outputs[Capability][Route]>
  }
}

export type FactKind = Inputs['facts']['receive']['kind']
export type Fact = Inputs['facts']['receive']['items'][number]
export type Board = Outputs['boards']['board']

export type BatonClient = Calls & {
  /** Sends any number of facts, in parts. */
  sendFacts: (kind: FactKind, facts: Iterable<Fact> | AsyncIterable<Fact>, options?: SendOptions) => Promise<Received>
  /** The board now and at each change. */
  boardEvents: (watched: Watched, signal?: AbortSignal) => AsyncGenerator<Board>
  /** A file, such as an export: its path under /api/v1. */
  download: (path: string, query?: Readonly<Record<string, unknown>>) => Promise<Uint8Array>
}

type Route = { method?: string; path?: string; outputStructure?: string }

/** Fields that a route reads from its address although it has a body. */
const fromAddress: Readonly<Record<string, readonly string[]>> = { '/facts/{kind}': ['dryRun'] }
/** Sending it again does no harm: what is read, and what is put to a value. */
const harmless = new Set(['GET', 'PUT', 'DELETE'])

/** The whole API as typed functions, `client.boards.board({ node: 'S1' })`, and what needs more than one request. */
export function batonClient(connection: Connection): BatonClient {
  const calls = Object.fromEntries(
    Object.entries(contracts).map(([capability, routes]) => [
      capability,
      Object.fromEntries(
        Object.entries(routes).map(([name, route]) => [
          name,
          (input?: unknown) => called(connection, route['~orpc'].route as Route, input),
        ]),
      ),
    ]),
  ) as unknown as Calls
  return {
    ...calls,
    sendFacts: (kind, items, options) => sentFacts(connection, kind, items, options),
    boardEvents: (watched, signal) => boardEvents<Board>(connection, watched, signal),
    download: async (path, query) => {
      const wanted = { method: 'GET', path, query, accept: '*/*', again: true }
      return new Uint8Array(await (await answerOf(connection, wanted)).arrayBuffer())
    },
  }
}

/** One request by the contract's own description: fields named in the path go there, the rest into query or body. */
async function called(connection: Connection, route: Route, input: unknown): Promise<unknown> {
  const { method = 'POST', path: pattern = '/', outputStructure } = route
  const listed = Array.isArray(input)
  const fields = new Map(Object.entries(listed ? {} : ((input ?? {}) as Record<string, unknown>)))
  const taken = (name: string) => {
    const value = fields.get(name)
    fields.delete(name)
    return value
  }
  const path = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = taken(name)
    if (value === undefined || value === null || value === '') throw new TypeError(`${method} ${pattern} needs ${name}`)
    return encodeURIComponent(String(value))
  })
  const query = Object.fromEntries((fromAddress[pattern] ?? []).map((name) => [name, taken(name)]))
  const rest = Object.fromEntries(fields)
  const inAddress = method === 'GET'
  const body = inAddress || input === undefined ? undefined : JSON.stringify(listed ? input : rest)
  const answer = await answerOf(connection, {
    method,
    path,
    query: inAddress ? rest : query,
    body: body === undefined ? undefined : { type: 'application/json', text: body },
    again: harmless.has(method) || pattern === '/facts/{kind}',
  })
  const text = await answer.text()
  const answered: unknown = text === '' ? undefined : JSON.parse(text)
  return outputStructure === 'detailed' ? { status: answer.status, body: answered } : answered
}
