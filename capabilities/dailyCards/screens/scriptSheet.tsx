import { useState } from 'react'
import { useMessages, useWords } from '#design/locale'
import controls from './controls.module.css'
import { sheetMessages } from './messages.ts'
import styles from './myDay.module.css'
import type { MyDay } from './reads.ts'
import { Sheet } from './sheet.tsx'

/** Words to say or send, each ready to be copied into a chat. */
export default function ScriptSheet({ script, onClose }: { script: MyDay['scripts'][number]; onClose: () => void }) {
  const text = useMessages(sheetMessages).script
  const words = useWords()
  const [copied, setCopied] = useState<string | null>(null)
  const copy = async (line: string) => {
    try {
      await navigator.clipboard.writeText(line)
      setCopied(line)
    } catch {
      setCopied(null) // a web view may refuse; the words can still be marked by hand
    }
  }
  return (
    <Sheet title={words(script.title)} onClose={onClose}>
      <ul className={styles.script}>
        {script.lines.map((line) => {
          const shown = words(line)
          return (
            <li key={line.zh}>
              <p>{shown}</p>
              {'clipboard' in navigator && (
                <button type="button" className={controls.small} onClick={() => void copy(shown)}>
                  {copied === shown ? text.copied : text.copy}
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </Sheet>
  )
}
