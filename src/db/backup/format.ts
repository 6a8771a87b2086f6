import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The file is not a backup, not a whole one, not ours to restore, or there is no place for it: said in one line. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

export interface BackedUpTable {
  name: string;
  columns: readonly string[];
}

/** The first line of a backup. */
export interface Header {
  sapxep: 'backup';
  format: 1;
  takenAt: string;
  postgres: string;
  migrations: readonly { madeAt: number; hash: string }[];
  /** In an order in which each stands after those it refers to. */
  tables: readonly BackedUpTable[];
  sequences: readonly { name: string; lastValue: string; isCalled: boolean }[];
}

/** What one table came to. */
export interface Tally {
  rows: number;
  sha256: string;
}

/** The last line of a backup: without it the file is not whole. */
export interface Manifest {
  tables: Readonly<Record<string, Tally>>;
  /** Of the first line, as it is written. */
  header: string;
}

/** Ends the rows of a table, as in files of COPY: a row cannot look like it, since a backslash in a row is doubled. */
export const END_OF_ROWS = '\\.\n';

const NEWLINE = 10;
const LONGEST_HEADER = 4 * 1024 * 1024;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Counts and digests rows as they go by. */
export class Tallying {
  private readonly hash = createHash('sha256');
  private rows = 0;

  add(block: Buffer): void {
    this.hash.update(block);
    for (let at = block.indexOf(NEWLINE); at >= 0; at = block.indexOf(NEWLINE, at + 1)) this.rows += 1;
  }

  get result(): Tally {
    return { rows: this.rows, sha256: this.hash.digest('hex') };
  }
}

/** What is found in a backup, from its beginning. */
export type Part =
  | { kind: 'header'; header: Header; text: string }
  | { kind: 'rows'; table: BackedUpTable; block: Buffer }
  | { kind: 'end'; table: BackedUpTable }
  | { kind: 'manifest'; manifest: Manifest };

/** Reads a backup from its beginning to its end, in constant memory; throws `BackupError` where it is not a whole one. */
export async function* readBackup(file: string): AsyncGenerator<Part> {
  const unpacked = createGunzip();
  // Whatever goes wrong also ends the reading of what is unpacked, which tells of it.
  pipeline(createReadStream(file), unpacked, () => {});
  const blocks = wholeLines(unpacked);
  try {
    yield* partsOf(blocks);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_'))
      throw new BackupError(`${file} is damaged or not a backup: ${(error as Error).message}.`);
    throw error;
  }
}

/** Blocks that end where a line ends; what comes after the last end of line is no part of a backup. */
async function* wholeLines(stream: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      yield Buffer.concat([...rest, chunk.subarray(0, end)]);
      rest = [];
    }
    if (end < chunk.length) rest.push(chunk.subarray(end));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

async function* partsOf(blocks: AsyncGenerator<Buffer>): AsyncGenerator<Part> {
  const lines = new Lines(blocks);
  const text = await lines.next(LONGEST_HEADER);
  const header = parse<Header>(text);
  if (header?.sapxep !== 'backup') throw new BackupError('The file is not a backup.');
  if (header.format !== 1) throw new BackupError('The backup was made by a newer version of the product.');
  yield { kind: 'header', header, text };
  for (const table of header.tables) {
    for await (const block of lines.untilEndOfRows()) yield { kind: 'rows', table, block };
    yield { kind: 'end', table };
  }
  const manifest = parse<Manifest>(await lines.next(LONGEST_HEADER));
  if (!manifest?.tables || !(await lines.isOver())) throw new BackupError('The backup is not whole.');
  yield { kind: 'manifest', manifest };
}

function parse<T>(text: string): T | null {
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}

const MARK = Buffer.from(END_OF_ROWS);
const MARK_AFTER_ROW = Buffer.from(`\n${END_OF_ROWS}`);

/** Takes lines, or rows up to their end, off a sequence of blocks. */
class Lines {
  private readonly blocks: AsyncGenerator<Buffer>;
  private left: Buffer = Buffer.alloc(0);

  constructor(blocks: AsyncGenerator<Buffer>) {
    this.blocks = blocks;
  }

  async next(longest: number): Promise<string> {
    if (!(await this.fill())) throw new BackupError('The backup is not whole.');
    const end = this.left.indexOf(NEWLINE) + 1;
    if (end === 0 || end > longest) throw new BackupError('The file is not a backup.');
    const line = this.left.subarray(0, end).toString('utf8').trimEnd();
    this.left = this.left.subarray(end);
    return line;
  }

  async *untilEndOfRows(): AsyncGenerator<Buffer> {
    while (await this.fill()) {
      const isOver = this.left.subarray(0, MARK.length).equals(MARK);
      const at = isOver ? 0 : this.left.indexOf(MARK_AFTER_ROW) + 1;
      const hasEnd = isOver || at > 0;
      const rows = hasEnd ? this.left.subarray(0, at) : this.left;
      this.left = this.left.subarray(hasEnd ? at + MARK.length : this.left.length);
      if (rows.length > 0) yield rows;
      if (hasEnd) return;
    }
    throw new BackupError('The backup is not whole.');
  }

  async isOver(): Promise<boolean> {
    return !(await this.fill());
  }

  /** Whether there is anything left. */
  private async fill(): Promise<boolean> {
    while (this.left.length === 0) {
      const { done, value } = await this.blocks.next();
      if (done) return false;
      this.left = value;
    }
    return true;
  }
}
