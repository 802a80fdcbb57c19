import { Drawer } from '@mantine/core'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { strategyMessages } from './messages.ts'
import styles from './objectiveWork.module.css'
import TaskChain from './taskChain.tsx'
import type { WorkTask } from './workReads.ts'

/** One task of a card in its whole chain, beside the objective's page. */
export function TaskWalk({ task, onDone }: { task: WorkTask; onDone: () => void }) {
  const text = useMessages(strategyMessages).work
  const words = useWords()
  const format = useFormat()
  return (
    <Drawer
      opened
      onClose={onDone}
      position="right"
      size="md"
      title={words(task.title)}
      closeButtonProps={{ 'aria-label': text.close }}
    >
      <p className={styles.soft}>
        {task.person.name} · {format.day(task.day, { weekday: true })}
      </p>
      <TaskChain task={task.id} />
    </Drawer>
  )
}
