import { useQuery } from '@tanstack/react-query'
import { callApi } from '#design/api'
import { useMay, useSession } from '#design/session'
import type { Person } from './nodes.ts'
import { usePositionName } from './positions.ts'

/** Somebody to choose: as an owner, or as one who is concerned. */
export type Choosable = { id: string; name: string; position: string }

/** Who works under a node at present, with the position there; oneself alone for whoever may not read the organization. */
export function usePeopleUnder(node: string): Choosable[] {
  const may = useMay()
  const { user } = useSession()
  const positionName = usePositionName()
  const listed = may('org.read')
  const { data } = useQuery({
    queryKey: ['organisation', 'people', 'under', node],
    queryFn: ({ signal }) => callApi<{ people: Person[] }>('/org/people', { search: { node }, signal }),
    enabled: listed && node !== '',
    staleTime: 5 * 60_000,
  })
  if (!listed) return user?.person ? [{ id: user.person, name: user.name, position: '' }] : []
  return (data?.people ?? []).flatMap(({ id, name, memberships }) => {
    const held = memberships.filter(({ to }) => to === null).at(-1) ?? memberships.at(-1)
    return held ? [{ id, name, position: positionName(held.position) }] : []
  })
}
