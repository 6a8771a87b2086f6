import { STAFF_CATEGORIES, type StaffCategory } from '../../domain/staff.ts';

/** Text without marks, case, spaces and punctuation, so that `Họ và tên`, `HO_VA_TEN` and `Ho va ten:` are the same. */
export function fold(text: string): string {
  // Texts converted from older encodings have the Icelandic letter in the place of đ.
  const plain = text.toLowerCase().normalize('NFD').replace(/[đð]/g, 'd');
  return plain.replace(/[^a-z0-9]/g, '');
}

const CATEGORY_WORDS: Record<StaffCategory, readonly [string, ...string[]]> = {
  CIVIL_SERVANT: ['công chức'],
  PUBLIC_EMPLOYEE: ['viên chức'],
  CONTRACT: ['hợp đồng'],
  POSTAL: ['nhân viên bưu chính', 'bưu chính'],
  VOLUNTEER: ['tình nguyện viên'],
  OUTSIDE_SUPPORT: ['nhân sự hỗ trợ từ bên ngoài', 'hỗ trợ bên ngoài', 'nhân viên hỗ trợ'],
};

const CATEGORY_BY_WORD = new Map<string, StaffCategory>(
  STAFF_CATEGORIES.flatMap((category) =>
    [category, ...CATEGORY_WORDS[category]].map((word) => [fold(word), category] as const),
  ),
);

export const CATEGORIES_EXPECTED = STAFF_CATEGORIES.map(
  (category) => `${category} (${CATEGORY_WORDS[category][0]})`,
).join(', ');

/** The category that a word of a staff file stands for, in whatever spelling. */
export function categoryOf(word: string): StaffCategory | undefined {
  return CATEGORY_BY_WORD.get(fold(word));
}

const YES = ['có', 'yes', 'true', 'x', '1'];
const NO = ['không', 'no', 'false', '0'];

const ANSWER_BY_WORD = new Map<string, boolean>([
  ...YES.map((word) => [fold(word), true] as const),
  ...NO.map((word) => [fold(word), false] as const),
]);

export const ANSWERS_EXPECTED = `${YES.join(', ')} for yes; ${NO.join(', ')} or nothing for no`;

/** What a word of a staff file answers; undefined if it is neither yes nor no. */
export function answerOf(word: string): boolean | undefined {
  return ANSWER_BY_WORD.get(fold(word));
}
