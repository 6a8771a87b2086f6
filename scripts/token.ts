import { parseArgs } from 'node:util';
import { config } from '../src/app/config.ts';
import { issueToken, loadSigningKey } from '../src/app/token.ts';
import { type Grant, ROLES, readGrant, spellRole, writeGrant } from '../src/domain/actor.ts';

const spelled = ROLES.map(spellRole).join(', ');
const USAGE = `Usage: npm run --silent token -- --role ROLE[@UNIT] [--role ROLE[@UNIT]] [--subject NAME] [--days N]
Roles: ${spelled}; with @ and the code of a unit, over that unit alone`;

const LONGEST_DAYS = 3650;

interface Wish {
  grants: Grant[];
  subject: string;
  days: number;
}

/** Thrown for what the person typing can put right. */
class UsageError extends Error {}

const spell = (grant: Grant): string =>
  grant.unit === null ? spellRole(grant.role) : `${spellRole(grant.role)}@${grant.unit}`;

function parseGrant(text: string): Grant {
  const grant = readGrant(text);
  if (!grant) throw new UsageError(`Unknown role "${text}".`);
  return grant;
}

function parseDays(text: string): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > LONGEST_DAYS) {
    throw new UsageError(`--days must be a whole number from 1 to ${LONGEST_DAYS}, not "${text}".`);
  }
  return days;
}

function readArguments(args: string[]) {
  try {
    const options = {
      role: { type: 'string', multiple: true },
      subject: { type: 'string' },
      days: { type: 'string' },
    } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function parseWish(args: string[]): Wish {
  const { role: names = [], subject, days = '30' } = readArguments(args);
  if (names.length === 0) throw new UsageError('--role is missing.');
  if (subject?.trim() === '') throw new UsageError('--subject must not be empty.');

  const grants = [...new Map(names.map(parseGrant).map((grant) => [writeGrant(grant), grant])).values()];
  return { grants, subject: subject ?? grants.map(spell).join('+'), days: parseDays(days) };
}

try {
  const { grants, subject, days } = parseWish(process.argv.slice(2));
  const { dataDirectory, oidc } = config();
  if (oidc)
    throw new Error(`This token would be of no use: OIDC_ISSUER is set, so only tokens of ${oidc.issuer} count.`);
  const key = await loadSigningKey(dataDirectory);
  console.log(await issueToken(key, { subject, grants, expiresIn: `${days} days` }));
} catch (error) {
  const usage = error instanceof UsageError;
  console.error(usage ? `${error.message}\n\n${USAGE}` : (error as Error).message);
  process.exitCode = usage ? 2 : 1;
}
