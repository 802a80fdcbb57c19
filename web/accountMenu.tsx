import { useMantineColorScheme } from '@mantine/core'
import { Icon, type IconName } from '#design/icon'
import { useLocale, useMessages } from '#design/locale'
import { Panel } from '#design/panel'
import { useSession } from '#design/session'
import { useToast } from '#design/toast'
import styles from './accountMenu.module.css'
import { shell } from './messages.ts'

const languages = [
  ['zh', '中文'],
  ['en', 'English'],
] as const
const schemes = [
  ['light', 'sun'],
  ['dark', 'moon'],
  ['auto', 'settings'],
] as const satisfies readonly (readonly [string, IconName])[]

/** Language and appearance, at hand on the desk, and who is signed in; on the phone all in one sheet. */
export function AccountMenu() {
  const text = useMessages(shell)
  const { locale, setLocale } = useLocale()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { user, signOut } = useSession()
  const tell = useToast()
  const other = locale === 'zh' ? languages[1] : languages[0]
  return (
    <div className={styles.menu}>
      <button
        type="button"
        className={styles.language}
        lang={other[0] === 'zh' ? 'zh-CN' : 'en'}
        onClick={() => setLocale(other[0])}
      >
        <Icon name="language" size={18} />
        {other[1]}
      </button>
      <Panel
        align="end"
        label={user ? `${text.account} ${user.name}` : text.account}
        button={
          <>
            <Icon name="person" size={20} />
            {user && <span className={styles.name}>{user.name}</span>}
          </>
        }
      >
        {(close) => (
          <div className={styles.sheet}>
            {user && <p className={styles.who}>{text.signedInAs({ name: user.name })}</p>}
            <fieldset className={styles.choice}>
              <legend>{text.scheme}</legend>
              {schemes.map(([scheme, icon]) => (
                <button
                  key={scheme}
                  type="button"
                  aria-pressed={colorScheme === scheme}
                  onClick={() => setColorScheme(scheme)}
                >
                  <Icon name={icon} size={17} />
                  {text.schemes[scheme]}
                </button>
              ))}
            </fieldset>
            <fieldset className={styles.choice}>
              <legend>{text.language}</legend>
              {languages.map(([language, name]) => (
                <button
                  key={language}
                  type="button"
                  lang={language === 'zh' ? 'zh-CN' : 'en'}
                  aria-pressed={locale === language}
                  onClick={() => setLocale(language)}
                >
                  {name}
                </button>
              ))}
            </fieldset>
            {user && (
              <button
                type="button"
                className={styles.out}
                onClick={() => {
                  close()
                  signOut().catch(() => tell({ text: text.stillSignedIn }))
                }}
              >
                <Icon name="signOut" size={18} />
                {text.signOut}
              </button>
            )}
          </div>
        )}
      </Panel>
    </div>
  )
}
