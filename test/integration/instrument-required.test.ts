import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aUnit, FROM, oneOfEach } from '../support/organization-builder.ts';
import { aPlan, oneOfEachOfPlans } from '../support/plan-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { outcomeOf } from '../support/writer.ts';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
  await oneOfEach(sql);
  await oneOfEachOfPlans(sql);
});

afterAll(() => scene.close());

describe('an act', () => {
  it('cites an instrument', async () => {
    const outcomes = [
      await outcomeOf(sql`INSERT INTO change_event (kind, on_day) VALUES ('RENAME', ${FROM})`),
      await outcomeOf(sql`INSERT INTO change_event (kind, on_day, instrument_id) VALUES ('RENAME', ${FROM}, -1)`),
    ];

    expect(outcomes).toEqual(['instrument_required__change', 'not_found__change_instrument']);
  });
});

describe.each([
  ['unit_version', 'change_id', 'instrument_required__unit_version', 'not_found__unit_version_change'],
  ['unit_relation', 'change_id', 'instrument_required__unit_relation', 'not_found__unit_relation_change'],
  ['unit_lineage', 'change_id', 'instrument_required__unit_lineage', 'not_found__unit_lineage_change'],
  ['unit_site', 'change_id', 'instrument_required__unit_site', 'not_found__unit_site_change'],
  ['service_territory', 'change_id', 'instrument_required__service_territory', 'not_found__service_territory_change'],
  ['unit_life', 'opened_by', 'instrument_required__unit_life', 'not_found__unit_life_opened_by'],
  [
    'territory_version',
    'instrument_id',
    'instrument_required__territory_version',
    'not_found__territory_version_instrument',
  ],
  [
    'territory_lineage',
    'instrument_id',
    'instrument_required__territory_lineage',
    'not_found__territory_lineage_instrument',
  ],
  ['plan_status', 'instrument_id', 'instrument_required__plan_status', 'not_found__plan_status_instrument'],
  ['phase_status', 'instrument_id', 'instrument_required__phase_status', 'not_found__phase_status_instrument'],
  ['policy', 'instrument_id', 'instrument_required__policy', 'not_found__policy_instrument'],
  ['waiver_term', 'instrument_id', 'instrument_required__waiver_term', 'not_found__waiver_term_instrument'],
])('%s', (table, column, required, unknown) => {
  it.each([
    ['none', null, required],
    ['one that does not exist', -1, unknown],
  ])('is refused when its %s', async (_what, reference, constraint) => {
    const outcome = await scene.first.run((tx) => restate(tx, table, { column, reference }));

    expect(outcome).toBe(constraint);
  });

  it('is taken as it is', async () => {
    const outcome = await scene.first.run((tx) => restate(tx, table, null));

    expect(outcome).toBe('done');
  });
});

/** Puts the same facts in place of those believed, with another reference if one is given. */
async function restate(
  tx: Sql,
  table: string,
  change: { column: string; reference: number | null } | null,
): Promise<void> {
  const columns = await tx<{ name: string }[]>`
    SELECT column_name AS name FROM information_schema.columns
    WHERE table_name = ${table} AND is_identity = 'NO' AND is_generated = 'NEVER'`;
  const given = columns.map(({ name }) =>
    name === change?.column ? tx`${change.reference}::bigint` : tx`stated.${tx(name)}`,
  );
  await tx`
    WITH stated AS (UPDATE ${tx(table)} SET superseded_at = now() WHERE superseded_at = 'infinity' RETURNING *)
    INSERT INTO ${tx(table)} (${tx(columns.map(({ name }) => name))})
    SELECT ${given.reduce((all, one) => tx`${all}, ${one}`)} FROM stated`;
}

describe('a waiver', () => {
  it('cites an instrument', async () => {
    const grant = (instrument: number | null) => sql`
      INSERT INTO waiver (code, unit_id, reason, instrument_id) SELECT 'NAME_FROZEN', min(id), 'Test', ${instrument}::bigint FROM unit`;

    const outcomes = [await outcomeOf(grant(null)), await outcomeOf(grant(-1))];

    expect(outcomes).toEqual(['instrument_required__waiver', 'not_found__waiver_instrument']);
  });
});

describe('a draft', () => {
  it.each(['plan', 'phase'])('of a %s needs none', async (what) => {
    const { id, phases } = await aPlan(sql, { from: FROM });

    const outcome = await scene.first.run(async (tx) => {
      const of = what === 'plan' ? tx`plan_id` : tx`phase_id, plan_id`;
      const values = what === 'plan' ? tx`${id}::bigint` : tx`${phases[0] ?? 0}::bigint, ${id}::bigint`;
      const table = tx(`${what}_status`);
      await tx`UPDATE ${table} SET superseded_at = now() WHERE plan_id = ${id} AND superseded_at = 'infinity'`;
      await tx`INSERT INTO ${table} (${of}, status, valid_from) SELECT ${values}, 'DRAFT', '1900-01-01'`;
    });

    expect(outcome).toBe('done');
  });
});

describe('the end of a unit', () => {
  it('names the act that closed it', async () => {
    const unit = await aUnit(sql);

    const outcome = await outcomeOf(sql`
      WITH ended AS (
        UPDATE unit_life SET superseded_at = now() WHERE unit_id = (SELECT id FROM unit WHERE code = ${unit}) RETURNING *)
      INSERT INTO unit_life (unit_id, valid_from, valid_to, opened_by)
      SELECT unit_id, valid_from, '2026-01-01', opened_by FROM ended`);

    expect(outcome).toBe('instrument_required__unit_life');
  });
});

describe('an instrument', () => {
  const anInstrument = (parts: Record<string, string | null>) => {
    const row = { number: '2/QĐ', kind: 'DECISION', issuer_name: 'Test', title: 'Test', ...parts };
    return sql`INSERT INTO legal_instrument ${sql({ ...row, issued_on: FROM, in_force_from: FROM })}`;
  };

  it.each([
    ['no number', { number: '' }, 'input_invalid__instrument_number'],
    ['no title', { title: '' }, 'input_invalid__instrument_number'],
    ['no issuer', { issuer_name: null }, 'input_invalid__instrument_issuer'],
    ['the number, day and issuer of another', { number: '1/QĐ' }, 'already_exists__instrument'],
    ['the number and day of another, but another issuer', { number: '1/QĐ', issuer_name: 'Other' }, 'done'],
  ])('with %s', async (_what, parts, expected) => {
    const outcome = await outcomeOf(anInstrument(parts));

    expect(outcome).toBe(expected);
  });
});
