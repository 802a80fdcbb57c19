import type { Role } from '#access'
import { companyId, type Network } from './network.ts'

export type Account = { username: string; name: string; person: string | null; grants: { role: Role; node: string }[] }

type Sketch = { username: string; role: Role; node: string } & ({ person: string } | { name: string })

/** One for every kind of user; most work in the store where a master and a novice stand side by side. */
const sketches: readonly Sketch[] = [
  { username: 'admin', name: '示范管理员', role: 'administrator', node: companyId },
  { username: 'hq', name: '总部售后总监', role: 'head_office', node: companyId },
  { username: 'region', name: '华东大区经理', role: 'region_manager', node: 'EAST' },
  { username: 'manager', person: 'HZ01-M', role: 'store_manager', node: 'HZ01' },
  { username: 'manager-bj', person: 'BJ01-M', role: 'store_manager', node: 'BJ01' },
  { username: 'lead', person: 'HZ01-L', role: 'team_lead', node: 'HZ01-WORKSHOP' },
  { username: 'technician', person: 'HZ01-T1', role: 'employee', node: 'HZ01' },
  { username: 'novice', person: 'HZ01-T2', role: 'employee', node: 'HZ01' },
  { username: 'advisor', person: 'HZ01-A1', role: 'employee', node: 'HZ01' },
  { username: 'hr', name: '人力薪酬专员', role: 'hr', node: companyId },
]

/** The accounts whose nodes are in this part of the network. */
export function accounts({ nodes, people }: Network): Account[] {
  return sketches.flatMap((sketch) => {
    if (!nodes.some((node) => node.id === sketch.node)) return []
    const { username, role, node } = sketch
    const person = 'person' in sketch ? people.find((one) => one.id === sketch.person) : undefined
    const name = 'name' in sketch ? sketch.name : (person?.name ?? username)
    return [{ username, name, person: person?.id ?? null, grants: [{ role, node }] }]
  })
}
