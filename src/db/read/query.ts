import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import { parseGlobalId } from '../../domain/global-id.ts';
import { accessStandard } from './access.ts';
import { type At, valid } from './at.ts';
import { auditEntries, personalReads } from './audit.ts';
import type { Compiler, Fields } from './compiler.ts';
import { connection } from './connection.ts';
import { continuity } from './continuity.ts';
import { counters } from './counter.ts';
import { coverage } from './coverage.ts';
import { dossierLoads } from './dossier-load.ts';
import { equipmentConsolidation } from './equipment-consolidation.ts';
import { exportTable } from './export-table.ts';
import { capacity, quotas } from './headcount.ts';
import { headcountLedger } from './headcount-ledger.ts';
import { integrationCandidates } from './integration-candidates.ts';
import { kpis } from './kpi.ts';
import { liveStaff, liveUnits } from './nearest.ts';
import { nodes } from './node.ts';
import { organizationDiff } from './organization-diff.ts';
import { planFrom } from './plan.ts';
import { policies, waivers } from './policy.ts';
import { awaitedEvents } from './premises.ts';
import { readiness } from './readiness.ts';
import { dueAfterRename } from './renewal-due.ts';
import { sealCutover } from './seal-cutover.ts';
import { holdsWords, typed } from './search.ts';
import { secondmentsEnding } from './secondment.ts';
import { ArgumentError, type SelectedField } from './selection.ts';
import { signaturesDue } from './signature.ts';
import { staffMembers } from './staff-members.ts';
import { tasks } from './task.ts';
import { territories } from './territory.ts';
import { thingPage } from './thing.ts';
import { below } from './tree.ts';
import { unitPage } from './unit.ts';
import { workload } from './workload.ts';

interface PointArgs {
  asOf?: string | null;
  knownAt?: string | null;
}

/** The point in both times that a root field is asked about; what is nested inherits it. */
function pointOf({ asOf, knownAt }: PointArgs, compiler: Compiler): At {
  return { asOf: sql`${asOf ?? compiler.today}::date`, knownAt: knownAt == null ? null : sql`${knownAt}::timestamptz` };
}

/** Whether a point comes after another: by its day or, on the same day, by what was believed when. */
function isLater(one: PointArgs, other: PointArgs, today: Day): boolean {
  const [day, otherDay] = [one.asOf ?? today, other.asOf ?? today];
  if (day !== otherDay) return day > otherDay;
  const instant = ({ knownAt }: PointArgs) => (knownAt == null ? Number.POSITIVE_INFINITY : Date.parse(knownAt));
  const [known, otherKnown] = [instant(one), instant(other)];
  // Parsing cuts microseconds, by which answers in UTC still compare as text.
  return known === otherKnown ? (one.knownAt ?? '') > (other.knownAt ?? '') : known > otherKnown;
}

const unitByCode = (compiler: Compiler, field: SelectedField, { code, at }: { code: unknown; at: At }): SQL => {
  const { unit, from } = liveUnits(compiler, at);
  return compiler.object('OrgUnit', unit, field, sql`${from} WHERE ${unit.unit}.code = ${code}`);
};

/** Arguments that their root field only hands on to PostgreSQL: whatever they are, unless empty, the statement is the same. */
export const HANDED_ON: Readonly<Record<string, readonly string[]>> = {
  capacity: ['unit', 'knownAt'],
  plan: ['code', 'asOf', 'knownAt'],
  plans: ['asOf', 'knownAt'],
  staff: ['code', 'asOf', 'knownAt'],
  staffMembers: ['unit', 'asOf', 'knownAt'],
  territory: ['code', 'asOf', 'knownAt'],
  unit: ['code', 'asOf', 'knownAt'],
  units: ['under', 'asOf', 'knownAt'],
};

