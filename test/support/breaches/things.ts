import type { Sql } from 'postgres';
import type { ProofCode } from '../../../src/services/verify/proof.ts';
import { aUnit, FROM } from '../organization-builder.ts';
import {
  aBoard,
  aCounterOf,
  aHolding,
  aLoad,
  anAccount,
  aPlace,
  aSeal,
  aSealStatus,
  aStatement,
} from '../thing-builder.ts';
import { copyOf, forced, type Plant } from './planting.ts';

const plant = (code: ProofCode, title: string, lay: Plant['lay']): Plant => ({ code, title, lay });
const unitId = (unit: string): string => `(SELECT id FROM unit WHERE code = '${unit}')`;
const of = (unit: string): string => `unit_id = ${unitId(unit)}`;

/** A seal that was registered and is in use. */
async function aUsedSeal(sql: Sql): Promise<{ unit: string; seal: string }> {
  const unit = await aUnit(sql);
  const seal = await aSeal(sql, unit);
  await aSealStatus(sql, seal, { status: 'REGISTERED', until: '2025-02-01' });
  await aSealStatus(sql, seal, { status: 'IN_USE', from: '2025-02-01' });
  return { unit, seal };
}

/** Something of a unit that begins later than the unit is there. */
const outside = (title: string, lay: (sql: Sql, unit: string) => Promise<unknown>): Plant =>
  plant('FACT_OUTSIDE_UNIT', title, async (sql) => {
    const unit = await aUnit(sql);
    await lay(sql, unit);
    return [
      `UPDATE unit_life SET valid_from = '2025-03-01' WHERE ${of(unit)}`,
      `UPDATE unit_version SET valid_from = '2025-03-01' WHERE ${of(unit)}`,
    ];
  });

/** The unit of something is gone before it is made. */
const afterwards = (title: string, lay: (sql: Sql, unit: string) => Promise<unknown>): Plant =>
  plant('FACT_OUTSIDE_UNIT', title, async (sql) => {
    const unit = await aUnit(sql, { until: '2025-06-01' });
    await lay(sql, unit);
    const table = title.split(':')[0];
    return [`UPDATE ${table} SET valid_from = '2025-07-01' WHERE ${of(unit)}`];
  });

const THINGS = ['seal', 'signboard', 'bank_account', 'handover', 'equipment_need'] as const;
/** A status in which nothing ends that comes after. */
const ENDS = {
  seal: 'ARCHIVED',
  signboard: 'DISPOSED',
  bank_account: 'REFUSED',
  handover: 'CANCELLED',
  equipment_need: 'REFUSED',
};
const BEGINS = {
  seal: 'REQUESTED',
  signboard: 'DESIGNED',
  bank_account: 'REQUESTED',
  handover: 'LISTED',
  equipment_need: 'REGISTERED',
};

const statuses: readonly Plant[] = THINGS.flatMap((thing) => {
  const [table, last] = [`${thing}_status`, `(SELECT max(id) FROM ${thing}_status)`];
  return [
    forced(
      { code: 'STATUS_OVERLAP', title: table },
      copyOf(table, { status: BEGINS[thing], valid_from: '2025-06-01', holder_id: null }, `id = ${last}`),
      `UPDATE ${table} SET status = '${BEGINS[thing]}' WHERE id = ${last} OR ${thing}_id = (SELECT ${thing}_id FROM ${table} WHERE id = ${last})`,
    ),
    forced(
      { code: 'TRANSITION_INVALID', title: table },
      `UPDATE ${table} SET valid_to = '2025-06-01' WHERE id = ${last}`,
      `UPDATE ${table} SET status = '${ENDS[thing]}' WHERE id = ${last}`,
      copyOf(table, { status: BEGINS[thing], valid_from: '2025-06-01', valid_to: 'infinity' }, `id = ${last}`),
    ),
  ];
});

