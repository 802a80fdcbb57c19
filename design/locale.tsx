import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Locale, Words } from '#foundation/actor'

type Messages = { [key: string]: string | ((values: never) => string) | Messages }
type Same<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (values: infer Values) => string
      ? (values: Values) => string
      : Same<T[K]>
}
export type Catalogue<T> = { zh: Same<T>; en: Same<T> }

/** The sentences of one screen. Chinese gives the shape; English must have exactly that shape. */
export function defineMessages<const T extends Messages>(messages: { zh: T; en: Same<NoInfer<T>> }): Catalogue<T> {
  return messages as unknown as Catalogue<T>
}

const storageKey = 'baton.locale'
const LocaleContext = createContext<{ locale: Locale; setLocale: (locale: Locale) => void } | null>(null)

function stored(): Locale {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh' // a web view may refuse storage
  }
}

export function LocaleProvider({ children }: { children: ReactNode }) {
  const [locale, choose] = useState<Locale>(stored)
  useEffect(() => {
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
  }, [locale])
  const value = useMemo(
    () => ({
      locale,
      setLocale: (next: Locale) => {
        try {
          localStorage.setItem(storageKey, next)
        } catch {
          // the choice then lasts until the page is left
        }
        choose(next)
      },
    }),
    [locale],
  )
  return <LocaleContext value={value}>{children}</LocaleContext>
}

export function useLocale() {
  const value = useContext(LocaleContext)
  if (!value) throw new Error('useLocale needs a LocaleProvider')
  return value
}

export function useMessages<T>(catalogue: Catalogue<T>): Same<T> {
  return catalogue[useLocale().locale]
}

/** Content that carries both languages, in the reader's. */
export function useWords(): (words: Words) => string {
  const { locale } = useLocale()
  return (words) => words[locale]
}
