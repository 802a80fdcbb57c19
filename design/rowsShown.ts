import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { portion } from './portion.ts'

/** Rows that are drawn at first: on a phone each is a card of its own, a third of the screen. */
const atFirst = { phone: 30, desk: 200 }
const narrow = '(max-width: 47.99em)'

/** How many rows of a table are drawn: the first ones, `least` in any case, more when asked for, and all of them on paper. */
export function useRowsShown(all: number, least: number): { shown: number; more: number; showMore: () => void } {
  const [step] = useState(() => (matchMedia(narrow).matches ? atFirst.phone : atFirst.desk))
  const [steps, setSteps] = useState(1)
  useEffect(() => {
    const showAll = () => flushSync(() => setSteps(Number.POSITIVE_INFINITY))
    addEventListener('beforeprint', showAll)
    return () => removeEventListener('beforeprint', showAll)
  }, [])
  return { ...portion({ all, step, steps, least }), showMore: () => setSteps((done) => done + 1) }
}
