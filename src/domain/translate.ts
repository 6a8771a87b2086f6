/**
 * Makes a translator of texts that are made in English far from who knows the language of a request. `{0}`, `{1}` stand for
 * what varies, which is translated too where it is listed; a text that is not listed stays as it is.
 */
export function translator(table: Readonly<Record<string, string>>): (text: string) => string {
  // Those that say most come first, so that a whole sentence is found before its frame.
  const entries = Object.entries(table)
    .sort(([one], [other]) => other.length - one.length)
    .map(([from, to]) => ({ pattern: patternOf(from), to }));
  // What stands in quotes is as somebody wrote it.
  const part = (quote: string, text: string): string => quote + (quote ? text : translate(text));
  const translate = (text: string): string => {
    for (const { pattern, to } of entries) {
      const [found, ...parts] = pattern.exec(text) ?? [];
      if (found !== undefined) return to.replace(/("?)\{(\d)\}/g, (_, quote, hole) => part(quote, parts[hole] ?? ''));
    }
    return text;
  };
  return translate;
}

const HOLE = /\{\d\}/;

function patternOf(text: string): RegExp {
  const parts = text.split(HOLE).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(.*?)')}$`, 's');
}
