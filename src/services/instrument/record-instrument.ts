import { findInstruments, type InstrumentRecord, insertInstrument } from '../../db/repositories/instruments.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import { decideText } from '../../domain/text.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from './cite-instrument.ts';

export interface RecordInstrument extends CommandOptions, Omit<InstrumentRecord, 'supersedes'> {
  supersedes?: string | null;
}

export interface InstrumentValue {
  instrument: number;
}

/** Records a law, decision or plan that changes will cite. Recording the very same again answers the one recorded. */
export function recordInstrument<S>(
  work: UnitOfWork<S>,
  command: RecordInstrument,
): Promise<Result<InstrumentValue, S>> {
  return work.run('recordInstrument', command, (tx) => storeInstrument(tx, command));
}

/** The same inside a transaction of its caller's. */
export async function storeInstrument(work: Work, command: RecordInstrument): Promise<Outcome<InstrumentValue>> {
  const superseded = command.supersedes
    ? await citeInstrument(work, command.supersedes)
    : { id: null, issuer: null, violations: [] };
  const problems = [...decideTexts(command), ...superseded.violations.map((v) => ({ ...v, path: ['supersedes'] }))];
  if (problems.length > 0) return refused(problems);

  const { number, kind, issuer, issuedOn, inForceFrom, title } = command;
  const record: InstrumentRecord = { number, kind, issuer, issuedOn, inForceFrom, title, supersedes: superseded.id };
  const twin = (await findInstruments(work.tx, number)).find((i) => i.issuer === issuer && i.issuedOn === issuedOn);
  if (twin) {
    const { id, ...stored } = twin;
    if (JSON.stringify(Object.entries(stored).sort()) === JSON.stringify(Object.entries(record).sort()))
      return done({ instrument: id });
    return refused([violation('ALREADY_EXISTS', { path: ['number'], words: { what: number } })]);
  }
  const id = await insertInstrument(work.tx, record);
  await work.audit([
    { subjectType: 'LegalInstrument', subject: number, before: null, after: record, instrument: id, change: null },
  ]);
  return done({ instrument: id });
}

const decideTexts = (command: RecordInstrument): Violation[] =>
  (['number', 'issuer', 'title'] as const).flatMap((field) => decideText(field, command[field], { path: [field] }));
