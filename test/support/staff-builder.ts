import type { Sql } from 'postgres';
import { type Day, FOREVER } from '../../src/domain/day.ts';
import type { SecondmentStep } from '../../src/domain/secondment.ts';
import type { LeaderRole, StaffCategory, WorkplaceBasis } from '../../src/domain/staff.ts';
import type { TransferStep } from '../../src/domain/transfer.ts';
import { aCode, aUnit, type Dates, FROM } from './organization-builder.ts';

const INSTRUMENT = '(SELECT min(id) FROM legal_instrument)';

/** Whether a fact cites the instrument everything rests on; it does where nothing is said. */
interface Citing {
  cites?: boolean;
}

const cited = (sql: Sql, { cites = true }: Citing) => (cites ? sql.unsafe(INSTRUMENT) : sql`NULL::bigint`);
const unitId = (sql: Sql, unit: string) => sql`(SELECT id FROM unit WHERE code = ${unit})`;
const staffId = (sql: Sql, staff: string) => sql`(SELECT id FROM staff WHERE code = ${staff})`;
const idIn = (rows: readonly { id: string }[]): number => Number(rows[0]?.id);

/** What somebody is called and is on some days. */
export interface VersionParts extends Dates {
  name?: string;
  category?: StaffCategory;
}

/** A person with one version over their whole employment. Answers their code. */
export async function aStaff(sql: Sql, parts: VersionParts & { code?: string } = {}): Promise<string> {
  const { code = aCode(), name = 'Test', category = 'PUBLIC_EMPLOYEE', from = FROM, until = FOREVER } = parts;
  await sql`WITH person AS (INSERT INTO staff (code) VALUES (${code}) RETURNING id)
    INSERT INTO staff_version (staff_id, name, category, valid_from, valid_to)
    SELECT id, ${name}, ${category}, ${from}, ${until} FROM person`;
  return code;
}

/** A version of a person beside those they have. */
export async function aStaffVersion(sql: Sql, parts: VersionParts & { staff: string }): Promise<void> {
  const { staff, name = 'Test', category = 'PUBLIC_EMPLOYEE', from = FROM, until = FOREVER } = parts;
  await sql`INSERT INTO staff_version (staff_id, name, category, valid_from, valid_to)
    VALUES (${staffId(sql, staff)}, ${name}, ${category}, ${from}, ${until})`;
}

/** Another employment, with one version, in place of the one a person has; all else stays as it is. */
export async function moveEmployment(sql: Sql, staff: string, parts: VersionParts): Promise<void> {
  const { name = 'Test', category = 'PUBLIC_EMPLOYEE', from = FROM, until = FOREVER } = parts;
  await sql`
    WITH gone AS (
      UPDATE staff_version SET superseded_at = now() WHERE staff_id = ${staffId(sql, staff)} AND superseded_at = 'infinity' RETURNING staff_id)
    INSERT INTO staff_version (staff_id, name, category, valid_from, valid_to)
    SELECT DISTINCT staff_id, ${name}, ${category}::staff_category, ${from}::date, ${until}::date FROM gone`;
}

export interface PayrollParts extends Dates, Citing {
  staff: string;
  unit: string;
  category?: StaffCategory;
  transfer?: number;
}

/** A person is counted at a unit. */
export async function aPayroll(sql: Sql, parts: PayrollParts): Promise<void> {
  const { staff, unit, category = 'PUBLIC_EMPLOYEE', transfer = null, from = FROM, until = FOREVER } = parts;
  await sql`INSERT INTO payroll (staff_id, unit_id, category, valid_from, valid_to, instrument_id, transfer_id)
    VALUES (${staffId(sql, staff)}, ${unitId(sql, unit)}, ${category}, ${from}, ${until}, ${cited(sql, parts)}, ${transfer})`;
}

/** A new person counted at a unit on some days, in one statement. Answers their code. */
export async function anEmployee(sql: Sql, parts: Dates & { unit: string; category?: StaffCategory }): Promise<string> {
  const { unit, category = 'PUBLIC_EMPLOYEE', from = FROM, until = FOREVER } = parts;
  const code = aCode();
  await sql`WITH person AS (INSERT INTO staff (code) VALUES (${code}) RETURNING id),
    version AS (
      INSERT INTO staff_version (staff_id, name, category, valid_from) SELECT id, 'Test', ${category}, '2000-01-01' FROM person)
    INSERT INTO payroll (staff_id, unit_id, category, valid_from, valid_to)
    SELECT id, ${unitId(sql, unit)}, ${category}, ${from}, ${until} FROM person`;
  return code;
}

