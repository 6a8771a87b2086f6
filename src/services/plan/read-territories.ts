import { z } from 'zod';
import type { TerritoryLineageRecord, TerritoryRecord } from '../../db/repositories/territories.ts';
import { FOREVER } from '../../domain/day.ts';
import { TERRITORY_LEVELS } from '../../domain/territory.ts';
import { isStorable } from '../../domain/text.ts';
import { LINEAGE_EXTENTS } from '../../domain/unit.ts';
import { readRecords } from '../reform/read-records.ts';
import { calendarDay } from './calendar-day.ts';
import { expectationOf } from './plan-issues.ts';
import { memberOf } from './plan-source.ts';
import type { Finding } from './plan-tree.ts';

const cell = z
  .string()
  .refine((value) => isStorable(value) && !value.includes('\uFFFD'), 'expected text in UTF-8, without NUL');
const text = cell.min(1);
const day = calendarDay;
const measure = z
  .string()
  .regex(/^(-?\d+(\.\d+)?)?$/, 'expected a number with a point, or nothing')
  .transform((value) => (value === '' ? null : Number(value)));
const territoryRow = z
  .object({
    code: text,
    level: z.enum(TERRITORY_LEVELS),
    kind: text,
    name: text,
    parent: cell.transform((value) => value || null),
    from: day,
    until: z
      .string()
      .refine((value) => value === '' || day.safeParse(value).success, 'expected a day YYYY-MM-DD, or nothing')
      .transform((value) => value || FOREVER),
    latitude: measure,
    longitude: measure,
    area_km2: measure,
  })
  .refine(({ from, until }) => from < until, { path: ['until'], error: 'expected a day after from' });
const lineageRow = z.object({ source: text, target: text, extent: z.enum(LINEAGE_EXTENTS), on: day });

interface AttachedTerritories {
  territories: TerritoryRecord[];
  lineages: TerritoryLineageRecord[];
  findings: Finding[];
}

/** Reads the territory files a document names; it may be no plan yet, so that all problems are told at once. */
export function readTerritories(
  document: unknown,
  attachments: ReadonlyMap<string, string>,
  directory?: string,
): AttachedTerritories {
  const where = directory === undefined ? 'to be attached' : `in the folder ${directory}`;
  const findings: Finding[] = [];
  const rowsOf = <Row>(key: string, row: RowSchema<Row>): Row[] => {
    const name = fileNamed(document, key);
    if (name === null) return [];
    const { rows, messages } = readAttachment({ name, content: attachments.get(name), where }, row);
    for (const message of messages) findings.push({ path: ['territories', key], message });
    return rows;
  };
  return {
    territories: rowsOf('file', territoryRow).map(({ area_km2, ...row }) => ({ ...row, areaKm2: area_km2 })),
    lineages: rowsOf('lineage', lineageRow),
    findings,
  };
}

/** The files a document names, as far as it can be read. */
export function filesNamed(document: unknown): string[] {
  return ['file', 'lineage'].map((key) => fileNamed(document, key)).filter((name) => name !== null);
}

function fileNamed(document: unknown, key: string): string | null {
  const name = memberOf(memberOf(document, 'territories'), key);
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : null;
}

type RowSchema<Row> = z.ZodObject & z.ZodType<Row>;

function readAttachment<Row>(
  { name, content, where }: { name: string; content: string | undefined; where: string },
  row: RowSchema<Row>,
): { rows: Row[]; messages: string[] } {
  // A document says nothing about the machine it lies on, and reads nothing beside its own files.
  if (/[/\\]/.test(name)) return { rows: [], messages: ['expected the name of a file, without folders'] };
  if (content === undefined) return { rows: [], messages: [`expected the file ${name} ${where}`] };
  const { rows, faults } = readTable(content, row);
  const inOrder = faults.sort((a, b) => a.line - b.line);
  return {
    rows,
    messages: inOrder.map(({ line, column, reason }) => `${name}:${line}${column ? ` (${column})` : ''}: ${reason}`),
  };
}

interface Fault {
  line: number;
  column?: string;
  reason: string;
}

function readTable<Row>(content: string, row: RowSchema<Row>): { rows: Row[]; faults: Fault[] } {
  const { records, faults: quotes } = readRecords(Buffer.from(content));
  const faults: Fault[] = [...quotes];
  const rows: Row[] = [];
  const [header, ...body] = records;
  const names = (header?.cells ?? []).map((cell) => cell.trim());
  const columns = Object.keys(row.shape);
  if (columns.some((column) => names.filter((name) => name === column).length !== 1)) {
    faults.push({ line: 1, reason: `expected the columns ${columns.join(', ')}, each once` });
    return { rows, faults };
  }
  for (const { line, cells } of body) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    if (cells.length !== names.length) {
      faults.push({ line, reason: `expected ${names.length} cells, not ${cells.length}` });
      continue;
    }
    const read = row.safeParse(Object.fromEntries(cells.map((cell, i) => [names[i], cell.normalize('NFC').trim()])));
    if (read.success) rows.push(read.data);
    for (const issue of read.error?.issues ?? [])
      faults.push({ line, column: issue.path.map(String).join(), reason: expectationOf(issue) });
  }
  if (rows.length + faults.length === 0) faults.push({ line: 1, reason: 'expected one row or more' });
  return { rows, faults };
}
