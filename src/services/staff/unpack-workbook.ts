import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const MAX_COMMENT = 65_535;
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

const MAX_MEBIBYTES = 60;

/** What a spreadsheet adds outside of `xl`, such as queries, is no part of the sheets and may be of any size. */
const WORKBOOK_PART = /^xl\/.*\.xml(?:\.rels)?$/;

/** A part of a zip archive as its central directory declares it. */
interface Entry {
  path: string;
  flags: number;
  method: number;
  packed: number;
  size: number;
  /** Where the local header of the part begins. */
  start: number;
}

/** An archive that cannot be, or should not be, unpacked; the message says why. */
export class ArchiveError extends Error {}

/**
 * The XML parts of a workbook by path. No part may grow beyond the size declared for it, nor all of them together
 * beyond what this process can bear, so that a small archive cannot fill the memory.
 */
export async function unpackWorkbook(archive: Buffer): Promise<Map<string, Buffer>> {
  const entries = readDirectory(archive);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > MAX_MEBIBYTES * 1_048_576) throw new ArchiveError(`it is larger than ${MAX_MEBIBYTES} MB when unpacked`);
  const parts = new Map<string, Buffer>();
  for (const entry of entries) {
    if (WORKBOOK_PART.test(entry.path)) parts.set(entry.path, await unpack(archive, entry));
  }
  return parts;
}

/** Reading outside of the archive throws a RangeError, which is the caller's to catch. */
function readDirectory(archive: Buffer): Entry[] {
  const end = findEnd(archive);
  const entries: Entry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new ArchiveError('its directory is damaged');
    const name = at + 46;
    const nameLength = archive.readUInt16LE(at + 28);
    entries.push({
      path: archive.toString('utf8', name, name + nameLength),
      flags: archive.readUInt16LE(at + 8),
      method: archive.readUInt16LE(at + 10),
      packed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      start: archive.readUInt32LE(at + 42),
    });
    at = name + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

/** The record that ends an archive, before a comment of any text. */
function findEnd(archive: Buffer): number {
  const earliest = Math.max(0, archive.length - END_LENGTH - MAX_COMMENT);
  for (let at = archive.length - END_LENGTH; at >= earliest; at -= 1) {
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new ArchiveError('its end is missing');
}

async function unpack(archive: Buffer, { path, flags, method, packed, size, start }: Entry): Promise<Buffer> {
  if (flags & ENCRYPTED) throw new ArchiveError('it is encrypted');
  const from = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
  const content = archive.subarray(from, from + packed);
  if (method === STORED && content.length === size) return content;
  if (method !== DEFLATED) throw new ArchiveError(`${path} is not packed as it should be`);
  try {
    // zlib refuses a limit of 0.
    return await inflate(content, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw new ArchiveError(`${path} is damaged or larger than it declares to be`);
  }
}
