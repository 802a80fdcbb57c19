import { Button, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { callApi } from '#design/api'
import { FailureNote } from '#design/failureNote'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { useSession } from '#design/session'
import { useToast } from '#design/toast'
import { type Role, roleRules } from '../rules/roles.ts'
import styles from './access.module.css'
import { account } from './messages.ts'
import { passwordLengthMin } from './passwordField.tsx'

/** Who one is here, and what one can do about one's own sign-in. */
export default function AccountScreen() {
  const text = useMessages(account)
  const words = useWords()
  const { user } = useSession()
  if (!user) return null
  const roles = user.roles.map((role) => words(roleRules[role as Role]?.names ?? { zh: role, en: role }))
  return (
    <>
      <PageHeader title={text.title} />
      <div className={styles.sheets}>
        <section className={styles.sheet}>
          <dl className={styles.self}>
            <div>
              <dt>{text.name}</dt>
              <dd>{user.name}</dd>
            </div>
            <div>
              <dt>{text.roles}</dt>
              <dd>{roles.join(' · ')}</dd>
            </div>
            <div>
              <dt>{text.person}</dt>
              <dd>{user.person ?? text.noPerson}</dd>
            </div>
          </dl>
        </section>
        <PasswordSheet />
        <EverywhereSheet />
      </div>
    </>
  )
}

const emptyForm = { current: '', next: '', again: '' }

function PasswordSheet() {
  const text = useMessages(account)
  const tell = useToast()
  const [form, setForm] = useState(emptyForm)
  const [asked, setAsked] = useState(false)
  const changing = useMutation({
    mutationFn: () => callApi('/session/password', { method: 'PUT', body: { current: form.current, next: form.next } }),
    onSuccess: () => {
      setForm(emptyForm)
      setAsked(false)
      tell({ text: text.changed })
    },
  })
  const short = passwordLengthMin - form.next.length
  const differs = form.again !== form.next
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (form.current && short <= 0 && !differs) changing.mutate()
  }
  const field = (name: keyof typeof emptyForm) => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
  })
  return (
    <section className={styles.sheet}>
      <h2>{text.password}</h2>
      <p className={styles.soft}>{text.passwordWhy}</p>
      <form className={styles.fields} onSubmit={submit} noValidate>
        <PasswordInput
          label={text.current}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': text.show }}
          {...field('current')}
        />
        <PasswordInput
          label={text.next}
          description={text.nextHint}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': text.show }}
          error={asked && short > 0 ? text.tooShort({ count: short }) : undefined}
          {...field('next')}
        />
        <PasswordInput
          label={text.again}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': text.show }}
          error={asked && short <= 0 && differs ? text.differs : undefined}
          {...field('again')}
        />
        {changing.error && <FailureNote title={text.notChanged} error={changing.error} />}
        <div>
          <Button type="submit" loading={changing.isPending}>
            {text.change}
          </Button>
        </div>
      </form>
    </section>
  )
}

function EverywhereSheet() {
  const text = useMessages(account)
  const { signOut } = useSession()
  const leaving = useMutation({
    mutationFn: async () => {
      await callApi('/session/revocations', { method: 'POST' })
      await signOut()
    },
  })
  return (
    <section className={styles.sheet}>
      <h2>{text.everywhere}</h2>
      <p className={styles.soft}>{text.everywhereWhy}</p>
      {leaving.error && <FailureNote title={text.everywhereFailed} error={leaving.error} />}
      <div>
        <Button variant="default" loading={leaving.isPending} onClick={() => leaving.mutate()}>
          {text.everywhereAction}
        </Button>
      </div>
    </section>
  )
}
