import type { Sql } from 'postgres';
import type { ProofCode } from '../../../src/services/verify/proof.ts';
import { aRelation, aUnit, FROM } from '../organization-builder.ts';
import { aPolicy } from '../plan-builder.ts';
import {
  aLeadership,
  anEmployee,
  aSecondment,
  aSecondmentStep,
  aTransfer,
  aTransferStep,
  aWorkplace,
} from '../staff-builder.ts';
import type { Plant } from './planting.ts';

const plant = (code: ProofCode, title: string, lay: Plant['lay']): Plant => ({ code, title, lay });
const person = (staff: string): string => `staff_id = (SELECT id FROM staff WHERE code = '${staff}')`;
const unitId = (unit: string): string => `(SELECT id FROM unit WHERE code = '${unit}')`;

/** A unit, and the one above that decides for it. */
async function aBranch(sql: Sql): Promise<{ branch: string; center: string }> {
  const [branch, center] = [await aUnit(sql), await aUnit(sql)];
  await aRelation(sql, { child: branch, parent: center });
  return { branch, center };
}

let keys = 0;

/** A policy of a key, in force below a unit alone once it is said: until then it bears another name. */
async function policyFor(sql: Sql, key: string, { value, unit }: { value: string; unit: string }): Promise<string> {
  const other = `${key}.${++keys}`;
  await aPolicy(sql, { key: other, from: FROM });
  return `UPDATE policy SET key = '${key}', value = '${value}', scope_id = ${unitId(unit)} WHERE key = '${other}'`;
}

/** Somebody lent by both bodies' agreement, for a year. */
async function lent(sql: Sql): Promise<{ staff: string; host: string; secondment: number }> {
  const home = await aUnit(sql);
  const [staff, host] = [await anEmployee(sql, { unit: home }), await aUnit(sql)];
  const secondment = await aSecondment(sql, { staff, home, host });
  for (const step of ['PROPOSED', 'AGREED_HOME', 'AGREED_HOST', 'DECIDED'] as const)
    await aSecondmentStep(sql, { secondment, step });
  return { staff, host, secondment };
}

async function moved(sql: Sql): Promise<{ staff: string; branch: string; center: string; decided: string }> {
  const { branch, center } = await aBranch(sql);
  const staff = await anEmployee(sql, { unit: await aUnit(sql) });
  await aTransferStep(sql, { transfer: await aTransfer(sql, { staff, to: branch }) });
  const where = `transfer_id IN (SELECT id FROM transfer WHERE ${person(staff)})`;
  const decided = `UPDATE transfer_step SET step = 'DECIDED', decided_by_id = ${unitId(center)} WHERE ${where}`;
  return { staff, branch, center, decided };
}

const leading: readonly Plant[] = [
  plant('APPOINTING_AUTHORITY', 'appointment', async (sql) => {
    const { branch } = await aBranch(sql);
    const [staff, unit] = [await anEmployee(sql, { unit: branch }), await aUnit(sql)];
    await aLeadership(sql, { staff, unit });
    return [
      `UPDATE leadership SET unit_id = ${unitId(branch)} WHERE ${person(staff)}`,
      `UPDATE appointment SET unit_id = ${unitId(branch)}, decided_by_id = unit_id WHERE ${person(staff)}`,
    ];
  }),
  plant('DEPUTY_LIMIT_EXCEEDED', 'appointment', async (sql) => {
    const unit = await aUnit(sql);
    for (const from of [FROM, '2025-03-01']) {
      const staff = await anEmployee(sql, { unit });
      await aLeadership(sql, { staff, unit, role: 'DEPUTY_DIRECTOR', from });
    }
    return [await policyFor(sql, 'deputies.max', { value: '1', unit })];
  }),
  plant('ASSIGNMENT_OUT_OF_SCOPE', 'assignment', async (sql) => {
    const [unit, other] = [await aUnit(sql), await aUnit(sql)];
    const staff = await anEmployee(sql, { unit });
    await aWorkplace(sql, { staff, unit, basis: 'ASSIGNMENT' });
    return [`UPDATE assignment SET decided_by_id = ${unitId(other)} WHERE ${person(staff)}`];
  }),
];

const moving: readonly Plant[] = [
  plant('TRANSFER_MANAGER_MISMATCH', 'transfer_step', async (sql) => {
    const { decided, branch, center } = await moved(sql);
    return [decided.replace(unitId(center), unitId(branch))];
  }),
  plant('TRANSFER_WINDOW_CLOSED', 'transfer_step', async (sql) => {
    const { decided, center } = await moved(sql);
    return [decided, await policyFor(sql, 'transfer.window', { value: '2025-02-01/2025-03-01', unit: center })];
  }),
];

const lending: readonly Plant[] = [
  plant('SECONDMENT_TERM_EXCEEDED', 'secondment_step', async (sql) => {
    const { host } = await lent(sql);
    return [await policyFor(sql, 'secondment.max', { value: 'P6M', unit: host })];
  }),
  plant('SECONDMENT_TERM_TOO_SHORT', 'secondment_step', async (sql) => {
    const { host } = await lent(sql);
    return [await policyFor(sql, 'secondment.min', { value: 'P2Y', unit: host })];
  }),
  plant('SECONDMENT_CONSENT_MISSING', 'secondment_step', async (sql) => {
    const { secondment } = await lent(sql);
    return [`UPDATE secondment_step SET reference = '' WHERE step = 'AGREED_HOST' AND secondment_id = ${secondment}`];
  }),
  plant('SECONDMENT_RETURN_UNPLANNED', 'secondment_step', async (sql) => {
    const { secondment } = await lent(sql);
    return [`UPDATE secondment_step SET on_return = NULL WHERE secondment_id = ${secondment}`];
  }),
  plant('SECONDMENT_PROTECTED', 'secondment_step', async (sql) => {
    const { staff } = await lent(sql);
    return [`UPDATE staff_version SET protected = true WHERE ${person(staff)}`];
  }),
];

/** Ways to break what is decided about people. */
export const plantsOfDecisions: readonly Plant[] = [...leading, ...moving, ...lending];
