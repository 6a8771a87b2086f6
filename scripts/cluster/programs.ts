import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PACKAGES = ['postgresql-15', 'pgbouncer'];
/** The oldest supported release comes first: it is the one that can be missing something. */
const POSTGRES = [15, 16, 17, 18].map((release) => `/usr/lib/postgresql/${release}/bin`);
const PGBOUNCER = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'];

/** Debian's own, since these are what production runs on. */
export interface ClusterPrograms {
  /** Of one of PostgreSQL's programs. */
  postgres(name: 'initdb' | 'postgres' | 'pg_basebackup'): string;
  pgbouncer: string;
}

/** Finds the programs, installing their packages where root asks; throws with what is missing where that does not help. */
export async function clusterPrograms(): Promise<ClusterPrograms> {
  const found = find();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) await install().catch(() => {});
  const installed = find();
  if (!installed) throw new Error(`Debian's packages ${PACKAGES.join(' and ')} are missing: install them.`);
  return installed;
}

function find(): ClusterPrograms | undefined {
  const pgbouncer = PGBOUNCER.find((program) => existsSync(program));
  const bin = POSTGRES.find((directory) => existsSync(`${directory}/postgres`));
  return pgbouncer && bin ? { postgres: (name) => `${bin}/${name}`, pgbouncer } : undefined;
}

async function install(): Promise<void> {
  await run('apt-get', ['update']);
  await run('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-y', ...PACKAGES]);
}
