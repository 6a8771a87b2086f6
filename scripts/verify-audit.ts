import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeFinding } from '../src/app/audit-report.ts';
import { ConfigError, config } from '../src/app/config.ts';
import { openInstallation } from '../src/app/installation.ts';
import { type Anchor, readAnchors, writeAnchor } from '../src/services/audit/anchor.ts';
import { verifyAudit } from '../src/services/audit/verify-audit.ts';

const USAGE = 'usage: npm run verify-audit [-- --anchor FILE] [-- --against FILE]';
const ALTERED = 1;
const WRONG_INPUT = 2;
const PROGRESS_EVERY_MS = 2_000;

/** Thrown for what the person typing can put right. */
class UsageError extends Error {}

async function run({ anchor, against }: { anchor?: string; against?: string }): Promise<number> {
  const started = performance.now();
  const say = (line: string): void => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${line}`);
  const anchors = against === undefined ? [] : await anchorsIn(against);
  const installation = await openInstallation(config(), say);
  try {
    let toldAt = started;
    const { entries, seals, findings, heads } = await verifyAudit(installation.database.reads, {
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
    await installation.close();
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
  process.exitCode = await run(wishOf(process.argv.slice(2)));
} catch (error) {
  console.error(isTheirs(error) ? error.message : error);
  process.exitCode = isTheirs(error) ? WRONG_INPUT : 1;
}
