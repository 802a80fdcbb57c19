import { Button, Modal, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { callApi } from '#design/api'
import { FailureNote } from '#design/failureNote'
import { useMessages } from '#design/locale'
import { useSession } from '#design/session'
import { useToast } from '#design/toast'
import styles from './access.module.css'
import type { Grant, User } from './accounts.ts'
import { GrantsField } from './grantsField.tsx'
import { access } from './messages.ts'
import { PasswordField, passwordLengthMin } from './passwordField.tsx'

type FormDialogProps = {
  title: string
  action: string
  error: unknown
  busy: boolean
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** A form in a dialog, a whole page on the phone; it keeps what was typed when saving fails. */
export function FormDialog({ title, action, error, busy, onSubmit, onClose, children }: FormDialogProps) {
  const text = useMessages(access)
  const onPhone = useMediaQuery('(max-width: 47.99em)')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      fullScreen={onPhone}
      closeButtonProps={{ 'aria-label': text.cancel }}
    >
      <form className={styles.fields} onSubmit={submit} noValidate>
        {children}
        {error !== null && <FailureNote title={text.notDone} error={error} />}
        <div className={styles.foot}>
          <Button variant="default" onClick={onClose}>
            {text.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Saves, tells, closes. */
export function useSaving(save: () => Promise<unknown>, told: string, onClose: () => void) {
  const queries = useQueryClient()
  const tell = useToast()
  return useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['access'] })
      tell({ text: told })
      onClose()
    },
  })
}

const emptyUser = { name: '', username: '', password: '', person: '' }

export function AddUserDialog({ onClose }: { onClose: () => void }) {
  const text = useMessages(access)
  const { user: self } = useSession()
  const [form, setForm] = useState(emptyUser)
  const [grants, setGrants] = useState<Grant[]>([{ role: 'employee', node: self?.homeNode ?? null }])
  const [asked, setAsked] = useState(false)
  const saving = useSaving(
    () =>
      callApi('/users', {
        method: 'POST',
        body: {
          ...form,
          name: form.name.trim(),
          username: form.username.trim(),
          person: form.person.trim() || null,
          grants,
        },
      }),
    text.created({ name: form.name }),
    onClose,
  )
  const username = form.username.trim()
  const complete = form.name.trim() !== '' && username.length >= 2 && form.password.length >= passwordLengthMin
  const field = (name: 'name' | 'username' | 'person') => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
  })
  return (
    <FormDialog
      title={text.addTitle}
      action={text.create}
      error={saving.error}
      busy={saving.isPending}
      onClose={onClose}
      onSubmit={() => {
        setAsked(true)
        if (complete) saving.mutate()
      }}
    >
      <div className={styles.pair}>
        <TextInput
          label={text.name}
          description={text.nameHint}
          required
          data-autofocus
          error={asked && form.name.trim() === ''}
          {...field('name')}
        />
        <TextInput
          label={text.username}
          description={text.usernameHint}
          required
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={asked && username.length < 2}
          {...field('username')}
        />
      </div>
      <PasswordField
        label={text.password}
        description={text.passwordHint}
        value={form.password}
        onChange={(password) => setForm({ ...form, password })}
        asked={asked}
      />
      <TextInput label={text.person} description={text.personHint} autoComplete="off" {...field('person')} />
      <GrantsField grants={grants} onChange={setGrants} />
    </FormDialog>
  )
}

export function GrantsDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const text = useMessages(access)
  const [grants, setGrants] = useState<Grant[]>(
    user.grants.length > 0 ? user.grants : [{ role: 'employee', node: null }],
  )
  const saving = useSaving(
    () => callApi(`/users/${user.no}/grants`, { method: 'PUT', body: { grants } }),
    text.grantsSet({ name: user.name }),
    onClose,
  )
  return (
    <FormDialog
      title={`${text.changeGrants} · ${user.name}`}
      action={text.save}
      error={saving.error}
      busy={saving.isPending}
      onClose={onClose}
      onSubmit={() => saving.mutate()}
    >
      <GrantsField grants={grants} onChange={setGrants} />
    </FormDialog>
  )
}

export function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const text = useMessages(access)
  const [password, setPassword] = useState('')
  const [asked, setAsked] = useState(false)
  const saving = useSaving(
    () => callApi(`/users/${user.no}/password`, { method: 'PUT', body: { password } }),
    text.passwordSet({ name: user.name }),
    onClose,
  )
  return (
    <FormDialog
      title={text.newPassword({ name: user.name })}
      action={text.resetPassword}
      error={saving.error}
      busy={saving.isPending}
      onClose={onClose}
      onSubmit={() => {
        setAsked(true)
        if (password.length >= passwordLengthMin) saving.mutate()
      }}
    >
      <PasswordField
        label={text.newPasswordLabel}
        description={text.newPasswordHint}
        value={password}
        onChange={setPassword}
        asked={asked}
      />
    </FormDialog>
  )
}
