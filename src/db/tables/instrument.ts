import { date, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { INSTRUMENT_KINDS } from '../../domain/instrument.ts';
import { identity, recordTime, reference } from './fact.ts';

export const instrumentKind = pgEnum('instrument_kind', INSTRUMENT_KINDS);

/** A law, resolution, decision, plan or dispatch; the number is unique only within its issuer and day. */
export const legalInstrument = pgTable('legal_instrument', {
  id: identity(),
  number: text().notNull(),
  kind: instrumentKind().notNull(),
  issuerUnitId: reference(),
  issuerName: text(),
  issuedOn: date().notNull(),
  inForceFrom: date().notNull(),
  title: text().notNull(),
  supersedesId: reference(),
  recordedAt: recordTime().recordedAt,
});
