import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/app/config.ts';
import { openInstallation } from '../../src/app/installation.ts';
import { createTestDatabase } from '../support/database.ts';
import { onServer } from '../support/test-server.ts';

const PASSWORD = 'chi-de-thu';
const OWNER = `owner_${randomBytes(4).toString('hex')}`;
const APPLICATION = `application_${randomBytes(4).toString('hex')}`;

let test: Awaited<ReturnType<typeof createTestDatabase>>;
const urlAs = (user: string): string => {
  const url = new URL(test.url);
  url.username = user;
  url.password = PASSWORD;
  return url.href;
};
const open = (databaseUrl: string, ownerUrl?: string) =>
  openInstallation({ databaseUrl, ownerUrl, dataDirectory: '/nowhere', production: true }, () => {});

beforeAll(async () => {
  test = await createTestDatabase({ template: 'empty' });
  await onServer(test.url, async (sql) => {
    await sql.unsafe(`DO $$ BEGIN CREATE ROLE sapxep_app NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
    await sql.unsafe(`CREATE ROLE ${OWNER} LOGIN PASSWORD '${PASSWORD}' IN ROLE sapxep_app`);
    await sql.unsafe(`CREATE ROLE ${APPLICATION} LOGIN PASSWORD '${PASSWORD}' IN ROLE sapxep_app`);
    await sql.unsafe(`ALTER DATABASE ${new URL(test.url).pathname.slice(1)} OWNER TO ${OWNER}`);
    await sql.unsafe(`ALTER SCHEMA public OWNER TO ${OWNER}`);
  });
});

afterAll(async () => {
  const elsewhere = new URL(test.url);
  elsewhere.pathname = '/postgres';
  await test.drop();
  await onServer(elsewhere.href, async (sql) => {
    await sql.unsafe(`DROP ROLE ${OWNER}`);
    await sql.unsafe(`DROP ROLE ${APPLICATION}`);
  });
});

describe('in production', () => {
  it('the owner, who need not be a superuser, migrates, and the product runs as whom row level security binds', async () => {
    const installation = await open(urlAs(APPLICATION), urlAs(OWNER));

    const [row] = await installation.database
      .reads`SELECT current_user AS "current", (SELECT count(*)::int FROM staff) AS people`;
    await installation.close();

    expect(row).toEqual({ current: 'sapxep_app', people: 0 });
  });

  it.each([
    ['a superuser', () => test.url],
    ['the owner of the tables', () => urlAs(OWNER)],
  ])('%s is not whom it runs as', async (_, url) => {
    await expect(open(url(), urlAs(OWNER))).rejects.toThrow(ConfigError);
    await expect(open(url(), urlAs(OWNER))).rejects.toThrow(
      'DATABASE_URL: expected in production a user that row level security binds',
    );
  });
});
