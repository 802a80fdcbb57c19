import { allPermissions } from '#access'
import type { Actor } from '#foundation/actor'

/** The product itself at work on the command line: sees and may do everything, and is named so in the audit trail. */
export function systemActor(): Actor {
  return {
    no: 0,
    kind: 'system',
    name: 'Baton',
    personNo: null,
    permissions: new Set(allPermissions),
    scope: '{(,)}',
    payScope: '{(,)}',
    locale: 'zh',
  }
}
