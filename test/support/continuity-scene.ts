import { onServer } from './test-server.ts';

/**
 * A plan of so many communes, each received for by a one-stop with two counters until 2025-07-01 and from then on by a
 * commune center below which a point has one; nothing else is said of any of them. Their codes follow `codes`, above every other.
 */
export async function aWidePlan(
  databaseUrl: string,
  { plan, communes, codes }: { plan: string; communes: number; codes: number },
): Promise<string> {
  await onServer(databaseUrl, (sql) =>
    sql.begin(async (tx) => {
      await tx`CREATE TEMP TABLE act ON COMMIT DROP AS SELECT min(id) AS id, (SELECT min(id) FROM legal_instrument) AS instrument FROM change_event`;
      await tx`INSERT INTO unit (code) SELECT ${plan} || kind || i FROM generate_series(1, ${communes}::int) i, unnest('{-O,-C,-P}'::text[]) kind`;
      await tx`INSERT INTO unit_life (unit_id, valid_from, opened_by) SELECT unit.id, '2020-01-01', act.id FROM unit, act WHERE unit.code LIKE ${plan} || '-%'`;
      await tx`INSERT INTO unit_version (unit_id, valid_from, name, kind, own_seal, own_account, independent_accounting, change_id)
        SELECT unit.id, '2020-01-01', unit.code, 'OUTSIDE_BODY', false, false, false, act.id FROM unit, act WHERE unit.code LIKE ${plan} || '-%'`;
      await tx`INSERT INTO territory (code, level) SELECT ${codes}::int + i, 'COMMUNE' FROM generate_series(1, ${communes}::int) i`;
      await tx`INSERT INTO territory_version (territory_id, code, valid_from, name, kind, instrument_id)
        SELECT t.id, t.code, '2020-01-01', t.code, 'Xã', act.instrument FROM territory t, act WHERE t.code::int > ${codes}::int`;
      await tx`INSERT INTO plan (code, center_id) SELECT ${plan}, (SELECT center_id FROM plan WHERE code = 'HN')`;
      await tx`INSERT INTO plan_version (plan_id, number, title, instrument_id, valid_from)
        SELECT plan.id, 1, plan.code, act.instrument, '1900-01-01' FROM plan, act WHERE plan.code = ${plan}`;
      await tx`INSERT INTO plan_status (plan_id, status, instrument_id, valid_from)
        SELECT plan.id, 'ADOPTED', act.instrument, '1900-01-01' FROM plan, act WHERE plan.code = ${plan}`;
      await tx`INSERT INTO plan_territory (plan_id, territory_id)
        SELECT plan.id, t.id FROM plan, territory t WHERE plan.code = ${plan} AND t.code::int > ${codes}::int`;
      await tx`INSERT INTO service_territory (unit_id, territory_id, valid_from, valid_to, change_id)
        SELECT u.id, t.id, CASE kind WHEN '-O' THEN '2020-01-01'::date ELSE '2025-07-01' END, CASE kind WHEN '-O' THEN '2025-07-01'::date ELSE 'infinity' END, act.id
        FROM act, generate_series(1, ${communes}::int) i, unnest('{-O,-C}'::text[]) kind JOIN unit u ON true JOIN territory t ON true
        WHERE u.code = ${plan} || kind || i AND t.code = (${codes}::int + i)::text`;
      await tx`INSERT INTO unit_relation (child_id, parent_id, kind, valid_from, change_id)
        SELECT point.id, center.id, 'ESTABLISHMENT', '2025-07-01', act.id FROM act, generate_series(1, ${communes}::int) i
        JOIN unit point ON point.code = ${plan} || '-P' || i JOIN unit center ON center.code = ${plan} || '-C' || i`;
      await tx`WITH numbered AS (INSERT INTO counter (recorded_at) SELECT now() FROM generate_series(1, 3 * ${communes}::int) RETURNING id),
          placed AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM numbered)
        INSERT INTO counter_version (counter_id, unit_id, label, kind, weekdays, valid_from, valid_to)
        SELECT placed.id, u.id, 'Quầy ' || n % 3, 'STANDARD', '{1,2,3,4,5}', CASE n % 3 WHEN 2 THEN '2025-07-01'::date ELSE '2020-01-01' END,
          CASE n % 3 WHEN 2 THEN 'infinity'::date ELSE '2025-07-01' END
        FROM placed JOIN unit u ON u.code = ${plan} || (CASE n % 3 WHEN 2 THEN '-P' ELSE '-O' END) || (n / 3 + 1)`;
      await tx`ANALYZE`;
    }),
  );
  return plan;
}
