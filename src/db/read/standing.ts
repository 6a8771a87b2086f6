import { type SQL, sql } from 'drizzle-orm';
import { type NodeType, parseGlobalId } from '../../domain/global-id.ts';
import type { Naming, Standing } from '../../domain/naming.ts';
import type { Over } from '../cancel.ts';
import type { Sql } from '../client.ts';
import { json } from '../json.ts';
import { Compiler, type Viewpoint } from './compiler.ts';
import { nodes } from './node.ts';
import { registry } from './registry.ts';
import { employsPerson, everSees, isGovernedBy, scopeRow, seesPerson, seesUnit, sharesTop } from './scope.ts';
import { query } from './statement.ts';

const ABSENT: Standing = { exists: false, within: false, related: false };
/** Of people and of what has an id only, what is not seen is not told from what is not there. */
const UNSEEN: Standing = { exists: true, within: false, related: false };
const NOTHING = { key: '', name: '', args: {}, fields: () => [] };
const DAY = sql`named.day`;

/** How things that a command names stand to the scope of its caller, in their order; one statement, whatever their number. */
export async function standingOf(
  primary: Sql,
  namings: readonly Naming[],
  { over, ...viewpoint }: Viewpoint & { over?: Over },
): Promise<Standing[]> {
  const groups = new Map<Group, object[]>();
  for (const [position, { what, name, on: day, side }] of namings.entries()) {
    const node = what === 'NODE' ? parseGlobalId(name) : null;
    if (what === 'NODE' && node === null) continue;
    const group = (node?.type ?? what) as Group;
    const named = groups.get(group) ?? [];
    named.push({ position, name, day, side, id: node?.id ?? null });
    groups.set(group, named);
  }
  if (groups.size === 0) return namings.map(() => UNSEEN);
  const compiler = new Compiler(registry, viewpoint);
  const rows = [...groups].map(
    ([group, named]) =>
      sql`SELECT named.position, ${standing(compiler, group)} jsonb_to_recordset(${json(named)}) AS named (position int, name text, day date, side text, id bigint)
        ${JOINS[group] ?? sql``}`,
  );
  const { preamble, from } = scopeRow(viewpoint);
  const asked = sql`${preamble}SELECT found.* FROM ${from} CROSS JOIN LATERAL (${sql.join(rows, sql` UNION ALL `)}) AS found`;
  const found = await query<{ position: number } & Standing>(primary, asked, over);
  const byPosition = new Map(found.map(({ position, ...standing }) => [position, standing]));
  return namings.map(
    ({ what }, position) => byPosition.get(position) ?? (what === 'UNIT' || what === 'PLAN' ? ABSENT : UNSEEN),
  );
}

/** What is named, or of which type it is. */
type Group = Exclude<Naming['what'], 'NODE'> | NodeType;

const JOINS: Partial<Record<Group, SQL>> = {
  UNIT: sql`JOIN unit ON unit.code = named.name`,
  PERSON: sql`JOIN staff ON staff.code = named.name`,
  PLAN: sql`JOIN plan ON plan.code = named.name`,
};

function standing(compiler: Compiler, group: Group): SQL {
  const told = (within: SQL, related: SQL) => sql`true AS exists, ${within} AS within, ${related} AS related FROM`;
  switch (group) {
    case 'UNIT':
      return told(seesUnit(compiler, sql`unit.id`, DAY), sharesTop(compiler, sql`unit.id`));
    case 'PERSON':
      return told(employsPerson(compiler, sql`staff.id`, DAY), seesPerson(compiler, sql`staff.id`, DAY));
    case 'TERRITORY':
      return told(sql`NOT ${receivedBeyond(compiler)}`, sql`false`);
    case 'PLAN':
      return told(seesUnit(compiler, sql`plan.center_id`, DAY), isGovernedBy(compiler, sql`plan.center_id`));
    default: {
      const seen = nodes[group](compiler, NOTHING, { id: sql`named.id`, at: { asOf: DAY, knownAt: null } });
      return told(sql`(${seen} IS NOT NULL${ofPlan(compiler, group)}${ofSide(compiler, group)})`, sql`false`);
    }
  }
}

/** Somebody beyond the scope receives for a territory on the day or later. */
const receivedBeyond = (compiler: Compiler): SQL => sql`EXISTS (
  SELECT FROM territory_version t JOIN service_territory s ON s.territory_id = t.territory_id AND s.superseded_at = 'infinity' AND s.valid_to > named.day
  WHERE t.code = named.name AND t.superseded_at = 'infinity' AND NOT ${everSees(compiler, sql`s.unit_id`)})`;

/** Only who has one of the sides in scope speaks for it, though both see what is between them. */
function ofSide(compiler: Compiler, type: NodeType): SQL {
  const sides = {
    Transfer: ['from_unit_id', 'to_unit_id', 'FROM'],
    Secondment: ['home_id', 'host_id', 'HOME'],
  } as const;
  if (type !== 'Transfer' && type !== 'Secondment') return sql``;
  const [one, other, name] = sides[type];
  const unit = sql`(SELECT CASE named.side WHEN ${name} THEN ${sql.raw(one)} ELSE ${sql.raw(other)} END FROM ${sql.raw(type.toLowerCase())} WHERE id = named.id)`;
  return sql` AND (named.side IS NULL OR ${everSees(compiler, unit)})`;
}

/** What belongs to a plan is acted on by whoever has the plan's center in scope, not by all whom it governs. */
function ofPlan(compiler: Compiler, type: NodeType): SQL {
  if (type === 'PlannedChange')
    return sql` AND EXISTS (SELECT FROM planned_change JOIN phase ON phase.id = planned_change.phase_id JOIN plan ON plan.id = phase.plan_id
      WHERE planned_change.id = named.id AND ${everSees(compiler, sql`plan.center_id`)})`;
  if (type !== 'Waiver') return sql``;
  return sql` AND EXISTS (SELECT FROM waiver LEFT JOIN plan ON plan.id = waiver.plan_id
    WHERE waiver.id = named.id AND ${everSees(compiler, sql`coalesce(waiver.unit_id, plan.center_id)`)})`;
}
