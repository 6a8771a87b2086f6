import { type SQL, sql } from 'drizzle-orm';
import { idsIn } from '../json.ts';
import type { At } from './at.ts';
import { asObject, type Compiler, type Fields } from './compiler.ts';
import { counterPayloadFields } from './counter-payload.ts';
import { gateFrom, missingItems, missingOf } from './gate.ts';
import { impactFields } from './impact.ts';
import { nearestTerritory, nearestUnit } from './nearest.ts';
import type { PayloadValue } from './payload-value.ts';
import { phaseFrom, planFrom } from './plan.ts';
import { waiverFrom } from './policy.ts';
import { rehearsalFields } from './rehearsal.ts';
import type { SelectedField } from './selection.ts';
import { servicePayloadFields } from './service-payload.ts';
import { sitePayloadFields } from './site-payload.ts';
import { staffPayloadFields } from './staff-payload.ts';
import { taskFrom } from './task.ts';
import { thingPayloadFields } from './thing-payload.ts';

/** The entity fields of mutation payloads, for what a verb came to. */
export function payloadFields(value: PayloadValue): Fields<null> {
  const {
    unit: code,
    on,
    instrument,
    plan,
    phase,
    task,
    policy,
    waiver,
    change,
    changes = [],
    rehearsal,
    impact,
  } = value;
  const at = (compiler: Compiler): At => ({ asOf: sql`${on ?? compiler.today}::date`, knownAt: null });
  return {
    unit: (_, field, compiler) => {
      const { unit, from } = nearestUnit(compiler, at(compiler));
      return compiler.object('OrgUnit', unit, field, sql`${from} WHERE ${unit.unit}.code = ${code}`);
    },
    instrument: (_, field, compiler) => {
      const row = compiler.alias('i');
      const from = sql`legal_instrument ${row} WHERE ${row}.id = ${instrument}`;
      return compiler.object('LegalInstrument', { row, at: at(compiler) }, field, from);
    },
    plan: (_, field, compiler) => {
      const { row, from } = planFrom(compiler, at(compiler));
      return compiler.object('Plan', row, field, sql`${from} WHERE ${row.plan}.code = ${plan}`);
    },
    phase: (_, field, compiler) => phaseByOrdinal(compiler, field, { plan, phase, at: at(compiler) }),
    task: (_, field, compiler) => {
      const { row, from } = taskFrom(compiler, at(compiler));
      return compiler.object('Task', row, field, sql`${from} WHERE ${row.task}.id = ${task}`);
    },
    policy: (_, field, compiler) => {
      const row = compiler.alias('y');
      return compiler.object(
        'Policy',
        { row, at: at(compiler) },
        field,
        sql`policy ${row} WHERE ${row}.id = ${policy}`,
      );
    },
    waiver: (_, field, compiler) => {
      const { row, from } = waiverFrom(compiler, at(compiler));
      return compiler.object('Waiver', row, field, sql`${from} WHERE ${row.waiver}.id = ${waiver}`);
    },
    change: (_, field, compiler) => {
      const row = compiler.alias('e');
      const from = sql`change_event ${row} WHERE ${row}.id = ${change}`;
      return compiler.object('ChangeEvent', { row, at: at(compiler) }, field, from);
    },
    changes: (_, field, compiler) => {
      const row = compiler.alias('e');
      const from = sql`change_event ${row} WHERE ${row}.id IN ${idsIn(changes)}`;
      return compiler.list('ChangeEvent', { row, at: at(compiler) }, field, { from, order: sql`${row}.id` });
    },
    impact: (_, field, compiler) =>
      impact
        ? asObject(sql`SELECT ${compiler.columns('SupersessionImpact', impactFields(impact), null, field)}`)
        : sql`NULL::json`,
    ...(rehearsal && rehearsalFields(rehearsal)),
    ...counterPayloadFields(value),
    ...staffPayloadFields(value),
    ...sitePayloadFields(value),
    ...thingPayloadFields(value),
    ...servicePayloadFields(value),
  };
}

function phaseByOrdinal(
  compiler: Compiler,
  field: SelectedField,
  { plan, phase, at }: { plan: unknown; phase: unknown; at: At },
): SQL {
  const { row, from } = phaseFrom(compiler, at);
  const named = sql`${row.phase}.ordinal = ${phase} AND ${row.phase}.plan_id = (SELECT id FROM plan WHERE code = ${plan})`;
  return compiler.object('Phase', row, field, sql`${from} WHERE ${named}`);
}

/** What violations refer to by code: as of their day, or the nearest to it. */
export const referenceFields: Fields<null> = {
  unit: (_, field, compiler) =>
    payloadFields({ unit: String(field.args.code), on: day(field.args.on) }).unit?.(null, field, compiler) ?? sql`NULL`,
  territory: (_, field, compiler) => {
    const at = { asOf: sql`${day(field.args.on) ?? compiler.today}::date`, knownAt: null };
    const id = sql`(SELECT territory_id FROM territory_version WHERE code = ${field.args.code} ORDER BY abs(valid_from - ${at.asOf}) LIMIT 1)`;
    const { territory, from } = nearestTerritory(compiler, at, id);
    return compiler.object('Territory', territory, field, from);
  },
  gate: (_, field, compiler) => {
    const at = { asOf: sql`${day(field.args.on) ?? compiler.today}::date`, knownAt: null };
    const { row, from } = gateFrom(compiler, field, at);
    return compiler.object('Gate', row, field, sql`${from} WHERE ${namedGate(row.gate, field)}`);
  },
  gateMissing: (_, field, compiler) => {
    const at = { asOf: sql`${day(field.args.on) ?? compiler.today}::date`, knownAt: null };
    const missing = sql`(SELECT ${missingOf(sql`g`, at)} FROM gate g WHERE ${namedGate(sql`g`, field)})`;
    return missingItems(compiler, field, { items: sql`coalesce(${missing}, '[]')`, at });
  },
  staff: (_, field, compiler) =>
    payloadFields({ staff: String(field.args.code), on: day(field.args.on) }).staff?.(null, field, compiler) ??
    sql`NULL`,
  waiver: (_, field, compiler) =>
    payloadFields({ waiver: Number(field.args.code), on: day(field.args.on) }).waiver?.(null, field, compiler) ??
    sql`NULL`,
};

/** A gate by the names people use, `plan/phase/code`. */
function namedGate(gate: SQL, { args }: SelectedField): SQL {
  const [plan, phase, code] = String(args.code).split('/');
  return sql`${gate}.superseded_at = 'infinity' AND ${gate}.code = ${code} AND ${gate}.phase_id = (
    SELECT phase.id FROM phase JOIN plan ON plan.id = phase.plan_id WHERE plan.code = ${plan} AND phase.ordinal = ${Number(phase)})`;
}

const day = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
