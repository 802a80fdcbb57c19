import { readdir, readFile } from 'node:fs/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'

const folder = new URL('../migrations/', import.meta.url)

/** Both roles own nothing and bypass nothing; the login role becomes one or the other and is bound by its policies. */
const createRoles = `
DO $$
DECLARE wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['baton_app', 'baton_worker'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN EXECUTE format('CREATE ROLE %I NOLOGIN', wanted); END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another server was a moment faster
    END;
    -- From PostgreSQL 16 on, who creates a role administers it without being able to become it.
    IF NOT pg_has_role(current_user, wanted, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
      EXECUTE format('GRANT %I TO current_user', wanted);
    END IF;
  END LOOP;
END $$`

/** Brings the database at url to the newest schema; returns the names of the migrations that ran now. All or none take effect. */
export async function migrate(url: string, options: { log?: (line: string) => void } = {}): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await requireVersion(db)
    await sql.raw(createRoles).execute(db)
    const migrator = new Migrator({
      db,
      provider: { getMigrations: migrationFiles },
      migrationTableSchema: 'platform',
      migrationTableName: 'migration',
      migrationLockTableName: 'migration_lock',
    })
    const { error, results } = await migrator.migrateToLatest()
    const ran = (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName)
    if (error) {
      const failed = results?.find((result) => result.status === 'Error')?.migrationName
      throw new Error(`Migration ${failed ?? ''} failed and nothing was changed: ${message(error)}`, { cause: error })
    }
    for (const name of ran) options.log?.(`migrated ${name}`)
    return ran
  } finally {
    await db.destroy()
  }
}

async function requireVersion(db: Kysely<unknown>) {
  const found = await sql<{ version: number }>`SELECT current_setting('server_version_num')::int AS version`.execute(db)
  const version = found.rows[0]?.version ?? 0
  if (version < 150000) {
    throw new Error(
      `Baton needs PostgreSQL 15 or newer; this server is ${Math.floor(version / 10000)}. Point DATABASE_URL at a newer one.`,
    )
  }
}

async function migrationFiles() {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const migrations: Record<string, { up: (db: Kysely<unknown>) => Promise<void> }> = {}
  for (const name of names) {
    const text = await readFile(new URL(name, folder), 'utf8')
    migrations[name.replace(/\.sql$/, '')] = {
      up: async (db) => {
        await sql.raw(text).execute(db)
      },
    }
  }
  return migrations
}

const message = (error: unknown) => (error instanceof Error ? error.message : String(error))
