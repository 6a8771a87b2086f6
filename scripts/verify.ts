import postgres from 'postgres';
import { ConfigError, config } from '../src/app/config.ts';
import { withDatabaseServer } from '../src/app/installation.ts';
import { unavailability } from '../src/db/errors.ts';
import { withSnapshot } from '../src/db/snapshot.ts';
import { verify } from '../src/services/verify/verify.ts';

const USAGE = 'usage: npm run verify';
const BROKEN = 1;
const WRONG_INPUT = 2;
/** Row level security hides something from whom `DATABASE_URL` names. */
const HIDDEN = '42501';
/** A column or table that this version expects is not there. */
const OTHER_SCHEMA = new Set(['42P01', '42703', '42704']);

async function run(url: string): Promise<number> {
  const started = performance.now();
  const say = (line: string): void => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${line}`);
  const client = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: 'sapxep-verify' } });
  try {
    const breaches = await withSnapshot(client, (snapshot) =>
      verify(snapshot, {
        breach: ({ code, subject, day, proof }) => console.log([code, subject, day ?? '–', proof].join('\t')),
        progress: ({ area, proofs, breaches: found }) => say(`${area}: ${proofs} proofs, ${found} breaches`),
      }),
    );
    say(breaches === 0 ? 'Every rule holds.' : `${breaches} breaches.`);
    return breaches === 0 ? 0 : BROKEN;
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function main(): Promise<number> {
  if (process.argv.length > 2) {
    console.error(USAGE);
    return WRONG_INPUT;
  }
  // Nothing is migrated: what is proved is what stands.
  return withDatabaseServer(config(), run);
}

try {
  process.exitCode = await main();
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const told = error instanceof ConfigError ? error.message : unavailability(error);
  if (OTHER_SCHEMA.has(code))
    console.error('The database has not the schema of this version: start the product on it first.');
  else if (code === HIDDEN)
    console.error(
      'The user of DATABASE_URL may not see every row: only the owner of the tables can prove all of them.',
    );
  else console.error(told ?? error);
  process.exitCode = WRONG_INPUT;
}
