import type { Sql } from 'postgres';
import type { ProofCode } from '../../../src/services/verify/proof.ts';
import { aLineage, aRelation, aUnit } from '../organization-builder.ts';
import {
  aLeadership,
  anEmployee,
  aPayroll,
  aQuota,
  aSecondment,
  aSecondmentStep,
  aSignature,
  aStaff,
  aTransfer,
  aTransferStep,
  aWorkplace,
} from '../staff-builder.ts';
import type { Plant } from './planting.ts';

const plant = (code: ProofCode, title: string, lay: Plant['lay']): Plant => ({ code, title, lay });
const person = (staff: string): string => `staff_id = (SELECT id FROM staff WHERE code = '${staff}')`;
const unitId = (unit: string): string => `(SELECT id FROM unit WHERE code = '${unit}')`;

/** Somebody who is paid, works, leads and signs at a unit, all of it from a day on. */
async function somebody(sql: Sql): Promise<{ staff: string; unit: string }> {
  const [staff, unit] = [await aStaff(sql), await aUnit(sql)];
  await aPayroll(sql, { staff, unit });
  await aWorkplace(sql, { staff, unit });
  await aLeadership(sql, { staff, unit });
  await aSignature(sql, { staff });
  return { staff, unit };
}

/** What somebody is said to be, said again from a later day on. */
const twice = (table: string, columns: string, where: string): string =>
  `INSERT INTO ${table} (${columns}, valid_from, recorded_at) SELECT ${columns}, '2025-06-01', recorded_at FROM ${table} WHERE ${where}`;

/** The unit of somebody's fact begins later than the fact. */
const outsideUnit = (
  table: string,
  begin: (sql: Sql, parts: { staff: string; unit: string }) => Promise<unknown>,
): Plant =>
  plant('FACT_OUTSIDE_UNIT', table, async (sql) => {
    const [staff, unit] = [await aStaff(sql), await aUnit(sql)];
    await begin(sql, { staff, unit });
    return [
      `UPDATE ${table} SET valid_from = '2024-12-01' WHERE ${person(staff)}`,
      `UPDATE staff_version SET valid_from = '2024-12-01' WHERE ${person(staff)}`,
    ];
  });

const overlaps: readonly Plant[] = [
  plant('STAFF_VERSION_OVERLAP', 'staff_version', async (sql) => [
    twice('staff_version', 'staff_id, name, category', person((await somebody(sql)).staff)),
  ]),
  plant('STAFF_HOME_OVERLAP', 'payroll', async (sql) => [
    twice('payroll', 'staff_id, unit_id, category', person((await somebody(sql)).staff)),
  ]),
  plant('STAFF_WORKPLACE_OVERLAP', 'workplace: one a day by f.staff_id, f.basis', async (sql) => [
    twice('workplace', 'staff_id, unit_id, basis', person((await somebody(sql)).staff)),
  ]),
  plant('STAFF_WORKPLACE_OVERLAP', 'workplace: one a day by f.staff_id, f.unit_id', async (sql) => {
    const { staff, unit } = await somebody(sql);
    await aWorkplace(sql, { staff, unit, basis: 'ADDITIONAL' });
    return [
      twice('workplace', 'staff_id, unit_id, basis, assignment_id', `assignment_id IS NOT NULL AND ${person(staff)}`),
    ];
  }),
  plant('DIRECTOR_EXISTS', 'leadership', async (sql) => {
    const { unit } = await somebody(sql);
    const deputy = await anEmployee(sql, { unit });
    await aLeadership(sql, { staff: deputy, unit, role: 'DEPUTY_DIRECTOR' });
    return [
      `UPDATE appointment SET role = 'DIRECTOR' WHERE ${person(deputy)}`,
      `UPDATE leadership SET role = 'DIRECTOR' WHERE ${person(deputy)}`,
    ];
  }),
  plant('LEADERSHIP_OVERLAP', 'leadership: one a day by f.staff_id, f.unit_id', async (sql) => {
    const { staff, unit } = await somebody(sql);
    await aLeadership(sql, { staff, unit: await aUnit(sql), role: 'DEPUTY_DIRECTOR', concurrent: true });
    return [
      `UPDATE appointment SET unit_id = ${unitId(unit)} WHERE ${person(staff)}`,
      `UPDATE leadership SET unit_id = ${unitId(unit)} WHERE ${person(staff)}`,
    ];
  }),
  plant('LEADERSHIP_OVERLAP', 'leadership: one a day by f.staff_id', async (sql) => {
    const { staff } = await somebody(sql);
    await aLeadership(sql, { staff, unit: await aUnit(sql), concurrent: true });
    return [
      `UPDATE appointment SET concurrent = false WHERE ${person(staff)}`,
      `UPDATE leadership SET concurrent = false WHERE ${person(staff)}`,
    ];
  }),
  plant('SIGNATURE_OVERLAP', 'digital_signature', async (sql) => [
    twice('digital_signature', 'staff_id, serial, issuer', person((await somebody(sql)).staff)),
  ]),
];

