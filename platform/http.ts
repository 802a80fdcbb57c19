import { ValidationError } from '@orpc/contract'
import { ORPCError, os } from '@orpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor, Locale } from '#foundation/actor'
import {
  BatonFailure,
  type FailureKind,
  type FailureValues,
  forbidden,
  isFailure,
  registerSentences,
  sentence,
  unauthorised,
} from '#foundation/failure'
import type { RouteMeta } from '#foundation/route'
import { hasNoRoom } from './database.ts'

/** For the few routes that can't be bound to the contract: files, streams, the hottest read. */
export type App = FastifyInstance
export type Request = FastifyRequest
export type Reply = FastifyReply

/** What every operation is handed: who asks, in which language, and when; never ambient. */
export type RequestContext = {
  actor: Actor | null
  locale: Locale
  now: Date
  headers: Record<string, string | string[] | undefined>
  /** The client's address, for rate limits and sessions. */
  address: string
  /** Headers of the answer, such as cookies. */
  setHeader: (name: string, value: string | string[]) => void
}

/** The same once a route's permission was checked. */
export type ActorContext = RequestContext & { actor: Actor }

const statuses: Record<FailureKind, number> = {
  invalid: 422,
  notFound: 404,
  conflict: 409,
  forbidden: 403,
  notReady: 503,
  unauthorised: 401,
  tooLarge: 413,
}

/** After how long to ask again when the product was not to be had. */
export const retrySeconds = 2

/** What a failure looks like on the wire (P1). */
export type FailureBody = { code: string; message: string; values: Record<string, unknown> }

export function failureStatus(failure: BatonFailure): number {
  return statuses[failure.failure]
}

export function failureBody(failure: BatonFailure, locale: Locale): FailureBody {
  return { code: failure.code, message: sentence(failure.code, failure.values, locale), values: failure.values }
}

/** Refuses an actor without the permission; 401 when there is no actor at all. */
export function requirePermission(actor: Actor | null, permission: string): asserts actor is Actor {
  if (!actor) throw unauthorised('access.credential.missing')
  if (permission !== 'signed-in' && !actor.permissions.has(permission))
    throw forbidden('access.permission.missing', { permission })
}

/**
 * Stands before every operation: `implement(contract).$context<RequestContext>().use(guard)`. Checks the route's permission
 * before its operation runs, and brings failures of every kind into one shape.
 */
export const guard = os
  .$context<RequestContext>()
  .$meta<RouteMeta>({ permission: 'unset' })
  .middleware(async ({ context, procedure, next }) => {
    const { permission } = procedure['~orpc'].meta
    try {
      if (permission !== 'public') requirePermission(context.actor, permission)
      return await next({ context: { actor: context.actor as Actor } })
    } catch (error) {
      const failure = orpcError(error, context.locale)
      if (failure.status === statuses.notReady) context.setHeader('retry-after', String(retrySeconds))
      throw failure
    }
  })

/** Turns whatever was thrown into the wire's shape; what nobody foresaw is answered without its details, which are kept as the cause. */
function orpcError(error: unknown, locale: Locale): ORPCError<string, FailureValues> {
  const failure = asFailure(error)
  const body = failureBody(failure ?? unforeseen, locale)
  const status = failure ? failureStatus(failure) : 500
  return new ORPCError(body.code, { status, message: body.message, data: body.values, cause: error })
}

export const unforeseen = new BatonFailure('invalid', 'request.failed', {})

