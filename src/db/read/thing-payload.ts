import { sql } from 'drizzle-orm';
import { globalId } from '../../domain/global-id.ts';
import type { ThingType } from '../../domain/thing.ts';
import { idsIn } from '../json.ts';
import type { At } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import type { PayloadValue } from './payload-value.ts';
import type { SelectedField } from './selection.ts';
import { thingsById } from './thing.ts';

/** The entity fields of payloads of verbs on things: the one a verb was about, or all of them. */
export function thingPayloadFields({ things, readiness = [], on }: PayloadValue): Fields<null> {
  const read = (type: ThingType, many: boolean) => (_: null, field: SelectedField, compiler: Compiler) => {
    const at: At = { asOf: sql`${on ?? compiler.today}::date`, knownAt: null };
    const { row, from, order } = thingsById(compiler, type, { ids: idsIn(things?.ids ?? []), at });
    return many ? compiler.list(type, row, field, { from, order }) : compiler.object(type, row, field, from);
  };
  return {
    id: () => (things ? sql`${globalId(things.type, things.ids[0] ?? 0)}::text` : sql`NULL::text`),
    seal: read('Seal', false),
    seals: read('Seal', true),
    signboard: read('Signboard', false),
    signboards: read('Signboard', true),
    account: read('BankAccount', false),
    accounts: read('BankAccount', true),
    handover: read('Handover', false),
    handovers: read('Handover', true),
    need: read('EquipmentNeed', false),
    needs: read('EquipmentNeed', true),
    readiness: (_, field, compiler) => {
      const row = compiler.alias('y');
      const at: At = { asOf: sql`${on ?? compiler.today}::date`, knownAt: null };
      return compiler.list('Readiness', { row, at }, field, {
        from: sql`readiness ${row} WHERE ${row}.id IN ${idsIn(readiness)}`,
        order: sql`${row}.id`,
      });
    },
  };
}
