import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { type AnswerOf, apiError, callApi } from '#design/api'
import { ErrorNote } from '#design/errorNote'
import { FailureNote } from '#design/failureNote'
import { Icon } from '#design/icon'
import { useLocale, useMessages, useWords } from '#design/locale'
import { type ScreenProps, useNavigateTo } from '#design/screen'
import { useSession } from '#design/session'
import { roleRules } from '../rules/roles.ts'
import type { contract } from '../wire.ts'
import { BeatPattern } from './beatPattern.tsx'
import { signIn } from './messages.ts'
import styles from './signIn.module.css'

type Credentials = { username: string; password: string }
type Accounts = AnswerOf<typeof contract.demonstrationAccounts>['accounts']

/** Only a place within the product: an address that names another site leads to the landing. */
const within = (next: string | undefined) =>
  next && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : null

export default function SignInScreen({ search }: ScreenProps) {
  const text = useMessages(signIn)
  const { locale } = useLocale()
  const { user, refresh } = useSession()
  const go = useNavigateTo()
  const queries = useQueryClient()
  const { data: accounts = [], isPending } = useQuery({
    queryKey: ['access', 'demonstration'],
    queryFn: ({ signal }) =>
      callApi<{ accounts: Accounts }>('/demonstration-accounts', { signal }).then((answer) => answer.accounts),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const signing = useMutation({
    mutationFn: (credentials: Credentials) =>
      callApi<AnswerOf<typeof contract.signIn>>('/session', { method: 'POST', body: credentials }),
    onSuccess: async () => {
      // What somebody else saw before on this screen must not be shown to the next.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'access' })
      await refresh()
    },
  })
  const next = within(search.next)
  useEffect(() => {
    if (user) go(next ?? user.landing, undefined, { replace: true })
  }, [user, next, go])
  const failure = signing.error ? apiError(signing.error) : null
  const demonstrated = accounts.length > 0
  const tried = accounts.some(({ username }) => username === signing.variables?.username)
  const note =
    failure &&
    (failure.kind === 'signedOut' ? (
      <ErrorNote title={text.refused} reason={text.wrong} remedy={text.wrongRemedy} />
    ) : (
      <FailureNote
        title={text.refused}
        error={signing.error}
        remedy={failure.kind === 'tooMany' ? text.tooManyRemedy : undefined}
      />
    ))
  return (
    <div className={styles.page}>
      <header className={styles.brand} data-scheme="light">
        <div className={styles.name}>
          <svg viewBox="0 0 32 32" className={styles.mark} aria-hidden="true">
            <path d="M6.500 25.500 21 11" />
            <circle cx="23.800" cy="8.200" r="3.600" />
          </svg>
          <p className={styles.product}>{text.product}</p>
          <p className={styles.latin} lang={locale === 'zh' ? 'en' : 'zh-CN'}>
            {text.latin}
          </p>
        </div>
        <Language />
        <BeatPattern stops={Object.values(text.loop)} />
        <p className={styles.promise}>{text.promise}</p>
      </header>
      <main className={styles.main} id="content">
        <Language />
        <div className={styles.forms}>
          {tried && note}
          {demonstrated && (
            <Demonstration
              accounts={accounts}
              busy={signing.isPending || signing.isSuccess ? (signing.variables?.username ?? null) : null}
              onEnter={(account) => signing.mutate({ username: account.username, password: account.password })}
            />
          )}
          {!tried && note}
          {!isPending && (
            <Form
              title={demonstrated ? text.orAccount : text.title}
              second={demonstrated}
              busy={signing.isPending}
              onSubmit={(credentials) => signing.mutate(credentials)}
            />
          )}
        </div>
      </main>
    </div>
  )
}

/** Stands in the head on the phone and beside the form on the desk. */
function Language() {
  const text = useMessages(signIn)
  const { locale, setLocale } = useLocale()
  const other = locale === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      className={styles.language}
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      onClick={() => setLocale(other)}
    >
      <Icon name="language" size={17} />
      {text.other}
    </button>
  )
}

type FormProps = { title: string; second: boolean; busy: boolean; onSubmit: (credentials: Credentials) => void }

function Form({ title, second, busy, onSubmit }: FormProps) {
  const text = useMessages(signIn)
  const [credentials, setCredentials] = useState<Credentials>({ username: '', password: '' })
  const [asked, setAsked] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (credentials.username.trim() && credentials.password) {
      onSubmit({ username: credentials.username.trim(), password: credentials.password })
    }
  }
  const incomplete = asked && !(credentials.username.trim() && credentials.password)
  return (
    <form className={styles.form} onSubmit={submit} data-second={second || undefined} noValidate>
      {second ? <h2>{title}</h2> : <h1>{title}</h1>}
      <TextInput
        label={text.username}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus={!second}
        value={credentials.username}
        onChange={(event) => setCredentials({ ...credentials, username: event.currentTarget.value })}
      />
      <PasswordInput
        label={text.password}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': text.show }}
        value={credentials.password}
        error={incomplete ? text.missing : undefined}
        onChange={(event) => setCredentials({ ...credentials, password: event.currentTarget.value })}
      />
      <Button type="submit" fullWidth size="md" loading={busy} variant={second ? 'default' : 'filled'}>
        {text.submit}
      </Button>
    </form>
  )
}

type DemonstrationProps = { accounts: Accounts; busy: string | null; onEnter: (account: Accounts[number]) => void }

/** One card for each way to see the product; a click signs in. */
function Demonstration({ accounts, busy, onEnter }: DemonstrationProps) {
  const text = useMessages(signIn)
  const words = useWords()
  return (
    <section className={styles.demonstration} aria-labelledby="demonstration">
      <h1 id="demonstration">{text.demonstration}</h1>
      <p className={styles.why}>{text.demonstrationWhy}</p>
      <ul className={styles.accounts}>
        {accounts.map((account) => {
          const role = words(roleRules[account.role].names)
          return (
            <li key={account.username}>
              <button
                type="button"
                className={styles.account}
                title={text.enterAs({ role, name: account.name })}
                aria-busy={busy === account.username}
                disabled={busy !== null}
                onClick={() => onEnter(account)}
              >
                <span className={styles.role}>{role}</span>
                <span className={styles.person}>
                  {account.name}
                  <span>{account.where}</span>
                </span>
                <Icon name="right" size={16} />
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
