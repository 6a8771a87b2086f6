import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { TerritoryLineageRecord, TerritoryRecord } from '../../db/repositories/territories.ts';
import { findInconsistencies } from './find-inconsistencies.ts';
import { type PlanDocument, planDocument } from './plan-document.ts';
import { findIssues } from './plan-issues.ts';
import { readSource } from './plan-source.ts';
import type { Finding, Place } from './plan-tree.ts';
import { filesNamed, readTerritories } from './read-territories.ts';

/** More than this helps nobody, and would make an answer without end. */
const PROBLEMS_LISTED = 1000;

const START: Place = { line: 1, column: 1 };

/** What keeps a document from being a plan, and where; line and column count from 1. */
export interface PlanProblem extends Place {
  path: string[];
  message: string;
}

/** A document as it was sent, with the territory files it names, under those names. */
export interface PlanFile {
  name: string;
  text: string;
  attachments: ReadonlyMap<string, string>;
  /** Where its territory files were looked for, unless they were sent along. */
  directory?: string;
}

/** A document that is a plan, as far as can be said without the record. */
export interface ReadPlan {
  document: PlanDocument;
  /** The document as it was sent. */
  text: string;
  territories: TerritoryRecord[];
  lineages: TerritoryLineageRecord[];
  /** Where a path stands in the document, or the nearest thing above it that is there. */
  placeOf(path: readonly string[]): Place | null;
}

/** Reads a plan document, YAML or JSON, and its territory files; or tells every problem, in the order of lines. */
export function readPlan({
  text,
  attachments,
  directory,
}: PlanFile): { plan: ReadPlan; problems: [] } | { plan: null; problems: PlanProblem[] } {
  const { value, placeOf, problems } = readSource(text);
  if (problems.length > 0) return { plan: null, problems: inOrder(problems) };

  const parsed = planDocument.safeParse(value);
  const { territories, lineages, findings } = readTerritories(value, attachments, directory);
  const all = findings.concat(findInconsistencies(value), parsed.success ? [] : findIssues(parsed.error, value));
  if (parsed.success && all.length === 0) {
    return { plan: { document: parsed.data, text, territories, lineages, placeOf }, problems: [] };
  }
  return {
    plan: null,
    problems: inOrder(all.map((found) => ({ ...found, ...(placeOf(found.path, found.at) ?? START) }))),
  };
}

/** Reads a document again that was recorded once; its territories are on record. */
export function rereadPlan(text: string): ReadPlan {
  const { value, placeOf } = readSource(text);
  const document = { ...planDocument.parse(value), territories: undefined, before: [] };
  return { document, text, territories: [], lineages: [], placeOf };
}

/** Reads a document and the files it names from a directory, its own unless told; those that are not there are left out. */
export async function readPlanFile(path: string, directory: string = dirname(path)): Promise<PlanFile> {
  const text = await readFile(path, 'utf8');
  const attachments = new Map<string, string>();
  for (const name of filesNamed(readSource(text).value)) {
    // Whether a document may name such a file is for readPlan to say.
    if (basename(name) !== name) continue;
    const content = await readFile(join(directory, name), 'utf8').catch(() => null);
    if (content !== null) attachments.set(name, content);
  }
  return { name: basename(path), text, attachments, directory };
}

function inOrder(problems: readonly (Finding & Place)[]): PlanProblem[] {
  const listed = problems
    .map(({ path, line, column, message }) => ({ path, line, column, message }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  const rest = listed.splice(PROBLEMS_LISTED).length;
  const last = listed.at(-1);
  if (rest > 0 && last) listed.push({ ...last, path: [], message: `and ${rest} more problems` });
  return listed;
}
