import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chainHeads } from '../../src/db/repositories/audit-seals.ts';
import { writeAnchor } from '../../src/services/audit/anchor.ts';
import { oneOfEach } from '../support/organization-builder.ts';
import { startScript } from '../support/run-script.ts';
import { openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
let folder: string;

beforeAll(async () => {
  scene = await openScene();
  folder = await mkdtemp(path.join(tmpdir(), 'sapxep-audit-'));
  await oneOfEach(scene.sql);
});

afterAll(async () => {
  await scene.close();
  await rm(folder, { recursive: true });
});

/** Works as somebody who may switch the triggers off. */
const unhindered = (work: (tx: TransactionSql) => PromiseLike<unknown>) =>
  scene.sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    await work(tx);
  });

it('npm run verify-audit finds by an anchor that a chain was cut, and keeps where the chains stand now', async () => {
  const { sql } = scene;
  const [before, after] = [path.join(folder, 'before'), path.join(folder, 'after')];
  await writeFile(before, writeAnchor(await chainHeads(sql)));
  await unhindered(async (tx) => {
    await tx`DELETE FROM audit_entry`;
    await tx`DELETE FROM audit_seal`;
    await tx`UPDATE audit_chain SET position = 0, hash = decode(repeat('00', 32), 'hex')`;
  });
  for (const request of ['2', '3'])
    await sql`INSERT INTO audit_entry (actor, verb, subject_type, subject, request_id) VALUES ('test', 'test', 'OrgUnit', '1', ${request})`;
  await unhindered((tx) => tx`UPDATE audit_entry SET actor = 'other' WHERE request_id = '3'`);

  const { code, told } = await startScript('verify-audit', ['--against', before, '--anchor', after], {
    DATABASE_URL: scene.url,
  });

  const [head] = await chainHeads(sql);
  expect([code, told]).toEqual([1, expect.stringMatching(/the seal at chain \d+, position 1 is another\n/)]);
  expect(told).toContain(`chain ${head?.chain} position 2 ${head?.hash}\n${await readFile(after, 'utf8')}`);
  expect(told).toMatch(/entry \d+ was altered \(chain \d+, position 2\)\n/);
  expect(told).toContain('2 entries in 2 seals: 2 findings.');
}, 60_000);
