import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneOfEach } from '../support/organization-builder.ts';
import { runScript, startScript } from '../support/run-script.ts';
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

const env = () => ({ DATABASE_URL: scene.url });

it('npm run verify-audit keeps where the chains stand, and finds by it that one of them was cut', async () => {
  const { sql } = scene;
  const file = path.join(folder, 'anchors');

  const kept = await startScript('verify-audit', ['--anchor', file], env());
  await sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    await tx`DELETE FROM audit_entry`;
    await tx`DELETE FROM audit_seal`;
    await tx`UPDATE audit_chain SET position = 0, hash = decode(repeat('00', 32), 'hex')`;
  });
  const held = await runScript('verify-audit', ['--against', file], env());

  const line = (await readFile(file, 'utf8')).trim();
  expect([kept.code, kept.told]).toEqual([0, expect.stringContaining('1 entries in 1 seals: all as written.')]);
  expect(kept.told).toContain(line);
  expect([held.code, held.told]).toEqual([1, expect.stringMatching(/the seal at chain \d+, position 1 was removed/)]);
}, 90_000);
