import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { communesOf, namesOf, trainingPlan } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated' });
const SHOW = 'plan { status instrument { number } phases { status } }';

afterAll(() => server.close());

describe('adoptPlan', () => {
  const draft = (no: number) =>
    carried(server, 'importPlan', {
      attachments: communesOf(no),
      document: trainingPlan(no, (d) => {
        delete d.instrument;
        d.alongside = [{ change: 'RENAME', on: '2025-02-01', unit: `T${no}`, name: 'Trung tâm mới' }];
      }),
    });

  it('puts a draft into force: its phases are planned, and what runs alongside is carried out', async () => {
    await draft(30);

    const { plan, violations } = await sendVerb(
      server,
      'adoptPlan',
      { plan: 'T30', on: '2024-12-25', instrument: '30/KH' },
      { show: SHOW },
    );

    expect(violations).toEqual([]);
    expect(plan).toMatchObject({ status: 'ADOPTED', instrument: { number: '30/KH' } });
    expect(plan.phases.map(({ status }: Data) => status)).toEqual(['PLANNED', 'PLANNED', 'PLANNED']);
    const { eve, unit, was } = await server.query(`{
      eve: plan(code: "T30", asOf: "2024-12-24") { status phases { status } }
      unit(code: "T30", asOf: "2025-02-01") { name } was: unit(code: "T30", asOf: "2025-01-31") { name }
    }`);
    expect(eve).toEqual({ status: 'DRAFT', phases: [{ status: 'DRAFT' }, { status: 'DRAFT' }, { status: 'DRAFT' }] });
    expect([was.name, unit.name]).toEqual(['Trung tâm 30', 'Trung tâm mới']);
  });

  it('is refused without an instrument, for another version, and a second time', async () => {
    await draft(31);
    const { plan } = namesOf(31);
    const adopt = (input: object) =>
      withoutWriting(server.databaseUrl, () => sendVerb(server, 'adoptPlan', { plan, on: '2025-01-01', ...input }));

    expect(told(await adopt({ expectedVersion: 1 }))).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-01-01'],
      ['VERSION_CONFLICT', 'expectedVersion', null],
    ]);
    expect(told(await adopt({ plan: 'GONE', instrument: '31/KH' }))).toEqual([['NOT_FOUND', 'plan', null]]);
    await carried(server, 'adoptPlan', { plan, on: '2025-01-01', instrument: '31/KH' });
    expect(told(await adopt({ instrument: '31/KH' }))).toEqual([['TRANSITION_INVALID', 'plan', '2025-01-01']]);
  });
});
