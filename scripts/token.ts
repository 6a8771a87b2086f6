import { parseArgs } from 'node:util';
import { config } from '../src/app/config.ts';
import { issueToken, loadSigningKey } from '../src/app/token.ts';
import { ROLES, type Role } from '../src/domain/actor.ts';

const spelled = ROLES.map(spell).join(', ');
const USAGE = `Usage: npm run --silent token -- --role ROLE [--role ROLE] [--subject NAME] [--days N]
Roles: ${spelled}`;

const LONGEST_DAYS = 3650;

interface Wish {
  roles: Role[];
  subject: string;
  days: number;
}

/** Thrown for what the person typing can put right. */
class UsageError extends Error {}

function spell(role: Role): string {
  return role.toLowerCase().replaceAll('_', '-');
}

function parseRole(text: string): Role {
  const role = ROLES.find((known) => known === text.toUpperCase().replaceAll('-', '_'));
  if (!role) throw new UsageError(`Unknown role "${text}".`);
  return role;
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

  const roles = [...new Set(names.map(parseRole))];
  return { roles, subject: subject ?? roles.map(spell).join('+'), days: parseDays(days) };
}

try {
  const { roles, subject, days } = parseWish(process.argv.slice(2));
  const key = await loadSigningKey(config().dataDirectory);
  console.log(await issueToken(key, { subject, roles, expiresIn: `${days} days` }));
} catch (error) {
  const usage = error instanceof UsageError;
  console.error(usage ? `${error.message}\n\n${USAGE}` : (error as Error).message);
  process.exitCode = usage ? 2 : 1;
}