/** A decision on where somebody works. Answers its id. */
export async function anAssignment(sql: Sql, { staff }: { staff: string }): Promise<number> {
  return idIn(
    await sql<{ id: string }[]>`INSERT INTO assignment (staff_id) VALUES (${staffId(sql, staff)}) RETURNING id`,
  );
}

export interface WorkplaceParts extends Dates, Citing {
  staff: string;
  unit: string;
  /** Where nothing is said, a post; what a basis comes from is made along, unless it is said. */
  basis?: WorkplaceBasis;
  counter?: string;
  assignment?: number | null;
  secondment?: number | null;
  transfer?: number;
}

/** A person works somewhere. */
export async function aWorkplace(sql: Sql, parts: WorkplaceParts): Promise<void> {
  const { staff, unit, basis = 'POST', counter = null, transfer = null, from = FROM, until = FOREVER } = parts;
  const { assignment, secondment } = { ...(await originOf(sql, { staff, unit, basis, from })), ...parts };
  await sql`INSERT INTO workplace (
      staff_id, unit_id, basis, counter, valid_from, valid_to, assignment_id, secondment_id, instrument_id, transfer_id)
    VALUES (${staffId(sql, staff)}, ${unitId(sql, unit)}, ${basis}, ${counter}, ${from}, ${until}, ${assignment ?? null},
      ${secondment ?? null}, ${cited(sql, parts)}, ${transfer})`;
}

async function originOf(
  sql: Sql,
  { staff, unit, basis, from }: { staff: string; unit: string; basis: WorkplaceBasis; from: Day },
): Promise<Pick<WorkplaceParts, 'assignment' | 'secondment'>> {
  if (basis === 'POST') return {};
  if (basis !== 'SECONDMENT') return { assignment: await anAssignment(sql, { staff }) };
  return { secondment: await aSecondment(sql, { staff, home: await aUnit(sql), host: unit, from }) };
}

export interface LeadershipParts extends Dates, Citing {
  staff: string;
  unit: string;
  role?: LeaderRole;
  concurrent?: boolean;
}

/** A decision on who leads a unit. Answers its id. */
export async function anAppointment(sql: Sql, parts: Omit<LeadershipParts, keyof Dates>): Promise<number> {
  const { staff, unit, role = 'DIRECTOR', concurrent = false } = parts;
  return idIn(
    await sql<{ id: string }[]>`INSERT INTO appointment (staff_id, unit_id, role, concurrent, instrument_id)
    VALUES (${staffId(sql, staff)}, ${unitId(sql, unit)}, ${role}, ${concurrent}, ${cited(sql, parts)}) RETURNING id`,
  );
}

/** A person leads a unit, its director where nothing else is said, by an appointment of their own. */
export async function aLeadership(sql: Sql, parts: LeadershipParts): Promise<void> {
  const { from = FROM, until = FOREVER, cites, ...terms } = parts;
  const appointment = await anAppointment(sql, terms);
  await sql`INSERT INTO leadership (appointment_id, staff_id, unit_id, role, concurrent, valid_from, valid_to, instrument_id)
    SELECT id, staff_id, unit_id, role, concurrent, ${from}, ${until}, ${cited(sql, { cites })} FROM appointment WHERE id = ${appointment}`;
}

/** A person signs by a certificate. */
export async function aSignature(
  sql: Sql,
  parts: Dates & { staff: string; serial?: string; issuer?: string },
): Promise<void> {
  const { staff, serial = aCode(), issuer = 'Test', from = FROM, until = FOREVER } = parts;
  await sql`INSERT INTO digital_signature (staff_id, serial, issuer, valid_from, valid_to)
    VALUES (${staffId(sql, staff)}, ${serial}, ${issuer}, ${from}, ${until})`;
}

/** A person is to be counted at another unit from a day on; nothing is said of it yet. Answers its id. */
export async function aTransfer(sql: Sql, parts: { staff: string; to: string; on?: Day }): Promise<number> {
  const { staff, to, on = FROM } = parts;
  return idIn(
    await sql<{ id: string }[]>`WITH batch AS (INSERT INTO transfer_batch DEFAULT VALUES RETURNING id)
    INSERT INTO transfer (staff_id, to_unit_id, on_day, batch_id)
    SELECT ${staffId(sql, staff)}, ${unitId(sql, to)}, ${on}, id FROM batch RETURNING id`,
  );
}

export async function aTransferStep(
  sql: Sql,
  parts: Citing & { transfer: number; step?: TransferStep; on?: Day },
): Promise<void> {
  const { transfer, step = 'PROPOSED', on = FROM } = parts;
  await sql`INSERT INTO transfer_step (transfer_id, step, on_day, instrument_id)
    VALUES (${transfer}, ${step}, ${on}, ${cited(sql, parts)})`;
}

