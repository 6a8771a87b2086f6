import { z } from 'zod';

/** Where the other servers of a database are. */
export interface ClusterSettings {
  /** The primary itself, past any pooler; `databaseUrl` where left out. */
  listenUrl?: string;
  /** Where migrations go, as the owner of the tables; the primary itself where left out. */
  ownerUrl?: string;
  replicaUrl?: string;
  replicaLagMs: number;
}

const address = z
  .string()
  .regex(/^postgres(ql)?:\/\//)
  .refine((text) => URL.canParse(text));

export const CLUSTER_VARIABLES = {
  DATABASE_OWNER_URL: address.optional(),
  LISTEN_URL: address.optional(),
  REPLICA_URL: address.optional(),
  REPLICA_LAG_MS: z
    .string()
    .regex(/^[1-9]\d{2,6}$/)
    .transform(Number)
    .default(5_000),
};

const ADDRESS = 'an address like postgres://user:password@host:5432/database';

export const CLUSTER_EXPECTED: Record<keyof typeof CLUSTER_VARIABLES, string> = {
  DATABASE_OWNER_URL: ADDRESS,
  LISTEN_URL: ADDRESS,
  REPLICA_URL: ADDRESS,
  REPLICA_LAG_MS: 'a whole number from 100 to 9999999',
};

/** What was said of them, for `Config`. */
export function clusterSettings(given: z.infer<z.ZodObject<typeof CLUSTER_VARIABLES>>): ClusterSettings {
  return {
    listenUrl: given.LISTEN_URL,
    ownerUrl: given.DATABASE_OWNER_URL,
    replicaUrl: given.REPLICA_URL,
    replicaLagMs: given.REPLICA_LAG_MS,
  };
}

/** The embedded server has no other beside it. */
export function clusterProblems(given: Readonly<Record<string, unknown>>): string[] {
  if (given.DATABASE_URL !== undefined) return [];
  return ['DATABASE_OWNER_URL', 'LISTEN_URL', 'REPLICA_URL']
    .filter((name) => given[name] !== undefined)
    .map((name) => `${name}: expected together with DATABASE_URL`);
}
