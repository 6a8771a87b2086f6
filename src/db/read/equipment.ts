import { type SQL, sql } from 'drizzle-orm';
import { type At, known } from './at.ts';
import type { Fields } from './compiler.ts';
import { unitById } from './reference.ts';
import type { DatedRow, ThingRow } from './rows.ts';
import { thingFields, thingStepFields } from './thing.ts';

/** What the step of a need to a status said of money, where it was taken by the day. */
export const amountOf = (need: SQL, status: 'FUNDED' | 'PURCHASED', at: At): SQL => sql`(
  SELECT p.amount FROM equipment_need_status p WHERE p.equipment_need_id = ${need}.id AND p.status = ${sql.raw(`'${status}'`)}
    AND p.valid_from <= ${at.asOf} AND ${known(sql`p`, at)})`;

/** What a need costs as registered. */
export const costOf = (need: SQL): SQL => sql`(${need}.quantity * ${need}.unit_price)`;

const byOf = <Row>(of: (row: Row) => DatedRow): Fields<Row> => ({
  by: (row, field, compiler) => unitById(compiler, field, { id: sql`${of(row).row}.acted_by_id`, at: of(row).at }),
});

export const equipmentNeedFields: Fields<ThingRow> = {
  ...thingFields('EquipmentNeed'),
  item: ({ thing }) => sql`${thing}.item`,
  quantity: ({ thing }) => sql`${thing}.quantity`,
  unitPrice: ({ thing }) => sql`${thing}.unit_price`,
  cost: ({ thing }) => costOf(thing),
  fundedAmount: ({ thing, at }) => amountOf(thing, 'FUNDED', at),
  paidAmount: ({ thing, at }) => amountOf(thing, 'PURCHASED', at),
  ...byOf(({ state, at }: ThingRow) => ({ row: state, at })),
};

/** A row of `equipment_need_status`. */
export const equipmentNeedStepFields: Fields<DatedRow> = {
  ...thingStepFields,
  amount: ({ row }) => sql`${row}.amount`,
  ...byOf((row: DatedRow) => row),
};