/** A person is to be lent; nothing is said of it yet. Answers its id. */
export async function aSecondment(
  sql: Sql,
  parts: { staff: string; home: string; host: string; from?: Day },
): Promise<number> {
  const { staff, home, host, from = FROM } = parts;
  return idIn(
    await sql<{ id: string }[]>`INSERT INTO secondment (staff_id, home_id, host_id, from_day)
    VALUES (${staffId(sql, staff)}, ${unitId(sql, home)}, ${unitId(sql, host)}, ${from}) RETURNING id`,
  );
}

export interface SecondmentStepParts extends Citing {
  secondment: number;
  step?: SecondmentStep;
  until?: Day;
  /** The letter of a body that agrees. */
  reference?: string | null;
  onReturn?: 'RETURN' | 'EXTEND' | 'TRANSFER' | null;
}

export async function aSecondmentStep(sql: Sql, parts: SecondmentStepParts): Promise<void> {
  const { secondment, step = 'PROPOSED', until = '2026-01-01', reference = 'Letter', onReturn = 'RETURN' } = parts;
  await sql`INSERT INTO secondment_step (secondment_id, step, until_day, on_return, on_day, instrument_id, reference)
    VALUES (${secondment}, ${step}, ${until}, ${onReturn}, ${FROM}, ${cited(sql, parts)}, ${reference})`;
}

export interface QuotaParts extends Dates, Citing {
  unit: string;
  ceiling: number;
  minimum?: number;
  category?: StaffCategory;
  /** Whose total it comes out of; its own where nothing is said. */
  center?: string;
  year?: number;
}

/** Posts granted to a unit; where nothing else is said for the whole of 2025. */
export async function aQuota(sql: Sql, parts: QuotaParts): Promise<void> {
  const { unit, ceiling, minimum = null, category = 'PUBLIC_EMPLOYEE', center = unit, year = 2025 } = parts;
  const { from = `${year}-01-01`, until = `${year + 1}-01-01` } = parts;
  await sql`INSERT INTO quota (unit_id, category, year, ceiling, minimum, center_id, valid_from, valid_to, instrument_id)
    VALUES (${unitId(sql, unit)}, ${category}, ${year}, ${ceiling}, ${minimum}, ${unitId(sql, center)}, ${from}, ${until}, ${cited(sql, parts)})`;
}

/** The facts that some tables state about one person or one unit. */
const OWNERS = {
  staff_version: 'staff',
  payroll: 'staff',
  workplace: 'staff',
  leadership: 'staff',
  digital_signature: 'staff',
  quota: 'unit',
} as const;

/** Ends the belief in all facts of one kind about a person or, of quotas, a unit; puts nothing in their place. */
export async function retract(sql: Sql, table: keyof typeof OWNERS, owner: string): Promise<void> {
  const kind = OWNERS[table];
  await sql`UPDATE ${sql(table)} SET superseded_at = now()
    WHERE ${sql(`${kind}_id`)} = (SELECT id FROM ${sql(kind)} WHERE code = ${owner}) AND superseded_at = 'infinity'`;
}

/** Other posts in place of those a unit has in one category, on the same days. */
export async function changeCeiling(
  sql: Sql,
  unit: string,
  { ceiling, category = 'PUBLIC_EMPLOYEE' }: { ceiling: number; category?: StaffCategory },
): Promise<void> {
  await sql`
    WITH gone AS (
      UPDATE quota SET superseded_at = now()
      WHERE unit_id = ${unitId(sql, unit)} AND category = ${category} AND superseded_at = 'infinity' RETURNING *)
    INSERT INTO quota (unit_id, category, year, ceiling, center_id, valid_from, valid_to, instrument_id)
    SELECT unit_id, category, year, ${ceiling}, center_id, valid_from, valid_to, instrument_id FROM gone`;
}

/** A row of every kind that belongs to people and posts. */
export async function oneOfEachOfStaff(sql: Sql): Promise<void> {
  const [unit, other] = [await aUnit(sql), await aUnit(sql)];
  const staff = await aStaff(sql);
  await aPayroll(sql, { staff, unit });
  await aWorkplace(sql, { staff, unit, basis: 'ASSIGNMENT' });
  await aLeadership(sql, { staff, unit });
  await aSignature(sql, { staff });
  await aTransferStep(sql, { transfer: await aTransfer(sql, { staff, to: other }) });
  await aSecondmentStep(sql, { secondment: await aSecondment(sql, { staff, home: unit, host: other }) });
  await aQuota(sql, { unit, ceiling: 1 });
  await sql`INSERT INTO personal_read (at, actor, request_id, field, arguments, staff) VALUES (now(), 'test', '1', 'staff', '{}', ARRAY[${staff}])`;
}
