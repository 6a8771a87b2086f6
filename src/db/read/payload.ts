import { sql } from 'drizzle-orm';
import type { Fields } from './compiler.ts';
import { nearestTerritory, nearestUnit } from './rows.ts';

/** What a payload can show: a unit from a day on, an instrument. */
export interface PayloadValue {
  unit?: string;
  on?: string;
  instrument?: number;
}

/** The entity fields of mutation payloads, for what a verb came to. */
export const payloadFields = ({ unit: code, on, instrument }: PayloadValue): Fields<null> => ({
  unit: (_, field, compiler) => {
    const { unit, from } = nearestUnit(compiler, { asOf: sql`${on ?? compiler.today}::date`, knownAt: null });
    return compiler.object('OrgUnit', unit, field, sql`${from} WHERE ${unit.unit}.code = ${code}`);
  },
  instrument: (_, field, compiler) => {
    const row = compiler.alias('i');
    const at = { asOf: sql`${compiler.today}::date`, knownAt: null };
    return compiler.object(
      'LegalInstrument',
      { row, at },
      field,
      sql`legal_instrument ${row} WHERE ${row}.id = ${instrument}`,
    );
  },
});

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
};

const day = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
