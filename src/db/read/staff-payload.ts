import { sql } from 'drizzle-orm';
import { idsIn, json } from '../json.ts';
import type { At } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import { quotas } from './headcount.ts';
import { nearestStaff } from './nearest.ts';
import type { PayloadValue } from './payload-value.ts';
import { secondmentFrom } from './secondment.ts';
import { appointmentFrom, assignmentFrom } from './staff.ts';
import { transferFrom } from './transfer.ts';

/** The entity fields of payloads of verbs on people and posts, for what a verb came to. */
export function staffPayloadFields(value: PayloadValue): Fields<null> {
  const at = (compiler: Compiler): At => ({ asOf: sql`${value.on ?? compiler.today}::date`, knownAt: null });
  const { transfers = [] } = value;
  // As an array, of which an index is asked, however many the planner expects.
  const named = sql`ANY (ARRAY${Array.isArray(transfers) ? idsIn(transfers) : sql`(SELECT value::bigint FROM jsonb_array_elements_text(${transfers}::text::jsonb))`})`;
  return {
    staff: (_, field, compiler) => {
      const { row, from } = nearestStaff(compiler, at(compiler));
      return compiler.object('Staff', row, field, sql`${from} WHERE ${row.staff}.code = ${value.staff}`);
    },
    assignment: (_, field, compiler) => {
      const { row, from } = assignmentFrom(compiler, { id: sql`${value.assignment}::bigint`, at: at(compiler) });
      return compiler.object('Assignment', row, field, from);
    },
    appointment: (_, field, compiler) => {
      const { row, from } = appointmentFrom(compiler, { id: sql`${value.appointment}::bigint`, at: at(compiler) });
      return compiler.object('Appointment', row, field, from);
    },
    transfers: (_, field, compiler) => {
      const { row, from } = transferFrom(compiler, at(compiler));
      return compiler.list('Transfer', row, field, {
        from: sql`${from} WHERE ${row.transfer}.id = ${named}`,
        order: sql`${row.transfer}.id`,
      });
    },
    transfer: (_, field, compiler) => {
      const { row, from } = transferFrom(compiler, at(compiler));
      return compiler.object('Transfer', row, field, sql`${from} WHERE ${row.transfer}.id = ${named}`);
    },
    secondment: (_, field, compiler) => {
      const { row, from } = secondmentFrom(compiler, at(compiler));
      return compiler.object(
        'Secondment',
        row,
        field,
        sql`${from} WHERE ${row.secondment}.id = ${value.secondment}::bigint`,
      );
    },
    imported: () => sql`${value.imported ?? 0}::int`,
    leftOut: () => sql`${value.leftOut ?? 0}::int`,
    allowed: () => sql`${value.explanation?.allowed ?? false}::boolean`,
    alternatives: (_, field, compiler) => {
      const row = compiler.alias('x');
      const given = sql`jsonb_array_elements(${json(value.explanation?.alternatives ?? [])}) WITH ORDINALITY AS ${row} (item, position)`;
      return compiler.list('AssignmentAlternative', { row: sql`${row}.item`, at: at(compiler) }, field, {
        from: given,
        order: sql`${row}.position`,
      });
    },
    quotas: (_, field, compiler) => {
      const { center, year, units } = value.quotas ?? { center: '', year: 0, units: [] };
      return quotas(compiler, field, { center, year, units, at: at(compiler) });
    },
  };
}