const whole: readonly Plant[] = [
  ...['payroll', 'workplace', 'leadership', 'digital_signature'].map((table) =>
    plant('FACT_OUTSIDE_EMPLOYMENT', table, async (sql) => {
      const { staff } = await somebody(sql);
      const others = ['payroll', 'workplace', 'leadership', 'digital_signature'].filter((other) => other !== table);
      return [
        ...others.map((other) => `UPDATE ${other} SET valid_from = '2025-02-01' WHERE ${person(staff)}`),
        `UPDATE staff_version SET valid_from = '2025-02-01' WHERE ${person(staff)}`,
      ];
    }),
  ),
  outsideUnit('payroll', aPayroll),
  outsideUnit('workplace', aWorkplace),
  outsideUnit('leadership', aLeadership),
  plant('STAFF_CATEGORY_MISMATCH', 'payroll', async (sql) => [
    `UPDATE payroll SET category = 'CONTRACT' WHERE ${person((await somebody(sql)).staff)}`,
  ]),
  plant('SECONDMENT_COUNTED_AT_HOST', 'payroll', async (sql) => {
    const { staff, unit } = await somebody(sql);
    const host = await aUnit(sql);
    await aWorkplace(sql, { staff, unit: host, basis: 'SECONDMENT' });
    return [`UPDATE payroll SET unit_id = ${unitId(host)} WHERE ${person(staff)} AND unit_id = ${unitId(unit)}`];
  }),
  plant('ALREADY_DONE', 'transfer_step', async (sql) => {
    const { staff } = await somebody(sql);
    const transfer = await aTransfer(sql, { staff, to: await aUnit(sql) });
    await aTransferStep(sql, { transfer });
    return [
      `INSERT INTO transfer_step (transfer_id, step, on_day) SELECT transfer_id, step, on_day FROM transfer_step WHERE transfer_id = ${transfer}`,
    ];
  }),
  plant('ALREADY_DONE', 'secondment_step', async (sql) => {
    const { staff, unit } = await somebody(sql);
    const secondment = await aSecondment(sql, { staff, home: unit, host: await aUnit(sql) });
    await aSecondmentStep(sql, { secondment });
    return [
      `INSERT INTO secondment_step (secondment_id, step, until_day, on_day) SELECT secondment_id, step, until_day, on_day FROM secondment_step WHERE secondment_id = ${secondment}`,
    ];
  }),
];

/** A center with more posts than people, and a branch below it that has its own part. */
async function aCenter(sql: Sql): Promise<{ center: string; branch: string }> {
  const [center, branch] = [await aUnit(sql), await aUnit(sql)];
  await aRelation(sql, { child: branch, parent: center });
  await aQuota(sql, { unit: center, ceiling: 2 });
  await aQuota(sql, { unit: branch, center, ceiling: 2 });
  await anEmployee(sql, { unit: center });
  await anEmployee(sql, { unit: branch });
  return { center, branch };
}

const headcount: readonly Plant[] = [
  plant('QUOTA_OVERLAP', 'quota', async (sql) => {
    const { branch, center } = await aCenter(sql);
    return [
      `INSERT INTO quota (unit_id, category, year, ceiling, center_id, valid_from, valid_to, instrument_id, recorded_at)
        SELECT unit_id, category, year, 0, center_id, '2025-06-01', valid_to, instrument_id, recorded_at FROM quota WHERE unit_id = ${unitId(branch)}`,
      `UPDATE quota SET ceiling = 2 WHERE unit_id IN (${unitId(branch)}, ${unitId(center)}) AND valid_from = '2025-06-01'`,
      `UPDATE quota SET ceiling = 9 WHERE unit_id = ${unitId(center)}`,
    ];
  }),
  plant('FACT_OUTSIDE_UNIT', 'quota', async (sql) => {
    const { branch } = await aCenter(sql);
    return [
      `UPDATE quota SET valid_from = '2024-02-01', valid_to = '2024-03-01', year = 2024 WHERE unit_id = ${unitId(branch)}`,
    ];
  }),
  plant('HEADCOUNT_CEILING_EXCEEDED', 'payroll', async (sql) => {
    const { center, branch } = await aCenter(sql);
    // On one day only, in the middle of the year.
    const staff = await anEmployee(sql, { unit: await aUnit(sql), from: '2025-05-05', until: '2025-05-06' });
    return [`UPDATE payroll SET unit_id = ${unitId(branch)} WHERE ${person(staff)} AND ${unitId(center)} > 0`];
  }),
  plant('ALLOCATION_EXCEEDS_TOTAL', 'quota', async (sql) => {
    const { branch } = await aCenter(sql);
    return [`UPDATE quota SET ceiling = 3 WHERE unit_id = ${unitId(branch)}`];
  }),
  plant('MERGE_HEADCOUNT_INCREASE', 'quota', async (sql) => {
    const [source, target] = [await aUnit(sql), await aUnit(sql)];
    await aLineage(sql, { source, target, on: '2025-06-01' });
    await aQuota(sql, { unit: source, ceiling: 2, until: '2025-06-01' });
    await aQuota(sql, { unit: target, ceiling: 3, until: '2025-06-01' });
    await aQuota(sql, { unit: target, ceiling: 5, from: '2025-06-01' });
    return [
      `UPDATE change_event SET kind = 'ABSORB' WHERE id = (SELECT change_id FROM unit_lineage WHERE source_id = ${unitId(source)})`,
      `UPDATE quota SET ceiling = 6 WHERE unit_id = ${unitId(target)} AND valid_from = '2025-06-01'`,
    ];
  }),
];

/** Ways to break the rules of people and posts. */
export const plantsOfStaff: readonly Plant[] = [...overlaps, ...whole, ...headcount];
