import { type LoadToWrite, loadLoadGround, writeLoads } from '../../db/repositories/dossier-loads.ts';
import { lockUnits } from '../../db/repositories/organization.ts';
import { type CommandOptions, done, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import {
  type DossierLoad,
  decideExtent,
  decideReporters,
  decideReports,
  LOAD_FIGURES,
  type ReportedLoad,
  saysAgain,
} from '../../domain/dossier-load.ts';
import { decideText } from '../../domain/text.ts';
import type { Violation } from '../../domain/violation.ts';
import { readLoads } from './read-loads.ts';

export interface RecordLoads extends CommandOptions {
  loads: readonly DossierLoad[];
  /** Further reports as a table. */
  csv: string | null;
  /** Where the figures come from. */
  source: string | null;
  today: Day;
}

/** How many reports were new, corrected an earlier one, or said again what is on record. */
export interface RecordedLoads {
  loads: { recorded: number; corrected: number; unchanged: number };
  on: Day;
}

/**
 * Puts on record what units, or their counters, report of a day. A report of the same unit, day and counter with other
 * figures is a correction; what was believed before stays on record.
 */
export async function recordLoads<S>(work: UnitOfWork<S>, command: RecordLoads): Promise<Result<RecordedLoads, S>> {
  const { today, source } = command;
  const read = await readReports(work, command);
  const { reports } = read;
  return work.run('recordDossierLoads', command, async (tx) => {
    if (reports.length === 0 || read.violations.some(({ expected }) => expected === 'MOST_ITEMS'))
      return refused(read.violations);
    const loads = reports.map(({ load }) => load);
    // The lock comes before the read: what is corrected must be what is believed when this commits.
    await lockUnits(tx.tx, [...new Set(loads.map(({ unit }) => unit))], { above: false });
    const grounds = await loadLoadGround(tx.tx, loads);
    const violations = [...read.violations, ...decideReporters(reports, grounds)];
    if (violations.length > 0) return refused(violations);

    const all = reports.flatMap(({ load }, index): LoadToWrite[] => {
      const ground = grounds[index];
      return ground ? [{ load, ground }] : [];
    });
    const written = all.filter(({ load, ground }) => !saysAgain(load, ground));
    await writeLoads(tx.tx, { written, source });
    await auditLoads(tx, written);
    const corrected = written.filter(({ ground }) => ground.believed !== null).length;
    const recorded = written.length - corrected;
    return done({ loads: { recorded, corrected, unchanged: all.length - written.length }, on: today });
  });
}

/** The reports of a call, and what is wrong with them by themselves. */
async function readReports<S>(
  work: UnitOfWork<S>,
  { loads, csv, source, today }: RecordLoads,
): Promise<{ reports: ReportedLoad[]; violations: Violation[] }> {
  const given = loads.map((load, index) => ({ load, path: ['loads', String(index)] }));
  const read = csv === null ? { reports: [], problems: [] } : readLoads(csv);
  const reports = [...given, ...(await concealReporters(work, read.reports))];
  const violations = [
    ...(source === null ? [] : decideText('note', source, { path: ['source'] })),
    ...read.problems,
    // A table that could not be read says why, not that it is empty.
    ...(reports.length === 0 && read.problems.length > 0 ? [] : decideExtent(reports.length)),
  ];
  const isTooMuch = violations.some(({ expected }) => expected === 'MOST_ITEMS');
  return { reports, violations: isTooMuch ? violations : [...violations, ...decideReports(reports, today)] };
}

/** Reports of units that their sender may not name are as if of units that are not there. */
async function concealReporters<S>(work: UnitOfWork<S>, reports: readonly ReportedLoad[]): Promise<ReportedLoad[]> {
  const nameOf = await work.concealUnits(reports.map(({ load: { unit, day } }) => ({ unit, on: day })));
  return reports.map(({ load, path }) => ({ load: { ...load, unit: nameOf(load.unit, load.day) }, path }));
}

/** One entry for each unit: what it had reported of the days, and what it reports now. */
async function auditLoads({ audit }: Work, written: readonly LoadToWrite[]): Promise<void> {
  const units = new Map<string, LoadToWrite[]>();
  for (const one of written) units.set(one.load.unit, [...(units.get(one.load.unit) ?? []), one]);
  await audit(
    [...units].map(([subject, reports]) => {
      const corrected = reports.flatMap(({ load: { day, counter }, ground: { believed } }) =>
        believed ? [{ day, counter, ...said(believed) }] : [],
      );
      const after = reports.map(({ load }) => ({ day: load.day, counter: load.counter, ...said(load) }));
      const before = corrected.length > 0 ? corrected : null;
      return { subjectType: 'DossierLoad' as const, subject, before, after, instrument: null, change: null };
    }),
  );
}

/** The figures that were counted. */
const said = (figures: Readonly<Partial<Record<(typeof LOAD_FIGURES)[number], number | null>>>) =>
  Object.fromEntries(LOAD_FIGURES.flatMap((figure) => (figures[figure] == null ? [] : [[figure, figures[figure]]])));
