import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { forget } from '../support/forget.ts';
import { aRelation, aService, aTerritory, aUnit } from '../support/organization-builder.ts';
import { statementsOf } from '../support/statements-of.ts';
import { carryOut, PLAN_29 } from '../support/verbs.ts';
import { connect } from '../support/writer.ts';

const server = await startApiServer();
await forget(server, 'counter_version');

afterAll(() => server.close());
beforeAll(prepare);

const on = '2025-09-01';
const SHOWN = `code name parent { code } children { code territories { code } } territories { code receivedBy { code } }
  predecessors { unit { code } } history { name event { kind } }`;
const of = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** So many codes that no commune bears. */
const communes = (count: number, first: number) => Array.from({ length: count }, (_, index) => String(first + index));

/** Two departments, each with as many children, territories, and communes nobody receives for. */
const HEADS = [
  { head: 'ONE', children: of(1, 'ONE'), held: communes(1, 90_000), free: communes(1, 91_000) },
  { head: 'MANY', children: of(60, 'MANY'), held: communes(60, 92_000), free: communes(60, 93_000) },
] as const;

async function prepare(): Promise<void> {
  const sql = connect(server.databaseUrl);
  await sql`BEGIN`;
  for (const { head, children, held, free } of HEADS) {
    await aUnit(sql, { code: head });
    for (const code of children) {
      await aUnit(sql, { code });
      await aRelation(sql, { child: code, parent: head });
    }
    for (const code of held) {
      await aTerritory(sql, { code });
      await aService(sql, { unit: head, territory: code });
    }
    for (const code of free) await aTerritory(sql, { code });
  }
  await sql`COMMIT`;
  await sql.end({ timeout: 5 });
}

/** What a verb sends where it is carried out, with all its payload shows. */
async function sentBy(verb: string, input: object): Promise<number> {
  const { statements, result } = await statementsOf(server, () =>
    carryOut(server, verb, { instrument: PLAN_29, ...input }, { show: SHOWN }),
  );
  expect(result.violations).toEqual([]);
  return statements.length;
}

describe('a verb', () => {
  const body = { kind: 'OUTSIDE_BODY', name: 'Mới', on };

  it('that establishes a unit sends 13 statements', async () => {
    expect(await sentBy('establishUnit', { ...body, code: 'NEW' })).toBe(13);
  });

  it('that renames a unit sends 11 statements', async () => {
    expect(await sentBy('renameUnit', { unit: 'HN-B01', name: 'Mới', on })).toBe(11);
  });

  it('that corrects a unit sends 12 statements', async () => {
    expect(await sentBy('correctUnit', { unit: 'HN-B02', name: 'Đúng', on, reason: 'Gõ sai' })).toBe(12);
  });

  it('that records an instrument sends 6 statements', async () => {
    const input = { number: '1', kind: 'PLAN', issuer: 'HN', issuedOn: on, inForceFrom: on, title: 'Kế hoạch' };

    const { statements } = await statementsOf(server, () => carryOut(server, 'recordInstrument', input));

    expect(statements).toHaveLength(6);
  });

  it('that moves a unit sends 11 statements, 12 where it stood under another', async () => {
    const move = (parent: string, day: string) =>
      sentBy('reparentUnit', { unit: 'HN-B03', relation: 'PROFESSIONAL', parent, on: day });

    expect(await move('BD', on)).toBe(11);
    expect(await move('NA', '2025-10-01')).toBe(12);
  });

  it('that is rehearsed sends one more, by which the rules are checked', async () => {
    expect(await sentBy('renameUnit', { unit: 'HN-B04', name: 'Mới', on, rehearse: true })).toBe(12);
  });

  it('that claims an idempotency key sends two more, and nothing but the claim and the answer when repeated', async () => {
    const input = { unit: 'HN-B05', name: 'Mới', on, idempotencyKey: 'k' };

    expect(await sentBy('renameUnit', input)).toBe(13);
    expect(await sentBy('renameUnit', input)).toBe(5);
  });
});

describe('a verb sends as many statements for sixty as for one', () => {
  type Head = (typeof HEADS)[number];
  const forBoth = async (send: (head: Head) => Promise<number>) => [await send(HEADS[0]), await send(HEADS[1])];

  it('territories to begin with', async () => {
    const body = { kind: 'OUTSIDE_BODY', name: 'Mới', on: '2025-08-01' };

    const sent = await forBoth(({ head, free }) =>
      sentBy('establishUnit', { ...body, code: `${head}-WITH`, territories: free }),
    );

    expect(sent).toEqual([15, 15]);
  });

  it('territories taken over', async () => {
    const sent = await forBoth(({ free }) =>
      sentBy('extendTerritory', { unit: 'HN', on, takeOver: true, territories: free }),
    );

    expect(sent).toEqual([14, 14]);
  });

  it('children and territories that a successor inherits', async () => {
    const sent = await forBoth(({ head }) =>
      sentBy('establishUnit', { code: `${head}-NEXT`, kind: 'DEPARTMENT', name: 'Mới', on, succeeds: head }),
    );

    const { unit } = await server.query(
      `{ unit(code: "MANY-NEXT", asOf: "${on}") { children { code } territories { code } } }`,
    );
    expect([unit.children.length, unit.territories.length]).toEqual([60, 60]);
    expect(sent).toEqual([25, 25]);
  });

  it('successors', async () => {
    const sent = [
      await sentBy('dissolveUnit', { unit: 'ONE-WITH', on: '2025-10-01', successors: ['HN'] }),
      await sentBy('dissolveUnit', { unit: 'MANY-WITH', on: '2025-10-01', successors: of(60, 'MANY') }),
    ];

    expect(sent).toEqual([20, 20]);
  });
});

describe('a refusal', () => {
  const dissolve = (count: number, show: string) =>
    statementsOf(server, () =>
      server.query(
        `mutation ($input: DissolveUnitInput!) { dissolveUnit(input: $input) { violations { code ${show} } } }`,
        { input: { unit: 'HN-B06', on, instrument: PLAN_29, successors: of(count, 'GONE') } },
      ),
    );
  const NAMED = '... on UnitViolation { unit { code name parent { code } } }';

  it('reads the units that its violations name in one statement', async () => {
    const [none, one, many] = [await dissolve(45, ''), await dissolve(1, NAMED), await dissolve(45, NAMED)];

    const found = [none, one, many].map(({ result }) => result.dissolveUnit.violations.length);
    expect(found).toEqual([46, 2, 46]);
    expect([none, one, many].map(({ statements }) => statements.length)).toEqual([12, 13, 13]);
  });

  it('reads them in statements of fifty where there are very many', async () => {
    const { statements, result } = await dissolve(120, NAMED);

    expect(result.dissolveUnit.violations).toHaveLength(121);
    expect(statements).toHaveLength(15);
  });

  it('reads territories and units that its violations name together', async () => {
    const refused = (territories: readonly string[]) =>
      statementsOf(server, () =>
        carryOut(server, 'extendTerritory', {
          unit: 'HN-B07',
          on,
          territories,
          instrument: PLAN_29,
        }),
      );

    const [one, many] = [await refused(HEADS[0].free), await refused(HEADS[1].free.slice(0, 45))];

    expect([one.result.violations.length, many.result.violations.length]).toEqual([1, 45]);
    expect([one.statements.length, many.statements.length]).toEqual([9, 9]);
  });
});
