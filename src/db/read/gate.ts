import { type SQL, sql } from 'drizzle-orm';
import { type At, known, valid } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import { unitsWithoutCounter, unitsWithoutCounterKind } from './gate-of-counters.ts';
import { noHandover, unsignedHandovers } from './gate-of-handovers.ts';
import { changesToCome, missingAttestation, openTasks, uncoveredTerritories } from './gate-of-plan.ts';
import {
  accountsToCreate,
  bankAccountsToOpen,
  equipmentToBuy,
  noEquipment,
  proceduresToConfigure,
  signaturesToIssue,
} from './gate-of-readiness.ts';
import { sealsNotReturned, unitsWithoutSeal, unitsWithoutSignboard } from './gate-of-seals.ts';
import { targetsMissed } from './gate-of-service.ts';
import { unitsBelowMinimum, unitsWithoutDirector } from './gate-of-staff.ts';
import type { Missing } from './missing.ts';
import { nearestTerritory } from './nearest.ts';
import { sourceOf, unitById } from './reference.ts';
import type { DatedRow, GateRow } from './rows.ts';
import type { SelectedField } from './selection.ts';

/** What each kind of gate misses. A kind looks only at its own facts; attestation counts only where it is the kind. */
const BRANCHES: readonly Missing[] = [
  uncoveredTerritories,
  changesToCome,
  openTasks,
  unitsWithoutDirector,
  unitsBelowMinimum,
  targetsMissed,
  unsignedHandovers,
  noHandover,
  accountsToCreate,
  proceduresToConfigure,
  bankAccountsToOpen,
  signaturesToIssue,
  equipmentToBuy,
  noEquipment,
  unitsWithoutCounter,
  unitsWithoutCounterKind,
  missingAttestation,
  unitsWithoutSeal,
  sealsNotReturned,
  unitsWithoutSignboard,
];

/** What stands in the way of a gate, as a JSON list; empty where it is met. */
export function missingOf(gate: SQL, at: At): SQL {
  const items = BRANCHES.map((branch) => branch(gate, at));
  return sql`(SELECT coalesce(jsonb_agg(item ORDER BY position), '[]') FROM (${sql.join(items, sql` UNION ALL `)}) AS items)`;
}

/** Gates of the phase given by an id, each with what it misses where that is asked for. */
export function gates(compiler: Compiler, field: SelectedField, { phase, at }: { phase: SQL; at: At }): SQL {
  const { row, from } = gateFrom(compiler, field, at);
  return compiler.list('Gate', row, field, {
    from: sql`${from} WHERE ${row.gate}.phase_id = ${phase} AND ${known(row.gate, at)}`,
    order: sql`${row.gate}.moment, ${row.gate}.id`,
  });
}

export function gateFrom(compiler: Compiler, field: SelectedField, at: At): { row: GateRow; from: SQL } {
  const gate = compiler.alias('g');
  const state = compiler.alias('m');
  const asked = field.fields('Gate').some(({ name }) => name === 'met' || name === 'missing');
  const missing = asked ? sql` CROSS JOIN LATERAL (SELECT ${missingOf(gate, at)} AS missing) AS ${state}` : sql``;
  return { row: { gate, state, at }, from: sql`gate ${gate}${missing}` };
}

/** A row of `gate`, and what it misses. */
export const gateFields: Fields<GateRow> = {
  code: ({ gate }) => sql`${gate}.code`,
  title: ({ gate }) => sql`${gate}.title`,
  kind: ({ gate }) => sql`${gate}.kind`,
  before: ({ gate }) => sql`${gate}.moment`,
  mandatory: ({ gate }) => sql`${gate}.mandatory`,
  met: ({ state }) => sql`${state}.missing = '[]'`,
  missing: ({ state, at }, field, compiler) => missingItems(compiler, field, { items: sql`${state}.missing`, at }),
  owner: ({ gate, at }, field, compiler) => unitById(compiler, field, { id: sql`${gate}.owner_id`, at }),
  due: ({ gate }) => sql`${gate}.due`,
  source: ({ gate }, field, compiler) => sourceOf(compiler, field, sql`${gate}.source`),
  assumed: ({ gate }) => sql`${gate}.assumed`,
  attestation: ({ gate, at }, field, compiler) => {
    const row = compiler.alias('a');
    const from = sql`gate_attestation ${row} WHERE ${row}.phase_id = ${gate}.phase_id AND ${row}.gate_code = ${gate}.code AND ${valid(row, at)}`;
    return compiler.object('GateAttestation', { row, at }, field, from);
  },
};

export function missingItems(compiler: Compiler, field: SelectedField, { items, at }: { items: SQL; at: At }): SQL {
  const row = compiler.alias('x');
  return compiler.list('GateMissing', { row: sql`${row}.item`, at }, field, {
    from: sql`jsonb_array_elements(${items}) WITH ORDINALITY AS ${row} (item, position)`,
    order: sql`${row}.position`,
  });
}

/** An item of what a gate misses, as JSON; its description is worded by the resolver, in the caller's language. */
export const gateMissingFields: Fields<DatedRow> = {
  description: ({ row }) => sql`${row}`,
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`(${row} ->> 'unit')::bigint`, at }),
  territory: ({ row, at }, field, compiler) => {
    const { territory, from } = nearestTerritory(compiler, at, sql`(${row} ->> 'territory')::bigint`);
    return compiler.object('Territory', territory, field, from);
  },
  owner: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`(${row} ->> 'owner')::bigint`, at }),
  due: ({ row }) => sql`${row} ->> 'due'`,
};

export const gateAttestationFields: Fields<DatedRow> = {
  evidence: ({ row }) => sql`${row}.evidence`,
  attestedBy: ({ row }) => sql`${row}.attested_by`,
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
};
