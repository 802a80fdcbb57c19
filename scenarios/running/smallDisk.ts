import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** A table that soon finds no room. `kind`: a small file system of its own, or a quota where nobody may mount one. */
export type SmallDisk = { kind: 'mount' | 'quota'; enlarge(): Promise<void>; remove(): Promise<void> }

/**
 * Lets the orders of a database lie on a disk of so many KiB. Whether PostgreSQL found the disk full or a trigger says so in
 * its words (53100), the product is told the same, and the transaction is undone.
 */
export async function onSmallDisk(url: string, kibibytes: number): Promise<SmallDisk> {
  const database = new pg.Client({ connectionString: url })
  await database.connect()
  const mounted = await mountSmall(database, kibibytes)
  if (mounted) {
    const space = `baton_test_small_${randomBytes(4).toString('hex')}`
    await database.query(`CREATE TABLESPACE ${space} LOCATION '${mounted}'`)
    await database.query(`ALTER TABLE facts.work_order SET TABLESPACE ${space}`)
    return {
      kind: 'mount',
      enlarge: async () => void spawnSync('/usr/bin/mount', ['-o', 'remount,size=256m', mounted]),
      remove: async () => {
        await database.query('ALTER TABLE facts.work_order SET TABLESPACE pg_default')
        await database.query(`DROP TABLESPACE ${space}`)
        await database.end()
        spawnSync('/usr/bin/umount', [mounted])
        rmSync(mounted, { recursive: true, force: true })
      },
    }
  }
  await database.query(`
    CREATE FUNCTION facts.refuse_beyond_quota() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF pg_relation_size('facts.work_order') > ${kibibytes * 1024} THEN
        RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file: No space left on device';
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER quota AFTER INSERT OR UPDATE ON facts.work_order FOR EACH STATEMENT EXECUTE FUNCTION facts.refuse_beyond_quota()`)
  return {
    kind: 'quota',
    enlarge: async () => void (await database.query('DROP TRIGGER quota ON facts.work_order')),
    remove: () => database.end(),
  }
}

/** Where PostgreSQL can write to a file system of that size; null where none can be mounted, or the server runs elsewhere. */
async function mountSmall(database: pg.Client, kibibytes: number): Promise<string | null> {
  const { rows } = await database.query<{ data_directory: string }>('SHOW data_directory')
  const data = rows[0]?.data_directory ?? ''
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync(data)) return null
  const folder = mkdtempSync(join(tmpdir(), 'baton-small-disk-'))
  const { status } = spawnSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'none', folder])
  const { uid, gid } = statSync(data)
  if (status === 0) chownSync(folder, uid, gid)
  else rmSync(folder, { recursive: true, force: true })
  return status === 0 ? folder : null
}
