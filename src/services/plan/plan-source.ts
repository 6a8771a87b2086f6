import { Composer, type CST, type Document, Lexer, LineCounter, Parser, type YAMLError } from 'yaml';
import { type Finding, type Place, PlanTree } from './plan-tree.ts';

const MEGABYTES = 5;
/** A plan needs about ten; composing thousands takes the whole stack and can end the process. */
const MAX_NESTING = 64;
/** What PostgreSQL cannot store, and what is left of bytes that were not UTF-8. */
const UNREADABLE = /\0|\uFFFD|[\ud800-\udfff]/u;

/** The parser's words where they do not tell what to do. */
const MESSAGES: Partial<Record<YAMLError['code'], string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'expected one key a line; put a text that holds ": " in quotes, or mend the indentation',
  NON_STRING_KEY: 'expected plain text as key',
  TAG_RESOLVE_FAILED: 'expected a value without a tag (!)',
};

/** A document as data, or what keeps it from being read. */
interface PlanSource {
  value: unknown;
  problems: (Finding & Place)[];
  placeOf(path: readonly string[], at?: 'KEY'): Place | null;
}

/** Reads YAML, of which JSON is a part; texts are composed (NFC), as everywhere in the record. */
export function readSource(text: string): PlanSource {
  const unfit = findUnfit(text);
  if (unfit) return { value: undefined, problems: [{ path: [], ...unfit }], placeOf: () => null };

  const lines = new LineCounter();
  const { document, faults } = compose(text.replace(/^\uFEFF/, '').normalize('NFC'), lines);
  const tree = new PlanTree(document?.contents, lines);
  const problems = [...tree.problems];
  for (const { offset, message } of faults) {
    const { line, col } = lines.linePos(offset);
    problems.push({ path: [], line, column: col, message });
  }
  const placeOf: PlanSource['placeOf'] = (path, at) => tree.placeOf(path, at);
  if (problems.length > 0) return { value: undefined, problems, placeOf };
  try {
    return { value: document?.toJS(), problems, placeOf };
  } catch (error) {
    // Aliases that stand before their anchors were found above: what is left is that they multiply.
    if (!(error instanceof ReferenceError)) throw error;
    const message = 'expected an anchor to be repeated no more than 100 times';
    return { value: undefined, problems: [{ path: [], line: 1, column: 1, message }], placeOf };
  }
}

function compose(
  text: string,
  lines: LineCounter,
): { document?: Document; faults: { offset: number; message: string }[] } {
  // Keys stay as they are written (00123 is no number), and a directive %YAML 1.1 does not turn days into dates.
  const composer = new Composer({ schema: 'core', stringKeys: true, uniqueKeys: false, resolveKnownTags: false });
  const [document, second] = [...composer.compose(readTokens(text, lines), true, text.length)];
  const faults = [...(document?.errors ?? []), ...(document?.warnings ?? [])].map(
    ({ code, message, pos: [offset] }) => ({
      offset,
      message: MESSAGES[code] ?? message,
    }),
  );
  if (second) faults.push({ offset: second.range[0], message: 'expected one document; a second one begins here' });
  return { document, faults };
}

/** What stands under a key of something that may be anything. */
export function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function findUnfit(text: string): (Place & { message: string }) | null {
  if (Buffer.byteLength(text) > MEGABYTES * 2 ** 20) {
    return { line: 1, column: 1, message: `expected at most ${MEGABYTES} MB` };
  }
  const index = text.search(UNREADABLE);
  if (index === -1) return null;
  const before = text.slice(0, index).split('\n');
  return {
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    message: 'expected text in UTF-8, without NUL',
  };
}

function* readTokens(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_NESTING) {
      const message = `expected at most ${MAX_NESTING} levels inside each other`;
      yield { type: 'error', offset: parser.offset, source: '', message };
      return;
    }
  }
  yield* parser.end();
}
