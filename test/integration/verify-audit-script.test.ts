import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneOfEach } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const ROOT = path.join(import.meta.dirname, '../..');

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

/** Runs the script as people do. */
function run(...args: string[]): Promise<{ code: number; told: string }> {
  const command = ['--import', 'tsx', path.join(ROOT, 'scripts/verify-audit.ts'), ...args];
  const env = { ...process.env, DATABASE_URL: scene.url };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, told: stdout + stderr }),
    );
  });
}

it('npm run verify-audit keeps where the chains stand, and finds by it that one of them was cut', async () => {
  const { sql } = scene;
  const file = path.join(folder, 'anchors');

  const kept = await run('--anchor', file);
  await sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    await tx`DELETE FROM audit_entry`;
    await tx`DELETE FROM audit_seal`;
    await tx`UPDATE audit_chain SET position = 0, hash = decode(repeat('00', 32), 'hex')`;
  });
  const held = await run('--against', file);

  const line = (await readFile(file, 'utf8')).trim();
  expect([kept.code, kept.told]).toEqual([0, expect.stringContaining('1 entries in 1 seals: all as written.')]);
  expect(kept.told).toContain(line);
  expect([held.code, held.told]).toEqual([1, expect.stringMatching(/the seal at chain \d+, position 1 was removed/)]);
}, 90_000);
