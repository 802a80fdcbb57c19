import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { ChoiceCards } from './choiceCards.tsx'
import { ChosenFile } from './chosenFile.tsx'
import { Counts } from './counts.tsx'
import { DateField } from './dateField.tsx'
import styles from './gallery.module.css'
import { formSamples } from './galleryFormSamples.ts'
import { useMessages } from './locale.tsx'
import { MainAction } from './mainAction.tsx'
import { Steps } from './steps.tsx'
import { MonthSelect, VersionForm } from './studio.tsx'

const steps = ['file', 'columns', 'try', 'done'] as const
const sending = { mutate: () => undefined, error: null, isPending: false }

/** The parts of imports and of the places where something is defined. */
export function FormParts({
  section: Section,
}: {
  section: (props: { title: string; children: ReactNode }) => ReactNode
}) {
  const text = useMessages(formSamples)
  const [how, setHow] = useState<'code' | 'name'>('code')
  const [day, setDay] = useState('2024-03-18')
  const [month, setMonth] = useState('2024-03')
  const { accepted, replaced, ignored, rejected, rows } = text.counts
  return (
    <>
      <Section title="Steps · ChoiceCards · ChosenFile · Counts">
        <Steps steps={steps} at="columns" text={text.importing} />
        <ChoiceCards
          legend={text.choices.legend}
          name="how"
          choices={['code', 'name']}
          names={text.choices.names}
          hints={text.choices.hints}
          value={how}
          onChange={setHow}
        />
        <ChosenFile {...text.file} onOther={() => undefined} />
        <Counts
          counts={[
            { name: accepted, count: 3_021, unit: rows },
            { name: replaced, count: 118, unit: rows },
            { name: ignored, count: 14, unit: rows },
            { name: rejected, count: 27, unit: rows, faulty: true },
          ]}
          large
        />
        <Counts
          counts={[
            { name: accepted, count: 3_021 },
            { name: replaced, count: 118 },
            { name: ignored, count: 14 },
            { name: rejected, count: 0 },
          ]}
        />
      </Section>
      <Section title="DateField · MonthSelect · VersionForm">
        <div className={styles.form}>
          <DateField label={text.day} description={text.dayHint} value={day} onChange={setDay} />
          <DateField label={text.day} value="" min="2024-03-18" required onChange={() => undefined} />
          <MonthSelect label={text.month} value={month} last="2024-03" onChange={setMonth} />
        </div>
        <div className={styles.form}>
          <VersionForm
            text={text.version}
            newest={{ version: 1, retired: false }}
            startsOn="2024-04-01"
            save={sending}
            retire={sending}
            onward="/design"
          />
          <VersionForm
            text={text.version}
            newest={null}
            startsOn="2024-04-01"
            save={sending}
            retire={sending}
            onward="/design"
          />
        </div>
      </Section>
      <Section title="MainAction">
        <p>{text.mainNote}</p>
        <MainAction>
          <Button>{text.main}</Button>
        </MainAction>
      </Section>
    </>
  )
}
