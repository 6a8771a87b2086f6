import type { Day } from '../../domain/day.ts';
import type { StaffCategory } from '../../domain/staff.ts';

/** One person as a row of a staff file states them; unit codes are not known to exist. */
export interface StaffRow {
  /** Line of the row (its number in a spreadsheet), counted from 1. */
  line: number;
  code: string;
  name: string;
  category: StaffCategory;
  /** Code of the unit that pays, never null for the categories that are paid from one. */
  payrollHome: string | null;
  /** Code of the unit to work at; never null together with `payrollHome`. */
  workplace: string | null;
  from: Day;
  protected: boolean;
}

/** A place where a staff file cannot be right. */
export interface StaffProblem {
  /** Line of the row (its number in a spreadsheet), counted from 1; 0 if the file as a whole is meant. */
  line: number;
  /** Header of the column as the file writes it; null if the row or the file is meant. */
  column: string | null;
  reason: string;
  expected: string;
}

/** What a staff file says, without the rows that have a problem; problems come in the order of their lines. */
export interface StaffFileReading {
  rows: StaffRow[];
  problems: StaffProblem[];
}
