import postgres from 'postgres';

/** Somebody who is paid by a branch and works at a point of it, without end and undisturbed. */
export interface Worker {
  staff: string;
  branch: string;
  /** Another branch of the same center. */
  other: string;
  center: string;
}

/** What variables are drawn from. */
export interface Ground {
  centers: string[];
  branches: string[];
  units: string[];
  workers: Worker[];
  /** The first day on which none of them does anything yet. */
  freeFrom: string;
  /** Some names of units, of which words are typed. */
  names: string[];
}

/** Where the writer writes that runs beside reads; nothing there is read in turn. */
export const WRITERS_CENTER = 'D30';

const EVERY = 25;

export async function layGround(url: string): Promise<Ground> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const units = await sql<{ code: string; kind: string; name: string }[]>`
      SELECT u.code, v.kind, v.name FROM unit u JOIN unit_version v ON v.unit_id = u.id
      WHERE v.superseded_at = 'infinity' AND v.valid_from <= '2025-05-15' AND v.valid_to > '2025-05-15' ORDER BY u.code`;
    const workers = await sql<Worker[]>`
      WITH branch AS MATERIALIZED (
        SELECT u.id, u.code, split_part(u.code, '-', 1) AS center,
          coalesce(lead(u.code) OVER w, first_value(u.code) OVER w) AS other
        FROM unit u WHERE u.code ~ '^D[0-9]+-B[0-9]+$' WINDOW w AS (PARTITION BY split_part(u.code, '-', 1) ORDER BY u.code))
      SELECT s.code AS staff, branch.code AS branch, branch.other, branch.center FROM staff s
      JOIN payroll p ON p.staff_id = s.id AND p.superseded_at = 'infinity' AND p.valid_to = 'infinity'
      JOIN branch ON branch.id = p.unit_id
      JOIN workplace w ON w.staff_id = s.id AND w.superseded_at = 'infinity' AND w.valid_to = 'infinity' AND w.basis = 'POST'
      JOIN unit place ON place.id = w.unit_id AND (place.id = branch.id OR starts_with(place.code, branch.code || '-'))
      JOIN staff_version v ON v.staff_id = s.id AND v.superseded_at = 'infinity' AND v.valid_to = 'infinity'
      WHERE branch.code <> branch.other
        AND s.id NOT IN (SELECT o.staff_id FROM workplace o WHERE o.superseded_at = 'infinity' AND o.valid_to > '2026-11-01'
          AND (o.basis IN ('SECONDMENT', 'SECONDED_ASSIGNMENT') OR o.basis = 'ASSIGNMENT' AND o.valid_to > o.valid_from + 7))
        AND s.id NOT IN (SELECT l.staff_id FROM leadership l)
      ORDER BY md5(s.code)`;
    const [written] = await sql<{ day: string }[]>`
      SELECT (greatest(date '2027-01-04', max(valid_from) + 7))::text AS day FROM workplace
      WHERE basis IN ('ASSIGNMENT', 'POST') AND superseded_at = 'infinity'`;
    const of = (kind: string): string[] => units.filter((unit) => unit.kind === kind).map(({ code }) => code);
    return {
      centers: of('PROVINCIAL_CENTER'),
      branches: of('BRANCH').filter((code) => !code.startsWith(`${WRITERS_CENTER}-`)),
      units: units.map(({ code }) => code),
      workers: [...workers],
      freeFrom: written?.day ?? '2027-01-04',
      names: [...new Set(units.map(({ name }) => name))].filter((_, index) => index % EVERY === 0),
    };
  } finally {
    await sql.end();
  }
}
