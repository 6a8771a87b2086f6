import postgres from 'postgres';

/** Whom migrations/0010_scope.sql makes: bound by row level security, and unable to change what stands. */
export const APPLICATION_ROLE = 'sapxep_app';

/** What a connection says of itself. */
export const SURROUNDINGS = `
  SELECT pg_backend_pid() AS backend, current_user AS "user", current_setting('statement_timeout') <> '0' AS bounded,
    (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user)
      OR EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(session_user, tableowner, 'MEMBER')) AS "canPass"`;

export interface Surroundings {
  /** A pooler, such as pgbouncer, tells clients a process of its own making, since theirs changes. */
  pooled: boolean;
  user: string;
  /** Whether statements that take too long are given up, which through a pooler cannot be asked for. */
  bounded: boolean;
  /** Whether whoever is connected can get past row level security, if need be by becoming who owns the tables. */
  canPass: boolean;
}

/** What `SURROUNDINGS` answered. */
export const surroundingsIn = (answer: postgres.RowList<postgres.Row[]>): Surroundings => ({
  pooled: answer[0]?.backend !== answer.state.pid,
  user: answer[0]?.user,
  bounded: answer[0]?.bounded,
  canPass: answer[0]?.canPass,
});

/** What stands between us and the server at `url`. */
export async function surroundingsAt(url: string): Promise<Surroundings> {
  const client = postgres(url, {
    max: 1,
    prepare: false,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: 'sapxep' },
  });
  try {
    return surroundingsIn(await client.unsafe(SURROUNDINGS));
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Why reads and writes must not go there; null where they may. Through a pooler nobody can become another role. */
export const unfit = (name: string, { pooled, user }: Surroundings): string | null =>
  pooled && user !== APPLICATION_ROLE
    ? `${name}: expected to be as ${APPLICATION_ROLE} where it leads through a pooler, not as ${user}`
    : null;
