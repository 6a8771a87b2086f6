import { type SQL, sql } from 'drizzle-orm';
import { type At, known, valid } from './at.ts';
import { changeOf } from './change.ts';
import type { Compiler, Fields } from './compiler.ts';
import { connection } from './connection.ts';
import { letteredName, letteredText } from './lettering.ts';
import { policyValue } from './policy.ts';
import { unitById } from './reference.ts';
import { isSealed, isSignposted } from './renewal.ts';
import type { DatedRow } from './rows.ts';
import { seesUnit } from './scope.ts';
import type { SelectedField } from './selection.ts';
import { thingFrom } from './thing.ts';
import { treeOf } from './tree.ts';

/**
 * What a change of name makes due by itself: the seal of a unit that is entitled to one, and the signboard, until there
 * is one under the name of the day. Nobody has to order it.
 */
export function dueAfterRename(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { unit, under, plan } = field.args as { unit?: string | null; under?: string | null; plan?: string | null };
  const center = sql`(SELECT center_id FROM plan WHERE code = ${plan})`;
  const roots = [
    ...(under == null ? [] : [sql`(SELECT id FROM unit WHERE code = ${under})`]),
    ...(plan == null ? [] : [center]),
  ];
  const own = unit == null ? [] : [sql`renamed.name = ${unit}`];
  const within = roots.map((root) => sql`renamed.unit_id IN ${treeOf(root, at)}`);
  const seen = seesUnit(compiler, sql`renamed.unit_id`, at.asOf);
  const due = (thing: 'SEAL' | 'SIGNBOARD', condition: SQL) => sql`
    SELECT renamed.*, ${sql.raw(`'${thing}'`)} AS thing, ${sql.raw(`'${thing}'`)} AS code FROM renamed WHERE ${sql.join([condition, seen, ...own, ...within], sql` AND `)}`;
  return connection(compiler, field, {
    type: 'RenewalDue',
    row: { row: sql`page`, at },
    matching: sql`
      WITH renamed AS MATERIALIZED (${renamedUnits(at)})
      ${due('SEAL', sql`renamed.own_seal AND NOT ${isSealed(sql`renamed.unit_id`, at)}`)}
      UNION ALL ${due('SIGNBOARD', sql`NOT ${isSignposted(sql`renamed.unit_id`, at)}`)}`,
    from: sql`page`,
  });
}

/** Units that bear another name on the day than they once did: since when, by which act, and what it was before. */
const renamedUnits = (at: At): SQL => sql`
  SELECT v.unit_id, u.code AS name, v.own_seal, named.since, named.change_id, named.former
  FROM unit_version v JOIN unit u ON u.id = v.unit_id JOIN LATERAL (
    SELECT later.valid_from AS since, later.change_id, former.name AS former
    FROM unit_version former JOIN unit_version later ON later.unit_id = former.unit_id AND later.valid_from = former.valid_to AND ${known(sql`later`, at)}
    WHERE former.unit_id = v.unit_id AND ${known(sql`former`, at)} AND later.valid_from <= ${at.asOf}
      AND ${letteredText(sql`former.name`)} <> ${letteredText(sql`later.name`)}
    ORDER BY later.valid_from DESC LIMIT 1) AS named ON true
  WHERE ${valid(sql`v`, at)}`;

const KEYS = { SEAL: 'seal.renewal.max', SIGNBOARD: 'signboard.renewal.max' } as const;

/** The last day by policy on which it may be renewed; null where no policy says. */
const deadline = (row: SQL, at: At): SQL => sql`(
  SELECT (${row}.since + limits.value::interval)::date FROM (
    SELECT CASE WHEN ${row}.thing = 'SEAL' THEN ${policyValue(sql`${row}.unit_id`, KEYS.SEAL, at)} ELSE ${policyValue(sql`${row}.unit_id`, KEYS.SIGNBOARD, at)} END AS value) AS limits)`;

/** A row of what is due. */
export const renewalDueFields: Fields<DatedRow> = {
  thing: ({ row }) => sql`${row}.thing`,
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.unit_id`, at }),
  since: ({ row }) => sql`${row}.since`,
  formerName: ({ row }) => sql`${row}.former`,
  event: (row, field, compiler) => changeOf(compiler, field, { row, column: 'change_id' }),
  due: ({ row, at }) => deadline(row, at),
  overdue: ({ row, at }) => sql`coalesce(${deadline(row, at)} < ${at.asOf}, false)`,
  seals: ({ row, at }, field, compiler) => {
    const { row: seal, from } = thingFrom(compiler, 'Seal', at);
    const isNew = sql`${letteredText(sql`${seal.thing}.engraved_name`)} = ${letteredName(sql`${row}.unit_id`, at)}`;
    return compiler.list('Seal', seal, field, {
      from: sql`${from} WHERE ${row}.thing = 'SEAL' AND ${seal.thing}.unit_id = ${row}.unit_id AND ${seal.thing}.kind = 'PRINCIPAL'
        AND (${seal.state}.status IN ('IN_USE', 'WITHDRAWN') OR ${isNew})`,
      order: sql`${seal.thing}.id`,
    });
  },
  signboards: ({ row, at }, field, compiler) => {
    const { row: board, from } = thingFrom(compiler, 'Signboard', at);
    return compiler.list('Signboard', board, field, {
      from: sql`${from} WHERE ${row}.thing = 'SIGNBOARD' AND ${board.thing}.unit_id = ${row}.unit_id AND ${board.state}.status <> 'DISPOSED'`,
      order: sql`${board.thing}.id`,
    });
  },
};
