import { type SQL, sql } from 'drizzle-orm';
import { type At, known, onDay, valid } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import { recordedBy, standing } from './reference.ts';
import { isNamed, isSealed, isSignposted, judgedOn, oldSeals, unitsToSeal, unitsToSign } from './renewal.ts';
import type { PhaseRow, ProgressRow } from './rows.ts';
import type { SelectedField } from './selection.ts';

/** How much of a phase is done on the day: of what is believed now by its steps, of what once was by counting. */
export function progressOf(compiler: Compiler, field: SelectedField, row: PhaseRow): SQL {
  if (row.at.knownAt !== null) return compiler.part('Progress', { ...row, told: null }, field);
  const told = compiler.alias('f');
  const phase = sql`${row.phase}.id`;
  // An aggregate has a row also where there never was anything to do.
  const from = sql`(SELECT ${SUMS} FROM progress_step s WHERE s.phase_id = ${phase}
    AND s.on_day <= CASE WHEN s.figure IN ('SEALS', 'SIGNBOARDS') THEN ${judgedOn(phase, row.at).asOf} ELSE ${row.at.asOf} END) AS ${told}`;
  return compiler.object('Progress', { ...row, told }, field, from);
}

type Count = (row: PhaseRow, field: SelectedField, compiler: Compiler) => SQL;

/** Acts that were carried out, of those and what is still planned. */
const changes: Count = ({ phase, at }, field, compiler) => {
  const carried = sql`change_event e WHERE e.phase_id = ${phase}.id AND ${recordedBy(sql`e`, at)} AND ${standing(sql`e`, at)}`;
  return compiler.part(
    'Count',
    {
      done: sql`(SELECT count(*) FROM ${carried} AND e.on_day <= ${at.asOf})`,
      total: sql`(SELECT count(*) FROM planned_change c WHERE c.phase_id = ${phase}.id AND ${known(sql`c`, at)})
        + (SELECT count(*) FROM ${carried} AND NOT EXISTS (
            SELECT FROM planned_change c WHERE c.id = e.planned_change_id AND ${known(sql`c`, at)}))`,
    },
    field,
  );
};

/** Things of a kind by their status of the day. */
const byStatus =
  (thing: 'task' | 'handover', done: SQL): Count =>
  ({ phase, at }, field, compiler) => {
    const things = (status: SQL) => sql`(SELECT count(*) FROM ${sql.raw(thing)} t
      JOIN ${sql.raw(`${thing}_status`)} s ON s.${sql.raw(`${thing}_id`)} = t.id AND ${valid(sql`s`, at)}
      WHERE t.phase_id = ${phase}.id AND s.status ${status})`;
    return compiler.part('Count', { done: things(done), total: things(sql`<> 'CANCELLED'`) }, field);
  };

/** Which units are counted, of a phase and on the day on which it is judged, and which of them, rows `named`, are done. */
type Units = (ofPhase: (id: SQL) => SQL, day: At) => { units: SQL; isDone: SQL };

/** Both figures of a phase from one look at its units, and its day from one look at its statuses. */
const byUnit =
  (counted: Units): Count =>
  (row, field, compiler) => {
    const [judged, figures] = [compiler.alias('j'), compiler.alias('f')];
    const phase = sql`${row.phase}.id`;
    const { units, isDone } = counted((id) => sql`${id} = ${phase}`, onDay(row.at, sql`${judged}.day`));
    return compiler.object(
      'Count',
      { done: sql`${figures}.done`, total: sql`${figures}.total` },
      field,
      sql`(SELECT ${judgedOn(phase, row.at).asOf} AS day) AS ${judged} CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE ${isDone}) AS done, count(*) AS total FROM (${units}) AS named) AS ${figures}`,
    );
  };

/** Units that need a seal by reason of a phase; done where it is in use and no old one is out. */
const seals = byUnit((ofPhase, day) => ({
  units: unitsToSeal(ofPhase, day),
  isDone: sql`${isNamed(sql`named`, day)} AND ${isSealed(sql`named.id`, day)}
    AND named.id NOT IN (SELECT unit_id FROM (${oldSeals(ofPhase, day)}) AS old)`,
}));

/** Units that need a signboard by reason of a phase; done where a signboard with it is up. */
const signboards = byUnit((ofPhase, day) => ({
  units: unitsToSign(ofPhase, day),
  isDone: sql`${isNamed(sql`named`, day)} AND ${isSignposted(sql`(SELECT id FROM unit WHERE unit.code = named.code)`, day)}`,
}));

/** Each figure as it is counted from the facts; its steps bear its name in capitals (migrations/0019_phase_progress.sql). */
const COUNTED = {
  changes,
  seals,
  signboards,
  handovers: byStatus('handover', sql`IN ('SIGNED', 'CLOSED')`),
  tasks: byStatus('task', sql`= 'DONE'`),
};

const SUMS = sql.raw(
  Object.keys(COUNTED)
    .flatMap((figure) =>
      ['done', 'total'].map(
        (of) => `coalesce(sum(s.${of}) FILTER (WHERE s.figure = '${figure.toUpperCase()}'), 0) AS ${figure}_${of}`,
      ),
    )
    .join(', '),
);

/** How much of a phase is done on the day. */
export const progressFields: Fields<ProgressRow> = Object.fromEntries(
  Object.entries(COUNTED).map(([figure, count]) => [
    figure,
    (row: ProgressRow, field: SelectedField, compiler: Compiler) => {
      if (row.told === null) return count(row, field, compiler);
      const told = (of: string) => sql`${row.told}.${sql.raw(`${figure}_${of}`)}`;
      return compiler.part('Count', { done: told('done'), total: told('total') }, field);
    },
  ]),
);
