import { type SQL, sql } from 'drizzle-orm';
import { type At, onDay } from './at.ts';
import type { Compiler } from './compiler.ts';
import { isNamed, isSealed, isSignposted, judgedOn, oldSeals, unitsToSeal, unitsToSign } from './renewal.ts';
import type { PhaseRow } from './rows.ts';
import type { SelectedField } from './selection.ts';

/** Which units are counted, of a phase and on the day on which it is judged, and which of them, rows `named`, are done. */
type Counted = (ofPhase: (id: SQL) => SQL, day: At) => { units: SQL; isDone: SQL };

/** Both figures of a phase from one look at its units, and its day from one look at its statuses. */
function count(compiler: Compiler, field: SelectedField, { row, counted }: { row: PhaseRow; counted: Counted }): SQL {
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
}

/** Units that need a seal by reason of a phase; done where it is in use and no old one is out. */
export const sealCount = (row: PhaseRow, field: SelectedField, compiler: Compiler): SQL =>
  count(compiler, field, {
    row,
    counted: (ofPhase, day) => ({
      units: unitsToSeal(ofPhase, day),
      isDone: sql`${isNamed(sql`named`, day)} AND ${isSealed(sql`named.id`, day)}
        AND named.id NOT IN (SELECT unit_id FROM (${oldSeals(ofPhase, day)}) AS old)`,
    }),
  });

/** Units that need a signboard by reason of a phase; done where a signboard with it is up. */
export const signboardCount = (row: PhaseRow, field: SelectedField, compiler: Compiler): SQL =>
  count(compiler, field, {
    row,
    counted: (ofPhase, day) => ({
      units: unitsToSign(ofPhase, day),
      isDone: sql`${isNamed(sql`named`, day)} AND ${isSignposted(sql`(SELECT id FROM unit WHERE unit.code = named.code)`, day)}`,
    }),
  });