const sole: readonly Plant[] = [
  plant('SEAL_DUPLICATE', 'seal_status', async (sql) => {
    const { unit } = await aUsedSeal(sql);
    const other = await aSeal(sql, unit);
    await aSealStatus(sql, other, { status: 'REGISTERED', until: '2025-06-01' });
    await aSealStatus(sql, other, { status: 'WITHDRAWN', from: '2025-06-01' });
    return [`UPDATE seal_status SET status = 'IN_USE' WHERE seal_id = ${other} AND status = 'WITHDRAWN'`];
  }),
  plant('ACCOUNT_OVERLAP', 'bank_account_status', async (sql) => {
    const [unit, other] = [await aUnit(sql), await aUnit(sql)];
    for (const owner of [unit, other]) await anAccount(sql, { unit: owner });
    return [`UPDATE bank_account_status SET number = '12345' WHERE ${of(unit)} OR ${of(other)}`];
  }),
  plant('SITE_DOUBLE_ALLOCATED', 'premises', async (sql) => {
    const [unit, other, site] = [await aUnit(sql), await aUnit(sql), await aPlace(sql)];
    await aHolding(sql, { unit, site, until: '2025-06-01' });
    await aHolding(sql, { unit: other, site, from: '2025-06-01' });
    return [`UPDATE premises SET valid_to = '2025-06-02' WHERE ${of(unit)}`];
  }),
];

const within: readonly Plant[] = [
  outside('seal_status: in use', async (sql, unit) => {
    const seal = await aSeal(sql, unit);
    await aSealStatus(sql, seal, { status: 'REGISTERED', until: '2025-02-01' });
    await aSealStatus(sql, seal, { status: 'IN_USE', from: '2025-02-01' });
  }),
  afterwards('seal_status: in the making', async (sql, unit) =>
    aSealStatus(sql, await aSeal(sql, unit), { status: 'ENGRAVED' }),
  ),
  outside('signboard_status', (sql, unit) => Promise.resolve(aBoard(sql, { unit }))),
  outside('bank_account_status', (sql, unit) => Promise.resolve(anAccount(sql, { unit }))),
  afterwards('readiness', (sql, unit) => Promise.resolve(aStatement(sql, { unit }))),
  outside('premises', async (sql, unit) => aHolding(sql, { unit, site: await aPlace(sql) })),
  outside('counter_version', (sql, unit) => aCounterOf(sql, { unit })),
  outside('dossier_load', (sql, unit) => Promise.resolve(aLoad(sql, { unit }))),
];

const entitled: readonly Plant[] = [
  plant('SEAL_NOT_ENTITLED', 'seal_status', async (sql) => [
    `UPDATE unit_version SET own_seal = false WHERE ${of((await aUsedSeal(sql)).unit)}`,
  ]),
  plant('SEAL_NAME_MISMATCH', 'seal_status', async (sql) => [
    `UPDATE seal SET engraved_name = 'Other' WHERE id = ${(await aUsedSeal(sql)).seal}`,
  ]),
  plant('SIGNBOARD_NAME_MISMATCH', 'signboard_status', async (sql) => {
    const unit = await aUnit(sql);
    await aBoard(sql, { unit });
    return [`UPDATE signboard SET text = 'Other' WHERE ${of(unit)}`];
  }),
  plant('ACCOUNT_NOT_ENTITLED', 'bank_account_status', async (sql) => {
    const unit = await aUnit(sql);
    await anAccount(sql, { unit });
    return [`UPDATE unit_version SET own_account = false WHERE ${of(unit)}`];
  }),
  plant('SEAL_NOT_REGISTERED', 'seal_status', async (sql) => [
    `DELETE FROM seal_status WHERE status = 'REGISTERED' AND ${of((await aUsedSeal(sql)).unit)}`,
  ]),
];

/** A unit that was dissolved by an act that is laid bare. */
const dissolve = (unit: string): string =>
  `UPDATE change_event SET kind = 'DISSOLVE', on_day = '2025-06-01' WHERE id = (SELECT closed_by FROM unit_life WHERE ${of(unit)})`;

