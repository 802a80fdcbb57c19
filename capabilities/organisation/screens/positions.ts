import { useMessages } from '#design/locale'
import { positionNames } from './messages.ts'

/** What a position is called; its id where it is not one of the shipped ones. */
export function usePositionName(): (position: string) => string {
  const names: Record<string, string> = useMessages(positionNames)
  return (position) => names[position] ?? position
}
