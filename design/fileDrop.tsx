import { type DragEvent, useId, useState } from 'react'
import styles from './fileDrop.module.css'
import { Icon } from './icon.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'

type FileDropProps = {
  onFiles: (files: File[]) => void
  /** File endings with their dot: ['.csv', '.xlsx']. */
  kinds: string[]
  maxMegabytes: number
  several?: boolean
  /** What is expected, such as "工单明细，CSV 或 Excel". */
  hint?: string
  disabled?: boolean
}

/** Takes files by drop or by choice, and says at once what it can't take. */
export function FileDrop({ onFiles, kinds, maxMegabytes, several = false, hint, disabled = false }: FileDropProps) {
  const text = useMessages(kit).drop
  const id = useId()
  const [over, setOver] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])].slice(0, several ? undefined : 1)
    const wrong = files.find((file) => !kinds.some((kind) => file.name.toLowerCase().endsWith(kind)))
    const large = files.find((file) => file.size > maxMegabytes * 1024 * 1024)
    if (wrong) setRefused(text.wrongKind({ name: wrong.name, kinds: kinds.join(' ') }))
    else if (large) setRefused(text.tooLarge({ name: large.name, max: `${maxMegabytes} MB` }))
    else {
      setRefused(null)
      if (files.length > 0) onFiles(files)
    }
  }
  const drag = (entered: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(entered && !disabled)
  }
  return (
    <div className={styles.frame}>
      <label
        htmlFor={id}
        className={styles.drop}
        data-over={over || undefined}
        data-disabled={disabled || undefined}
        onDragEnter={drag(true)}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event)
          if (!disabled) take(event.dataTransfer.files)
        }}
      >
        <input
          id={id}
          type="file"
          className={styles.input}
          accept={kinds.join(',')}
          multiple={several}
          disabled={disabled}
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
        <Icon name="upload" size={28} />
        <span className={styles.title}>{over ? text.release : text.title}</span>
        <span>
          {text.or} <span className={styles.choose}>{text.choose}</span>
        </span>
        {hint && <span className={styles.hint}>{hint}</span>}
      </label>
      {refused && (
        <p className={styles.refused} role="alert">
          {refused}
        </p>
      )}
    </div>
  )
}
