import { sql } from 'drizzle-orm';
import type { Fields } from './compiler.ts';
import { letteredName, letteredText } from './lettering.ts';
import { unitById } from './reference.ts';
import type { DatedRow, ThingRow } from './rows.ts';
import { thingFields, thingStepFields } from './thing.ts';

/** Who keeps it, and who took it by which minutes. */
const custodyOf = <Row>(of: (row: Row) => DatedRow): Fields<Row> => ({
  holder: (row, field, compiler) => unitById(compiler, field, { id: sql`${of(row).row}.holder_id`, at: of(row).at }),
  receivedBy: (row) => sql`${of(row).row}.received_by`,
  minutes: (row) => sql`${of(row).row}.reference`,
});

export const sealFields: Fields<ThingRow> = {
  ...thingFields('Seal'),
  kind: ({ thing }) => sql`${thing}.kind`,
  engravedName: ({ thing }) => sql`${thing}.engraved_name`,
  bearsName: ({ thing, at }) =>
    sql`coalesce(${letteredText(sql`${thing}.engraved_name`)} = ${letteredName(sql`${thing}.unit_id`, at)}, false)`,
  ...custodyOf(({ state, at }: ThingRow) => ({ row: state, at })),
};

/** A row of `seal_status`. */
export const sealStepFields: Fields<DatedRow> = { ...thingStepFields, ...custodyOf((row: DatedRow) => row) };
