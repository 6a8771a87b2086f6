import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { describeFinding } from '../src/app/audit-report.ts';
import { ConfigError, config } from '../src/app/config.ts';
import { withDatabaseServer } from '../src/app/installation.ts';
import { databaseError } from '../src/db/constraint.ts';
import { type Anchor, readAnchors, writeAnchor } from '../src/services/audit/anchor.ts';
import { verifyAudit } from '../src/services/audit/verify-audit.ts';

const USAGE = 'usage: npm run verify-audit [-- [--anchor FILE] [--against FILE]]';
const ALTERED = 1;
const WRONG_INPUT = 2;
const PROGRESS_EVERY_MS = 2_000;
/** There are no such tables. */
const NOT_MIGRATED = '42P01';

/** Thrown for what the person typing can put right. */
class UsageError extends Error {}

async function run(url: string, { anchor, against }: { anchor?: string; against?: string }): Promise<number> {
  const started = performance.now();
  const say = (line: string): void => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${line}`);
  const anchors = against === undefined ? [] : await anchorsIn(against);
  const client = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: 'sapxep-verify' } });
  try {
    let toldAt = started;
    const { entries, seals, findings, heads } = await verifyAudit(client, {
      anchors,
      found: (finding) => console.error(describeFinding(finding)),
      progress: (done, total) => {
        if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
        toldAt = performance.now();
        say(`${done} of ${total} seals`);
      },
    });
    for (const { chain, position, hash } of heads) console.log(`chain ${chain} position ${position} ${hash}`);
    const line = writeAnchor(heads);
    console.log(line);
    if (anchor !== undefined) await writeFile(anchor, `${line}\n`, { flag: 'a' });
    if (anchors.length > 0) say(`Held against ${anchors.length} anchors of ${against}.`);
    say(`${entries} entries in ${seals} seals: ${findings === 0 ? 'all as written' : `${findings} findings`}.`);
    return findings === 0 ? 0 : ALTERED;
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function anchorsIn(file: string): Promise<Anchor[]> {
  const anchors = readAnchors(await readFile(file, 'utf8'));
  if (anchors.length === 0) throw new UsageError(`${file} holds no anchor of an audit.`);
  return anchors;
}

/** Whether the person typing can put it right. */
function isTheirs(error: unknown): error is Error {
  if (error instanceof UsageError || error instanceof ConfigError) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(ENOENT|EACCES|EISDIR|ENOTDIR)$/.test(code);
}

function wishOf(args: readonly string[]): { anchor?: string; against?: string } {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { anchor: text, against: text } }).values;
  } catch {
    throw new UsageError(USAGE);
  }
}

try {
  const wish = wishOf(process.argv.slice(2));
  // Nothing is migrated: what is verified is what stands.
  process.exitCode = await withDatabaseServer(config(), (url) => run(url, wish));
} catch (error) {
  const isElsewhere = databaseError(error)?.code === NOT_MIGRATED;
  if (isElsewhere) console.error('There is no audit here: the database holds nothing of this version.');
  else console.error(isTheirs(error) ? error.message : error);
  process.exitCode = isElsewhere || isTheirs(error) ? WRONG_INPUT : 1;
}
