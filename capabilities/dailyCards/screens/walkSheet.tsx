import { useMessages } from '#design/locale'
import { TaskChain } from '#strategy/ui'
import { sheetMessages } from './messages.ts'
import type { CardTask } from './reads.ts'
import { Sheet } from './sheet.tsx'

/** The chain of a task as the strategy shows it, in a sheet over the day. */
export default function WalkSheet({ task, onClose }: { task: CardTask; onClose: () => void }) {
  const text = useMessages(sheetMessages)
  return (
    <Sheet title={text.walk} onClose={onClose}>
      <TaskChain task={task.id} done={task.done} />
    </Sheet>
  )
}
