import { PERSON_KEY } from '../../domain/personal-read.ts';

/** How the code of a shown person begins, last of a row. Within a text its quotes would be escaped. */
const MARK = Buffer.from(`"${PERSON_KEY}":`);
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** An answer without the codes of the people it shows, and these codes. */
export function peopleApart(answer: Buffer): { answer: Buffer; people: ReadonlySet<string> } {
  const people = new Set<string>();
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = answer.indexOf(MARK); at !== -1; at = answer.indexOf(MARK, from)) {
    // Of some rows nothing else is selected.
    parts.push(answer.subarray(from, answer[at - 1] === COMMA ? at - 1 : at));
    from = endOfValue(answer, at + MARK.length);
    const code: unknown = JSON.parse(answer.toString('utf8', at + MARK.length, from));
    if (typeof code === 'string') people.add(code);
  }
  return { answer: parts.length === 0 ? answer : Buffer.concat([...parts, answer.subarray(from)]), people };
}

/** Where a text, or `null`, that begins here ends. */
function endOfValue(json: Buffer, begin: number): number {
  if (json[begin] !== QUOTE) return begin + 'null'.length;
  let at = begin + 1;
  while (json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}
