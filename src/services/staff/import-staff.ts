import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
} from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { enlistStaff, type Newcomer } from './enlist-staff.ts';
import { readStaffFile } from './read-staff-file.ts';
import type { StaffFileReading, StaffProblem, StaffRow } from './staff-file.ts';

export interface ImportStaff extends CommandOptions {
  /** Name of the file, by whose ending its format is known. */
  name: string;
  bytes: Buffer;
  instrument?: string | null;
  /** Rows against which nothing speaks are written although others are left out. */
  acceptGoodRows: boolean;
  today: Day;
  /** Told what is done, for long files. */
  progress?: (line: string) => void;
}

/** How many people were put on record, and how many rows were left out. */
export interface ImportedStaff {
  imported: number;
  leftOut: number;
  on: Day;
}

/**
 * Puts the people of a CSV or XLSX file on record: all of them or none, or those against whom nothing speaks. Every bad
 * row is told, with line, column, what is wrong and what was expected.
 */
export async function importStaff<S>(
  work: UnitOfWork<S>,
  { name, bytes, progress = () => {}, ...command }: ImportStaff,
): Promise<Result<ImportedStaff, S>> {
  const reading = await readStaffFile(name, bytes);
  progress(`Read ${reading.rows.length} good rows, ${reading.problems.length} problems`);
  const newcomers = await asNewcomers(work, reading.rows);
  const keyed = { ...command, content: bytes.toString('base64') };
  return work.run('importStaff', keyed, async (tx): Promise<Outcome<ImportedStaff>> => {
    const { acceptGoodRows, today } = command;
    const told = reading.problems.map((problem) => asViolation(problem, acceptGoodRows && problem.line > 0));
    if (blocks(told) && acceptGoodRows) return refused(told);
    const cited = await citeInstrument(tx, command.instrument);
    progress(`Deciding on ${newcomers.length} people`);
    const found = await enlistStaff(tx, newcomers, { cited, acceptGood: acceptGoodRows });
    const violations = [...told, ...found.violations];
    if (blocks(violations)) return refused(violations);
    progress(`Wrote ${found.enlisted.length} people, checking the rules as a whole`);
    return done(
      { imported: found.enlisted.length, leftOut: badRows(reading, found.enlisted.length), on: today },
      violations,
    );
  });
}

/** Rows that were read with a problem or refused by a rule. */
function badRows({ rows, problems }: StaffFileReading, enlisted: number): number {
  const unread = new Set(problems.map(({ line }) => line).filter((line) => line > 0));
  return unread.size + rows.length - enlisted;
}

/** Where a row of the file stands; further steps name its column. */
const atLine = (line: number): string[] => ['file', String(line)];

/** The people of rows; units that the sender of the file may not name are as if they were not there. */
async function asNewcomers<S>(work: UnitOfWork<S>, rows: readonly StaffRow[]): Promise<Newcomer[]> {
  const unitsOf = ({ payrollHome, workplace, from }: StaffRow) =>
    [payrollHome, workplace].flatMap((unit) => (unit === null ? [] : [{ unit, on: from }]));
  const nameOf = await work.concealUnits(rows.flatMap(unitsOf));
  return rows.map(({ line, payrollHome, workplace, ...row }) => ({
    ...row,
    payrollHome: payrollHome && nameOf(payrollHome, row.from),
    workplace: workplace && nameOf(workplace, row.from),
    path: atLine(line),
  }));
}

function asViolation({ line, column, reason, expected }: StaffProblem, leftOut: boolean): Violation {
  return violation('INPUT_INVALID', {
    severity: leftOut ? 'WARNING' : 'BLOCKING',
    path: [...atLine(line), ...(column === null ? [] : [column])],
    expected: 'FILE_CELL',
    words: { reason, form: expected },
  });
}
