import { randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';

type Asked = Readonly<Record<string, string>>;
type Written = { id: number; staff: string };

const one = <T>([row]: readonly T[], what: string): T => {
  if (row === undefined) throw new Error(`${what} was not found`);
  return row;
};

interface Ids {
  person: number;
  unit: number;
  center: number;
  instrument: number;
}

async function idsOf(tx: TransactionSql, asked: Asked): Promise<Ids> {
  const { staff = '', unit = '', decidedBy = '', instrument = '' } = asked;
  const cited = one(
    await tx<{ id: number }[]>`SELECT id FROM legal_instrument WHERE number = ${instrument}`,
    instrument,
  );
  const person = one(await tx<{ id: number }[]>`SELECT id FROM staff WHERE code = ${staff} FOR NO KEY UPDATE`, staff);
  // All units that are written about, in one order, so that no two of us wait for each other.
  await tx`SELECT FROM unit WHERE code IN (${unit}, ${decidedBy})
    OR id IN (SELECT unit_id FROM payroll WHERE staff_id = ${person.id} AND superseded_at = 'infinity' AND valid_to = 'infinity')
    ORDER BY id FOR NO KEY UPDATE`;
  const place = one(await tx<{ id: number }[]>`SELECT id FROM unit WHERE code = ${unit}`, unit);
  const center = one(await tx<{ id: number }[]>`SELECT id FROM unit WHERE code = ${decidedBy}`, decidedBy);
  return { person: person.id, unit: place.id, center: center.id, instrument: cited.id };
}

async function refuseBeyond(
  tx: TransactionSql,
  { center, units, on }: { center: number; units: number[]; on: string },
): Promise<void> {
  const within = await tx`SELECT DISTINCT unit_id FROM unit_above
    WHERE above_id = ${center} AND unit_id = ANY (${units}) AND valid_from <= ${on} AND valid_to > ${on}`;
  if (within.length < new Set(units).size) throw new Error('OUTSIDE_SCOPE');
}

/** Places a person for some days: the facts are read, decided on and written, a statement each. */
export const assign = (client: Sql, asked: Asked): Promise<Written> =>
  client.begin(async (tx) => {
    const { staff = '', from = '', until = '' } = asked;
    const { person, unit, center, instrument } = await idsOf(tx, asked);
    const versions = await tx`SELECT id FROM staff_version
      WHERE staff_id = ${person} AND valid_from <= ${from} AND valid_to >= ${until} AND superseded_at = 'infinity'`;
    if (versions.length === 0) throw new Error('FACT_OUTSIDE_EMPLOYMENT');
    const life = await tx`SELECT id FROM unit_life
      WHERE unit_id = ${unit} AND valid_from <= ${from} AND valid_to >= ${until} AND superseded_at = 'infinity'`;
    if (life.length === 0) throw new Error('FACT_OUTSIDE_UNIT');
    const others = await tx`SELECT id FROM workplace WHERE staff_id = ${person} AND basis = 'ASSIGNMENT'
      AND valid_from < ${until} AND valid_to > ${from} AND superseded_at = 'infinity'`;
    if (others.length > 0) throw new Error('STAFF_WORKPLACE_OVERLAP');
    const home = one(
      await tx<{ unit_id: number }[]>`SELECT unit_id FROM payroll
        WHERE staff_id = ${person} AND valid_from <= ${from} AND valid_to > ${from} AND superseded_at = 'infinity'`,
      'a payroll home',
    );
    await refuseBeyond(tx, { center, units: [unit, home.unit_id], on: from });
    const placed = one(
      await tx<{ id: number }[]>`INSERT INTO assignment (staff_id, decided_by_id, instrument_id)
        VALUES (${person}, ${center}, ${instrument}) RETURNING id`,
      'the assignment',
    );
    const fact = { unit: asked.unit ?? '', from, until, basis: 'ASSIGNMENT', assignment: Number(placed.id) };
    await tx`INSERT INTO workplace (staff_id, unit_id, basis, valid_from, valid_to, assignment_id, instrument_id)
      VALUES (${person}, ${unit}, 'ASSIGNMENT', ${from}, ${until}, ${placed.id}, ${instrument})`;
    await tell(tx, { verb: 'assignStaff', staff, instrument, unit: home.unit_id, after: { workplaces: [fact] } });
    return { id: placed.id, staff };
  });

/** Moves the payroll home of a person and the workplace with it. */
export const transfer = (client: Sql, asked: Asked): Promise<Written> =>
  client.begin(async (tx) => {
    const { staff = '', on = '' } = asked;
    const { person, unit, center, instrument } = await idsOf(tx, asked);
    const home = one(
      await tx`SELECT * FROM payroll
        WHERE staff_id = ${person} AND valid_from < ${on} AND valid_to = 'infinity' AND superseded_at = 'infinity'`,
      'a payroll home',
    );
    const post = one(
      await tx`SELECT * FROM workplace WHERE staff_id = ${person} AND basis = 'POST'
        AND valid_from < ${on} AND valid_to = 'infinity' AND superseded_at = 'infinity'`,
      'a post',
    );
    await refuseBeyond(tx, { center, units: [unit, home.unit_id], on });
    const batch = one(await tx<{ id: number }[]>`INSERT INTO transfer_batch DEFAULT VALUES RETURNING id`, 'the batch');
    const moved = one(
      await tx<{ id: number }[]>`INSERT INTO transfer (staff_id, from_unit_id, to_unit_id, on_day, batch_id)
        VALUES (${person}, ${home.unit_id}, ${unit}, ${on}, ${batch.id}) RETURNING id`,
      'the transfer',
    );
    await tx`INSERT INTO transfer_step (transfer_id, step, on_day, instrument_id, decided_by_id)
      VALUES (${moved.id}, 'DECIDED', ${on}, ${instrument}, ${center})`;
    await tx`UPDATE payroll SET superseded_at = clock_timestamp() WHERE id = ${home.id}`;
    await tx`UPDATE workplace SET superseded_at = clock_timestamp() WHERE id = ${post.id}`;
    await tx`INSERT INTO payroll (staff_id, unit_id, category, valid_from, valid_to, instrument_id, transfer_id) VALUES
      (${person}, ${home.unit_id}, ${home.category}, ${home.valid_from}, ${on}, ${home.instrument_id}, ${home.transfer_id}),
      (${person}, ${unit}, ${home.category}, ${on}, 'infinity', ${instrument}, ${moved.id})`;
    await tx`INSERT INTO workplace (staff_id, unit_id, basis, valid_from, valid_to, instrument_id, transfer_id) VALUES
      (${person}, ${post.unit_id}, 'POST', ${post.valid_from}, ${on}, ${post.instrument_id}, ${post.transfer_id}),
      (${person}, ${unit}, 'POST', ${on}, 'infinity', ${instrument}, ${moved.id})`;
    await tell(tx, {
      verb: 'transferStaff',
      staff,
      instrument,
      unit: home.unit_id,
      after: { to: asked.unit ?? '', on },
    });
    return { id: moved.id, staff };
  });

interface Entry {
  verb: string;
  staff: string;
  instrument: number;
  unit: number;
  after: Record<string, unknown>;
}

const tell = (tx: TransactionSql, { verb, staff, instrument, unit, after }: Entry) =>
  tx`INSERT INTO audit_entry (actor, verb, subject_type, subject, before, after, instrument_id, request_id, unit_id)
    VALUES ('bench', ${verb}, 'Staff', ${staff}, '{}', ${JSON.stringify(after)}::text::jsonb, ${instrument}, ${randomUUID()}, ${unit})`;
