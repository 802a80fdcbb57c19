import { existsSync } from 'node:fs'
import { brokenLinks } from '#audit'
import { differences } from '#measures'
import type { Log } from '#platform/log'
import { type Configuration, shownFolder } from '../server/configuration.ts'
import { openProduct } from '../server/product.ts'

type Finding = { good: boolean; text: string }

/** Looks for what is commonly wrong, says what it found and what to do; returns 1 when something is. */
export async function doctor(configuration: Configuration, log: Log): Promise<number> {
  const findings: Finding[] = [installed(), { good: true, text: `Node ${process.versions.node}` }]
  try {
    const product = await openProduct(configuration, log)
    try {
      findings.push({
        good: true,
        text: configuration.databaseUrl
          ? 'The database answers, its schema is up to date'
          : `The embedded database runs under ${shownFolder(configuration.folder)}`,
      })
      const broken = await product.database.asWorker((tx) => brokenLinks(tx))
      findings.push(
        broken.length === 0
          ? { good: true, text: 'The audit trail is unbroken' }
          : {
              good: false,
              text: `The audit trail is broken at ${broken.map((link) => `chain ${link.node}, entry ${link.seq}`).join('; ')}. Somebody changed rows in the database itself; compare with a backup.`,
            },
      )
      const different = await differences(product)
      findings.push(
        different === 0
          ? { good: true, text: 'Rollups agree with the facts' }
          : { good: false, text: `${different} rollup rows differ from the facts; run \`baton rebuild\`.` },
      )
    } finally {
      await product.close()
    }
  } catch (error) {
    findings.push({ good: false, text: `The database can't be opened: ${(error as Error).message}` })
  }
  for (const { good, text } of findings) console.log(`${good ? 'ok     ' : 'PROBLEM'} ${text}`)
  return findings.every((finding) => finding.good) ? 0 : 1
}

function installed(): Finding {
  const pinned = new URL('../node_modules/node/bin/', import.meta.url)
  if (existsSync(pinned)) return { good: true, text: 'The pinned Node is installed' }
  return {
    good: false,
    text: 'The pinned Node is missing because install scripts were off; run `npm rebuild node --foreground-scripts`.',
  }
}
