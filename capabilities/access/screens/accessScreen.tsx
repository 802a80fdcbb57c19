import { Tabs } from '@mantine/core'
import { useMessages } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { useSearch } from '#design/screen'
import { KeyList } from './keyList.tsx'
import { access } from './messages.ts'
import { UserList } from './userList.tsx'

/** Who can sign in and how far they reach; keys of other systems. */
export default function AccessScreen() {
  const text = useMessages(access)
  const [search, setSearch] = useSearch()
  const tab = search.tab === 'keys' ? 'keys' : 'users'
  return (
    <>
      <PageHeader title={text.title} />
      <Tabs value={tab} onChange={(next) => setSearch({ tab: next === 'keys' ? 'keys' : undefined })}>
        <Tabs.List mb="md">
          <Tabs.Tab value="users">{text.tabs.users}</Tabs.Tab>
          <Tabs.Tab value="keys">{text.tabs.keys}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="users">
          <UserList />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <KeyList />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
