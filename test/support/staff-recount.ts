import type { Sql } from 'postgres';
import { type Day, FOREVER } from '../../src/domain/day.ts';

/** The first two months of 2025. */
const WINTER = { from: '2025-01-01', until: '2025-03-01' };

/**
 * Looks at every instant at which belief changed and, as nothing changes in between, at every day of a period on which a
 * fact begins or ends, person by person and step by step up the tree of that day: a unit with more people than posts, a
 * center that granted more than its total, a person with two homes, a unit with two directors, a person counted at a
 * unit that is not there. Only what is said of the units named is looked at. Answers all it finds; nothing of what
 * PostgreSQL decides by is used.
 */
export async function contradictionsAmong(
  sql: Sql,
  units: readonly string[],
  { from, until }: { from: Day; until: Day } = WINTER,
): Promise<string[]> {
  const holds = (row: string) => {
    const of = (column: string) => sql(`${row}.${column}`);
    return sql`${of('recorded_at')} <= instant AND instant < ${of('superseded_at')} AND ${of('valid_from')} <= day AND day < ${of('valid_to')}`;
  };
  const rows = await sql<{ what: string; day: Day }[]>`
    WITH RECURSIVE named AS (SELECT id, code FROM unit WHERE code IN ${sql(units)}),
    home AS MATERIALIZED (SELECT * FROM payroll WHERE unit_id IN (SELECT id FROM named)),
    link AS MATERIALIZED (SELECT * FROM unit_relation WHERE kind = 'ESTABLISHMENT' AND child_id IN (SELECT id FROM named)),
    post AS MATERIALIZED (SELECT * FROM quota WHERE unit_id IN (SELECT id FROM named)),
    director AS MATERIALIZED (SELECT * FROM leadership WHERE role = 'DIRECTOR' AND unit_id IN (SELECT id FROM named)),
    life AS MATERIALIZED (SELECT * FROM unit_life WHERE unit_id IN (SELECT id FROM named)),
    change (instant) AS (
      SELECT recorded_at FROM home UNION SELECT superseded_at FROM home UNION SELECT recorded_at FROM link UNION SELECT superseded_at FROM link
      UNION SELECT recorded_at FROM post UNION SELECT superseded_at FROM post UNION SELECT recorded_at FROM director
      UNION SELECT superseded_at FROM director UNION SELECT recorded_at FROM life UNION SELECT superseded_at FROM life),
    turn (day) AS (
      SELECT ${from}::date
      UNION SELECT day FROM home, LATERAL (VALUES (valid_from), (valid_to)) AS of (day)
      UNION SELECT day FROM link, LATERAL (VALUES (valid_from), (valid_to)) AS of (day)
      UNION SELECT day FROM post, LATERAL (VALUES (valid_from), (valid_to)) AS of (day)
      UNION SELECT day FROM director, LATERAL (VALUES (valid_from), (valid_to)) AS of (day)
      UNION SELECT day FROM life, LATERAL (VALUES (valid_from), (valid_to)) AS of (day)),
    moment AS MATERIALIZED (
      SELECT instant, day FROM change, turn
      WHERE instant <> ${FOREVER} AND ${from} <= day AND day < ${until}),
    counted (instant, day, person, category, place) AS (
      SELECT instant, day, home.staff_id, category, unit_id FROM moment JOIN home ON ${holds('home')}
      UNION ALL
      SELECT instant, day, person, category, parent_id FROM counted JOIN link ON child_id = place AND ${holds('link')}),
    wrong (instant, day, what) AS (
      SELECT instant, day, format('%s has %s of %s %s', code, count(*), ceiling, post.category)
      FROM counted JOIN post ON unit_id = place AND post.category = counted.category AND ${holds('post')} JOIN named ON named.id = unit_id
      GROUP BY instant, day, code, ceiling, post.category HAVING count(*) > ceiling
      UNION ALL
      SELECT instant, day, format('%s granted %s of %s %s', code, sum(part.ceiling), total.ceiling, total.category)
      FROM moment JOIN post AS total ON unit_id = center_id AND ${holds('total')}
      JOIN post AS part ON part.center_id = total.unit_id AND part.unit_id <> total.unit_id AND part.category = total.category AND ${holds('part')}
      JOIN named ON named.id = total.unit_id
      GROUP BY instant, day, code, total.ceiling, total.category HAVING sum(part.ceiling) > total.ceiling
      UNION ALL
      SELECT instant, day, format('person %s has %s homes', staff_id, count(*)) FROM moment JOIN home ON ${holds('home')}
      GROUP BY instant, day, staff_id HAVING count(*) > 1
      UNION ALL
      SELECT instant, day, format('unit %s has %s directors', unit_id, count(*)) FROM moment JOIN director ON ${holds('director')}
      GROUP BY instant, day, unit_id HAVING count(*) > 1
      UNION ALL
      SELECT instant, day, format('person %s is counted where nothing is', staff_id) FROM moment JOIN home ON ${holds('home')}
      WHERE NOT EXISTS (SELECT FROM life WHERE life.unit_id = home.unit_id AND ${holds('life')}))
    SELECT what, day FROM wrong GROUP BY what, day ORDER BY day, what`;
  return rows.map(({ what, day }) => `${day}: ${what}`);
}
