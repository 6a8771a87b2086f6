import { type SQL, sql } from 'drizzle-orm';
import { known } from './at.ts';
import type { Fields } from './compiler.ts';
import { premisesFrom } from './premises.ts';
import { unitById } from './reference.ts';
import type { DatedRow, ThingRow } from './rows.ts';
import { placeFields, siteById } from './site.ts';
import { thingFields, thingFrom, thingStepFields } from './thing.ts';

/** Who signed which minutes, by the column that says it. */
const signedBy = <Row>(said: (row: Row, column: string) => SQL): Fields<Row> => ({
  minutes: (row) => said(row, 'reference'),
  giverSignatory: (row) => said(row, 'giver_signatory'),
  receiverSignatory: (row) => said(row, 'receiver_signatory'),
});

/** What any step up to the day said last: minutes stay signed when what they list is disputed or closed. */
function lastSaid({ thing, at }: ThingRow, name: string): SQL {
  const column = sql.raw(`said.${name}`);
  return sql`(
    SELECT ${column} FROM handover_status said
    WHERE said.handover_id = ${thing}.id AND ${column} IS NOT NULL AND said.valid_from <= ${at.asOf} AND ${known(sql`said`, at)}
    ORDER BY said.valid_from DESC, said.valid_to DESC, said.id DESC LIMIT 1)`;
}

export const handoverFields: Fields<ThingRow> = {
  ...thingFields('Handover'),
  ...signedBy(lastSaid),
  title: ({ thing }) => sql`${thing}.title`,
  giver: ({ thing, at }, field, compiler) => unitById(compiler, field, { id: sql`${thing}.giver_id`, at }),
  receiver: ({ thing, at }, field, compiler) => unitById(compiler, field, { id: sql`${thing}.receiver_id`, at }),
  site: ({ thing, at }, field, compiler) => siteById(compiler, field, { id: sql`${thing}.site_id`, at }),
  items: ({ thing, at }, field, compiler) => {
    const row = compiler.alias('i');
    const from = sql`handover_item ${row} WHERE ${row}.handover_id = ${thing}.id`;
    return compiler.list('HandoverItem', { row, at }, field, { from, order: sql`${row}.position` });
  },
};

/** A row of `handover_status`. */
export const handoverStepFields: Fields<DatedRow> = {
  ...thingStepFields,
  ...signedBy(({ row }: DatedRow, column) => sql`${row}.${sql.raw(column)}`),
};

/** A row of `handover_item`. */
export const handoverItemFields: Fields<DatedRow> = {
  position: ({ row }) => sql`${row}.position + 1`,
  description: ({ row }) => sql`${row}.description`,
  quantity: ({ row }) => sql`${row}.quantity`,
  measure: ({ row }) => sql`${row}.measure`,
  condition: ({ row }) => sql`${row}.condition`,
};

/** A row of `site`, who holds it on the day, and how it changes hands. */
export const siteFields: Fields<DatedRow> = {
  ...placeFields,
  holder: ({ row, at }, field, compiler) => {
    const { row: held, from } = premisesFrom(compiler, at, (one) => sql`${one}.site_id = ${row}.id`);
    return compiler.object('Premises', held, field, from);
  },
  handovers: ({ row, at }, field, compiler) => {
    const { row: handover, from } = thingFrom(compiler, 'Handover', at);
    return compiler.list('Handover', handover, field, {
      from: sql`${from} WHERE ${handover.thing}.site_id = ${row}.id`,
      order: sql`${handover.thing}.id`,
    });
  },
};