/** The failure that an error stands for; input that does not fit a route's schema is one too. Null for what nobody foresaw. */
export function asFailure(error: unknown): BatonFailure | null {
  if (isFailure(error)) return error
  const { code } = error as { code?: string }
  // A database that is not to be had for the moment is no fault of the request: the caller may send it again.
  if (hasNoRoom(error)) return new BatonFailure('notReady', 'request.no_room', {})
  if (isUnavailable(error)) return new BatonFailure('notReady', 'request.later', {})
  if (code && unfit.has(code)) return new BatonFailure('invalid', 'request.value.unfit', {})
  if (error instanceof ORPCError && error.cause instanceof ValidationError) {
    const issue = error.cause.issues[0]
    const field = (issue?.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.')
    return new BatonFailure('invalid', 'request.field.invalid', { field, problem: issue?.message ?? '' })
  }
  return null
}

/** Whether the database is not to be had for the moment: refused, cut off in the middle, or starting again. */
function isUnavailable(error: unknown): boolean {
  const { code, message = '' } = error as { code?: string; message?: string }
  return code ? unavailable.has(code) : brokenOff.test(message)
}

/** What the driver says of a connection that broke, without a code. */
const brokenOff =
  /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error|^Client was closed/
const unavailable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '08001',
])

/** What the database says of a text with U+0000, of a number or a day beyond every range: words of the request that no check had refused. */
const unfit = new Set(['22021', '22P05', '22003', '22007', '22008', '22P02'])

/** Chinese unless the reader asks for English. */
export function localeOf(header: string | undefined): Locale {
  const first = (header ?? '').split(',')[0]?.trim().toLowerCase() ?? ''
  return first.startsWith('en') ? 'en' : 'zh'
}

registerSentences({
  'access.credential.missing': {
    zh: () => '请先登录，或在请求中带上有效的 API 密钥。',
    en: () => 'Sign in first, or send a valid API key with the request.',
  },
  'access.permission.missing': {
    zh: ({ permission }) => `当前账号没有权限“${permission}”。如工作需要，请向管理员申请。`,
    en: ({ permission }) =>
      `This account lacks the permission "${permission}". Ask an administrator if your work needs it.`,
  },
  'request.field.invalid': {
    zh: ({ field, problem }) => `请求中的“${field || '内容'}”不符合要求：${problem}`,
    en: ({ field, problem }) => `"${field || 'The body'}" of the request does not fit: ${problem}`,
  },
  'request.value.unfit': {
    zh: () => '请求中有一个值无法保存或查找：文字里不能有空字符（U+0000），数字和日期不能超出范围。请改正后再发送。',
    en: () =>
      'A value of the request can be neither kept nor looked for: a text must not hold U+0000, numbers and days must lie within their ranges. Mend it and send it again.',
  },
  'request.unreadable': {
    zh: ({ problem }) => `请求内容无法读取：${problem}`,
    en: ({ problem }) => `The request can't be read: ${problem}`,
  },
  'request.too_large': {
    zh: ({ limit }) => `内容超过上限 ${limit}，请分批发送。`,
    en: ({ limit }) => `The body exceeds ${limit}; send it in parts.`,
  },
  'request.media_type': {
    zh: ({ type }) => `不支持的内容类型“${type}”。`,
    en: ({ type }) => `The content type "${type}" is not supported.`,
  },
  'request.route_unknown': {
    zh: ({ path }) => `没有这个地址：${path}`,
    en: ({ path }) => `There is nothing at ${path}.`,
  },
  'request.too_many': {
    zh: ({ seconds }) => `尝试次数过多，请 ${seconds} 秒后再试。`,
    en: ({ seconds }) => `Too many attempts; try again in ${seconds} seconds.`,
  },
  'request.foreign_origin': {
    zh: () => '这个请求来自别的网站，已拒绝。',
    en: () => 'The request comes from another site and was refused.',
  },
  'request.later': {
    zh: () => '服务暂时不可用，请求没有完成。请稍等片刻，核对后再试。',
    en: () =>
      'The service is not to be had for the moment and the request was not completed; wait a little, look, and try again.',
  },
  'request.no_room': {
    zh: () => '数据库所在的磁盘已满，这次没有保存任何内容；已保存的都还在。请管理员腾出空间后再试。',
    en: () =>
      'The disk of the database is full and nothing of this was kept; all that was kept before is there. Try again once the administrator has made room.',
  },
  'request.failed': {
    zh: () => '服务器出了问题，内容没有保存；请稍后再试。',
    en: () => 'Something went wrong on the server and nothing was kept; try again in a while.',
  },
})