const settled: readonly Plant[] = [
  plant('SEAL_NOT_RETURNED', 'change_event', async (sql) => {
    const unit = await aUnit(sql, { until: '2025-06-01' });
    const seal = await aSeal(sql, unit);
    await aSealStatus(sql, seal, { status: 'WITHDRAWN' });
    return [dissolve(unit)];
  }),
  plant('UNIT_HAS_DEPENDENTS', 'change_event', async (sql) => {
    const unit = await aUnit(sql, { until: '2025-06-01' });
    await anAccount(sql, { unit });
    return [dissolve(unit)];
  }),
  plant('HANDOVER_INCOMPLETE', 'handover_status', async () => [
    `UPDATE handover_status SET status = 'SIGNED', reference = '1', giver_signatory = 'A' WHERE id = (SELECT min(id) FROM handover_status)`,
  ]),
  plant('HANDOVER_INCOMPLETE', 'premises', async (sql) => {
    const unit = await aUnit(sql);
    await aHolding(sql, { unit, site: await aPlace(sql) });
    return [`UPDATE premises SET handover_id = (SELECT min(id) FROM handover) WHERE ${of(unit)}`];
  }),
];

const service: readonly Plant[] = [
  plant('STATUS_OVERLAP', 'counter_version', async (sql) => {
    const unit = await aUnit(sql);
    const counter = await aCounterOf(sql, { unit, until: '2025-06-01' });
    await aCounterOf(sql, { unit, counter, label: 'Quầy 2', from: '2025-06-01' });
    return [`UPDATE counter_version SET valid_from = '2025-05-01' WHERE label = 'Quầy 2' AND counter_id = ${counter}`];
  }),
  plant('COUNTER_OVERLAP', 'counter_version', async (sql) => {
    const unit = await aUnit(sql);
    await aCounterOf(sql, { unit });
    await aCounterOf(sql, { unit, label: 'Quầy 2' });
    return [`UPDATE counter_version SET label = 'quầy 1' WHERE label = 'Quầy 2' AND ${of(unit)}`];
  }),
  plant('STATUS_OVERLAP', 'readiness', async (sql) => {
    const unit = await aUnit(sql);
    await aStatement(sql, { unit, from: FROM });
    return [copyOf('readiness', { valid_from: '2025-06-01' }, of(unit))];
  }),
];

const audit: readonly Plant[] = [
  plant('SCOPE_STALE', 'unit_above: nothing', async () => [
    'INSERT INTO unit_above SELECT max(unit_id), min(unit_id), relation, valid_from, valid_to FROM unit_above GROUP BY 3, 4, 5 LIMIT 1',
  ]),
  plant('SCOPE_STALE', 'unit_above: everything', async (sql) => [
    `DELETE FROM unit_above WHERE ${of(await aUnit(sql))}`,
  ]),
  plant('TREE_STALE', 'unit_child: nothing', async () => ['INSERT INTO unit_child SELECT * FROM unit_child LIMIT 1']),
  plant('TREE_STALE', 'unit_child: everything', async () => [
    "UPDATE unit_child SET name = name || ' cũ' WHERE id = (SELECT min(id) FROM unit_child)",
  ]),
  plant('HEADCOUNT_STALE', 'unit_headcount', async () => [
    "INSERT INTO unit_headcount SELECT min(id), '2001-01-01', 1, 0 FROM unit",
  ]),
  plant('PROGRESS_STALE', 'progress_unit: on every day', async () => [
    "UPDATE progress_unit SET done = '{[2025-01-01,2025-02-01)}'",
  ]),
  plant('PROGRESS_STALE', 'progress_step: on every day', async () => [
    'INSERT INTO progress_step SELECT * FROM progress_step LIMIT 1',
  ]),
  plant('PROGRESS_STALE', 'progress_step: on days of steps', async () => [
    "UPDATE task_status SET status = 'DONE' WHERE task_id = (SELECT max(id) FROM task WHERE phase_id IS NOT NULL)",
  ]),
  plant('AUDIT_MISSING', 'change_event', async () => [
    'DELETE FROM audit_entry WHERE change_id = (SELECT min(id) FROM change_event)',
  ]),
  plant('IDEMPOTENCY_MISMATCH', 'idempotency_key', async () => ['UPDATE idempotency_key SET outcome = NULL']),
];

/** Ways to break the rules of things, services and of the audit. */
export const plantsOfThings: readonly Plant[] = [
  ...statuses,
  ...sole,
  ...within,
  ...entitled,
  ...settled,
  ...service,
  ...audit,
];