/** The fields of the root type Query. */
export const queryFields: Fields<null> = {
  unit: (_, field, compiler) =>
    unitByCode(compiler, field, { code: field.args.code, at: pointOf(field.args, compiler) }),

  units: (_, field, compiler) => {
    const at = pointOf(field.args, compiler);
    const { under } = field.args as { under?: string | null };
    const root = sql`(SELECT id FROM unit WHERE code = ${under})`;
    const within = under ? below(root, at) : null;
    return unitPage(compiler, field, { at, within });
  },

  node: (_, field, compiler) => {
    const found = parseGlobalId(String(field.args.id));
    return found
      ? nodes[found.type](compiler, field, { id: found.id, at: pointOf(field.args, compiler) })
      : sql`NULL::json`;
  },

  territory: (_, field, compiler) => {
    const at = pointOf(field.args, compiler);
    const version = compiler.alias('t');
    const from = sql`territory_version ${version} WHERE ${version}.code = ${field.args.code} AND ${valid(version, at)}`;
    return compiler.object('Territory', { version, at }, field, from);
  },

  territories: (_, field, compiler) => territories(compiler, field, pointOf(field.args, compiler)),

  instruments: (_, field, compiler) => {
    const at = pointOf(field.args, compiler);
    const { number } = field.args as { number?: string | null };
    const text = typed(field.args.search);
    const conditions = [
      sql`issued_on <= ${at.asOf}`,
      ...(at.knownAt === null ? [] : [sql`recorded_at <= ${at.knownAt}`]),
      ...(number ? [sql`number = ${number}`] : []),
      ...(text ? [holdsWords(sql`fold_text(number || ' ' || title)`, text)] : []),
    ];
    const row = compiler.alias('i');
    return connection(compiler, field, {
      type: 'LegalInstrument',
      row: { row, at },
      matching: sql`SELECT id, number AS name, id::text AS code FROM legal_instrument WHERE ${sql.join(conditions, sql` AND `)}`,
      from: sql`page JOIN legal_instrument ${row} ON ${row}.id = page.id`,
    });
  },

  organizationDiff: (_, field, compiler) => {
    const { root, from, to } = field.args as { root: string; from: PointArgs; to: PointArgs };
    const reversed = isLater(from, to, compiler.today);
    return organizationDiff(compiler, field, {
      root,
      from: pointOf(from, compiler),
      to: pointOf(to, compiler),
      reversed,
    });
  },

  plan: (_, field, compiler) => {
    const { row, from } = planFrom(compiler, pointOf(field.args, compiler));
    return compiler.object('Plan', row, field, sql`${from} WHERE ${row.plan}.code = ${field.args.code}`);
  },

  plans: (_, field, compiler) => {
    const at = pointOf(field.args, compiler);
    const { row } = planFrom(compiler, at);
    const text = typed(field.args.search);
    const matched = planFrom(compiler, at);
    const { plan, version } = matched.row;
    const named = text
      ? sql`WHERE ${holdsWords(sql`fold_text(${plan}.code || ' ' || ${version}.title)`, text)}`
      : sql``;
    return connection(compiler, field, {
      type: 'Plan',
      row,
      matching: sql`SELECT ${plan}.id, ${version}.id AS version_id, ${version}.title AS name, ${plan}.code FROM ${matched.from} ${named}`,
      from: sql`page JOIN plan ${row.plan} ON ${row.plan}.id = page.id JOIN plan_version ${row.version} ON ${row.version}.id = page.version_id`,
    });
  },

  tasks: (_, field, compiler) => tasks(compiler, field, pointOf(field.args, compiler)),

  policies: (_, field, compiler) => {
    const { plan } = field.args as { plan?: string | null };
    const center = plan == null ? null : sql`(SELECT center_id FROM plan WHERE code = ${plan})`;
    return policies(compiler, field, { center, at: pointOf(field.args, compiler) });
  },

  staff: (_, field, compiler) => {
    const { row, from } = liveStaff(compiler, pointOf(field.args, compiler));
    return compiler.object('Staff', row, field, sql`${from} WHERE ${row.staff}.code = ${field.args.code}`);
  },

  staffMembers: (_, field, compiler) => staffMembers(compiler, field, pointOf(field.args, compiler)),

  capacity: (_, field, compiler) => capacity(compiler, field, pointOf(field.args, compiler)),

  exportTable: (_, field, compiler) => exportTable(compiler, field, pointOf(field.args, compiler)),

  headcountLedger: (_, field, compiler) => headcountLedger(compiler, field, pointOf(field.args, compiler)),

  quotas: (_, field, compiler) => {
    const { center, year } = field.args as { center: string; year: number };
    return quotas(compiler, field, { center, year, units: null, at: pointOf(field.args, compiler) });
  },

  seals: (_, field, compiler) => thingPage(compiler, field, { type: 'Seal', at: pointOf(field.args, compiler) }),

  sealCutover: (_, field, compiler) => sealCutover(compiler, field, pointOf(field.args, compiler)),

  dueAfterRename: (_, field, compiler) => dueAfterRename(compiler, field, pointOf(field.args, compiler)),

  signboards: (_, field, compiler) =>
    thingPage(compiler, field, { type: 'Signboard', at: pointOf(field.args, compiler) }),

  bankAccounts: (_, field, compiler) =>
    thingPage(compiler, field, { type: 'BankAccount', at: pointOf(field.args, compiler) }),

  handovers: (_, field, compiler) =>
    thingPage(compiler, field, { type: 'Handover', at: pointOf(field.args, compiler) }),

  awaitedEvents: (_, field, compiler) => awaitedEvents(compiler, field, pointOf(field.args, compiler)),
  equipmentNeeds: (_, field, compiler) =>
    thingPage(compiler, field, { type: 'EquipmentNeed', at: pointOf(field.args, compiler) }),

  equipmentConsolidation: (_, field, compiler) =>
    equipmentConsolidation(compiler, field, pointOf(field.args, compiler)),

  readiness: (_, field, compiler) => readiness(compiler, field, pointOf(field.args, compiler)),

  signaturesDue: (_, field, compiler) => signaturesDue(compiler, field, pointOf(field.args, compiler)),

  secondmentsEnding: (_, field, compiler) => secondmentsEnding(compiler, field, pointOf(field.args, compiler)),

  waivers: (_, field, compiler) => waivers(compiler, field, pointOf(field.args, compiler)),

  accessStandard: (_, field, compiler) => accessStandard(compiler, field, pointOf(field.args, compiler)),

  dossierLoads: (_, field, compiler) => dossierLoads(compiler, field, pointOf(field.args, compiler)),

  integrationCandidates: (_, field, compiler) => integrationCandidates(compiler, field, pointOf(field.args, compiler)),

  kpis: (_, field, compiler) => kpis(compiler, field, pointOf(field.args, compiler)),

  workload: (_, field, compiler) => workload(compiler, field, pointOf(field.args, compiler)),
  counters: (_, field, compiler) => counters(compiler, field, pointOf(field.args, compiler)),

  auditEntries: (_, field, compiler) => auditEntries(compiler, field, pointOf({}, compiler)),

  personalReads: (_, field, compiler) => personalReads(compiler, field, pointOf({}, compiler)),

  continuity: (_, field, compiler) => {
    const { plan, from, until } = field.args as { plan: string; from?: string | null; until?: string | null };
    if (from != null && until != null && from >= until) throw new ArgumentError('until', 'a day after from');
    return continuity(compiler, field, { plan, at: pointOf({ ...field.args, asOf: from }, compiler) });
  },

  coverage: (_, field, compiler) => {
    const { plan, from, until } = field.args as { plan: string; from: string; until: string };
    if (from >= until) throw new ArgumentError('until', 'a day after from');
    const window = sql`daterange(${from}::date, ${until}::date)`;
    return coverage(compiler, field, { plan, window, at: pointOf({ ...field.args, asOf: from }, compiler) });
  },
};
