import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { Icon, type IconName } from '#design/icon'
import { useLocale, useMessages } from '#design/locale'
import { OfflineNote } from '#design/offlineNote'
import { Panel } from '#design/panel'
import { type NavigationGroup, type Screen, ScreenLink, useNavigation } from '#design/screen'
import { useSession } from '#design/session'
import { AccountMenu } from './accountMenu.tsx'
import { shell } from './messages.ts'
import { type Entry, entryAt, type Group, navigation, phoneTabs } from './navigation.ts'
import { nodePicker } from './routes.tsx'
import styles from './shell.module.css'

const NodePicker = lazy(nodePicker)
const groupIcons: Record<NavigationGroup, IconName> = {
  strategy: 'tree',
  targets: 'target',
  plans: 'calendar',
  today: 'today',
  boards: 'boards',
  scores: 'scores',
  pay: 'pay',
  data: 'data',
  settings: 'settings',
}

/** The frame around a screen: rail and top bar on the desk, tabs at the bottom on the phone, nothing on the wall. */
export function Shell({ screens, children }: { screens: Screen[]; children: ReactNode }) {
  const text = useMessages(shell)
  const { user } = useSession()
  const { pathname, node, chooseNode } = useNavigation()
  const groups = navigation(screens, user, node)
  const current = entryAt(groups, pathname)
  const screen = screenAt(screens, pathname)
  const chrome = screen?.chrome ?? 'app'
  useArrival(pathname, screen, text.product)
  if (chrome !== 'app') {
    return (
      <div
        className={chrome === 'wall' ? styles.wall : styles.bare}
        data-scheme={chrome === 'wall' ? 'dark' : undefined}
      >
        {children}
      </div>
    )
  }
  const open = groups.find(({ entries }) => entries.some((entry) => entry === current))
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {text.skip}
      </a>
      <Rail groups={groups} open={open} />
      <div className={styles.column}>
        <header className={styles.top}>
          <div className={styles.place}>
            <Suspense fallback={<span className={styles.word}>{text.product}</span>}>
              <NodePicker node={node} onChoose={chooseNode} />
            </Suspense>
          </div>
          {open && open.entries.length > 1 && <Within open={open} current={current} />}
          <AccountMenu />
        </header>
        <OfflineNote />
        <main id="content" className={styles.content} tabIndex={-1}>
          <Suspense fallback={null}>{children}</Suspense>
        </main>
      </div>
      <Tabs groups={groups} current={current} />
    </div>
  )
}

/** A new screen names the page and takes the focus, so that it is read from its start. */
function useArrival(pathname: string, screen: Screen | undefined, product: string) {
  const { locale } = useLocale()
  const before = useRef(pathname)
  useEffect(() => {
    document.title = screen ? `${screen.title[locale]} · ${product}` : product
  }, [screen, locale, product])
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    document.getElementById('content')?.focus({ preventScroll: true })
  }, [pathname])
}

function screenAt(screens: Screen[], pathname: string): Screen | undefined {
  const entries = screens.map((screen) => ({ screen, to: '', phone: false, order: 0 }))
  return entryAt([{ group: 'today', entries }], pathname)?.screen
}

function Rail({ groups, open }: { groups: Group[]; open: Group | undefined }) {
  const text = useMessages(shell)
  return (
    <nav className={styles.rail} aria-label={text.navigation}>
      <ScreenLink to="/" className={styles.brand} aria-label={text.product} title={text.product}>
        <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
          <path d="M8.5 23.5 20.6 11.4" />
          <circle cx="22.8" cy="9.2" r="3.2" />
        </svg>
      </ScreenLink>
      <ol className={styles.loop}>
        {groups.map((group) => {
          const first = group.entries[0]
          if (!first) return null
          return (
            <li key={group.group}>
              <ScreenLink to={first.to} className={styles.stop} aria-current={group === open ? 'true' : undefined}>
                <Icon name={groupIcons[group.group]} size={22} />
                <span>{text.groups[group.group]}</span>
              </ScreenLink>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

/** The screens of the open group. */
function Within({ open, current }: { open: Group; current: Entry | undefined }) {
  const text = useMessages(shell)
  const { locale } = useLocale()
  return (
    <nav className={styles.within} aria-label={text.withinGroup({ group: text.groups[open.group] })}>
      {open.entries.map((entry) => (
        <ScreenLink key={entry.screen.path} to={entry.to} aria-current={entry === current ? 'page' : undefined}>
          {entry.screen.title[locale]}
        </ScreenLink>
      ))}
    </nav>
  )
}

function Tabs({ groups, current }: { groups: Group[]; current: Entry | undefined }) {
  const text = useMessages(shell)
  const { locale } = useLocale()
  const tabs = phoneTabs(groups)
  const rest = groups.flatMap(({ entries }) => entries).filter((entry) => !tabs.includes(entry))
  if (tabs.length + rest.length === 0) return null
  return (
    <nav className={styles.tabs} aria-label={text.navigation}>
      {tabs.map((entry) => (
        <ScreenLink
          key={entry.screen.path}
          to={entry.to}
          className={styles.tab}
          aria-current={entry === current ? 'page' : undefined}
        >
          <Icon name={entry.screen.nav?.icon ?? 'file'} size={23} />
          <span>{entry.screen.title[locale]}</span>
        </ScreenLink>
      ))}
      {rest.length > 0 && (
        <Panel
          align="end"
          buttonClassName={styles.tab}
          button={
            <>
              <Icon name="more" size={23} />
              <span>{text.more}</span>
            </>
          }
        >
          {(close) => (
            <ul className={styles.rest}>
              {rest.map((entry) => (
                <li key={entry.screen.path}>
                  <ScreenLink to={entry.to} onClick={close} aria-current={entry === current ? 'page' : undefined}>
                    <Icon name={entry.screen.nav?.icon ?? 'file'} size={20} />
                    {entry.screen.title[locale]}
                  </ScreenLink>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      )}
    </nav>
  )
}
