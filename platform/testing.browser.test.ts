import { expect, test } from 'vitest'
import { launchBrowser } from './testing.ts'

test('a browser starts and runs a page', async () => {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    await page.setContent(
      '<button onclick="this.textContent=Intl.DateTimeFormat().resolvedOptions().locale">?</button>',
    )
    await page.click('button')
    expect(await page.textContent('button')).not.toBe('?')
  } finally {
    await browser.close()
  }
})
