import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inVietnamese } from '../../src/app/in-vietnamese.ts';

const READ = path.resolve(import.meta.dirname, '../../src/db/read');

/** What arguments are expected to be, wherever one is refused; `${…}` stands for a number. */
async function expectations(): Promise<string[]> {
  const files = await readdir(READ);
  const texts = await Promise.all(files.map((file) => readFile(path.join(READ, file), 'utf8')));
  const found = texts.flatMap((text) => [...text.matchAll(/new ArgumentError\('\w+', ['`](.+?)['`]\)/g)]);
  return [...new Set(found.map(([, expected = '']) => expected.replace(/\$\{.+?\}/g, '7')))];
}

describe('an error of a request in Vietnamese', () => {
  it.each([
    ['first: expected a number from 1 to 100.', 'first: cần một số từ 1 đến 100.'],
    ['closing: there is no "BD-1".', 'closing: không có "BD-1".'],
    ['until: expected a day after from.', 'until: cần một ngày sau from.'],
    ['steps: expected a number from 1 to 9, or null for all.', 'steps: cần một số từ 1 đến 9, hoặc null cho tất cả.'],
    ['The request asks for too much: expected at most 15 levels.', 'Yêu cầu hỏi quá nhiều: cần không quá 15 cấp.'],
    [
      'You may not do this; it takes one of the roles admin, planner.',
      'Bạn không có quyền thực hiện việc này; cần một trong các vai trò admin, planner.',
    ],
    [
      'Variable "$on" got invalid value "x"; Value is not a valid LocalDate: x',
      'Biến "$on" có giá trị không hợp lệ "x"; Không phải một ngày YYYY-MM-DD: x',
    ],
  ])('%s', (english, vietnamese) => {
    expect(inVietnamese(english)).toBe(vietnamese);
  });

  it('stays as it is where nobody translated it', () => {
    expect(inVietnamese('Syntax Error: Unexpected Name "x".')).toBe('Syntax Error: Unexpected Name "x".');
  });

  it('is there for whatever an argument is expected to be', async () => {
    const all = await expectations();

    expect(all.length).toBeGreaterThan(10);
    expect(all.filter((expected) => inVietnamese(expected) === expected)).toEqual([]);
  });
});
