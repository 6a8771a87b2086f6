import { CELL_WORDS } from './cell-messages.ts';
import { DOCUMENT_WORDS } from './document-messages.ts';
import type { Language } from './language.ts';
import { cut } from './text.ts';
import { translator } from './translate.ts';

/** What a message is filled with, by word. */
export type Words = Readonly<Record<string, string | number | null>>;

/** What stands for a word that is not known. */
export const UNKNOWN = '–';

/** A word that repeats what was sent is cut to so many characters; those made here are lists that need more room. */
const LONGEST_WORD = 200;
const LONGEST_LIST = 2_000;
const LISTS: ReadonlySet<string> = new Set(['allowed', 'codes', 'expected', 'form', 'known', 'problem']);

/** Measures that were not taken say so. */
const MEASURES: ReadonlySet<string> = new Set(['actual', 'done', 'total']);
const NOT_RECORDED = { vi: 'chưa ghi nhận', en: 'not recorded' } as const;

/** Words that are made in English, or in codes, and are told in the language of the message. */
const SPELLED: Readonly<Record<string, Readonly<Record<Language, (text: string) => string>>>> = (() => {
  const document = { vi: translator(DOCUMENT_WORDS), en: (text: string) => text };
  const cell = { vi: translator(CELL_WORDS), en: (text: string) => text };
  const measure = { vi: translator({ '{0} dossiers/day': '{0} hồ sơ/ngày', '{0} staff': '{0} người' }), en: cell.en };
  const bodies = {
    vi: (text: string) => text.replace(/DEPARTMENT \(([^)]+)\)/g, 'một sở, ngành thuộc $1'),
    en: (text: string) => text.replace(/DEPARTMENT \(([^)]+)\)/g, 'a department under $1'),
  };
  return { form: cell, reason: cell, problem: document, actual: measure, needed: measure, authority: bodies };
})();

/** A wording with its words filled in. */
export function fill(wording: Readonly<Record<Language, string>>, words: Words, language: Language): string {
  return wording[language].replace(/\{(\w+)\}/g, (_, word: string) => {
    const value = String(words[word] ?? UNKNOWN);
    if (value === UNKNOWN && MEASURES.has(word)) return NOT_RECORDED[language];
    const text = cut(value, LISTS.has(word) ? LONGEST_LIST : LONGEST_WORD);
    return SPELLED[word]?.[language](text) ?? text;
  });
}
