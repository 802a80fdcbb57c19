import type { AnswerOf } from '#design/api'
import { useMessages, useWords } from '#design/locale'
import { type OrgNode, useNodes } from '#organisation/ui'
import { roleRules } from '../rules/roles.ts'
import type { contract } from '../wire.ts'
import { access } from './messages.ts'

export type User = AnswerOf<typeof contract.users>['users'][number]
export type Grant = User['grants'][number]
export type ApiKey = AnswerOf<typeof contract.apiKeys>['keys'][number]

/** A grant in words: the role, and where. */
export function useGrantText(): (grant: Grant) => string {
  const text = useMessages(access)
  const words = useWords()
  const { data: nodes = [] } = useNodes()
  const names = new Map<string, OrgNode>(nodes.map((node) => [node.id, node]))
  return ({ role, node }) => {
    const where = node === null ? text.everything : (names.get(node)?.name ?? text.unknownNode({ id: node }))
    return text.grantText({ role: words(roleRules[role].names), where })
  }
}
