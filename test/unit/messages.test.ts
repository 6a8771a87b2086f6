import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/domain/language.ts';
import { expectationOf, messageOf } from '../../src/domain/messages.ts';
import { EXPECTATION_KEYS, VIOLATION_CODES, violation } from '../../src/domain/violation.ts';

const LANGUAGES: Language[] = ['vi', 'en'];
const VIETNAMESE = /[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i;

describe('a message', () => {
  it.each(VIOLATION_CODES)('of %s is there in both languages, each its own', (code) => {
    const [vi, en] = LANGUAGES.map((language) => messageOf(violation(code), language));

    expect(vi).toMatch(VIETNAMESE);
    expect(en).not.toMatch(VIETNAMESE);
    expect([vi, en].every((text) => text?.endsWith('.'))).toBe(true);
  });

  it('is filled with what the violation is about', () => {
    const overlap = violation('TERRITORY_OVERLAP', {
      unit: 'HN-B02',
      territory: '005',
      on: '2025-09-01',
      words: { holder: 'HN-B01' },
    });

    expect(messageOf(overlap, 'vi')).toBe('Địa bàn 005 đã do đơn vị HN-B01 tiếp nhận từ ngày 2025-09-01.');
    expect(messageOf(overlap, 'en')).toBe('Territory 005 is already received for by HN-B01 from 2025-09-01.');
  });

  it('holds what was expected', () => {
    const wrong = violation('INPUT_INVALID', { path: ['name'], expected: 'TEXT', words: { max: 500 } });

    expect(messageOf(wrong, 'vi')).toBe('Giá trị không hợp lệ; cần văn bản từ 1 đến 500 ký tự.');
    expect(messageOf(wrong, 'en')).toBe('Invalid value; expected text of 1 to 500 characters.');
  });

  it('shows a dash for what is not known', () => {
    expect(messageOf(violation('UNIT_CYCLE'), 'en')).toBe('Unit – cannot stand below itself (on –).');
  });

  it('cuts what was sent, never within a letter, and says so', () => {
    const long = violation('NOT_FOUND', { words: { what: `${'x'.repeat(199)}😀${'y'.repeat(100_000)}` } });
    const short = violation('NOT_FOUND', { words: { what: 'x'.repeat(200) } });
    const deep = violation('INPUT_INVALID', {
      expected: 'FILE_CELL',
      words: { form: 'a code', reason: 'z'.repeat(100_000) },
    });

    expect(messageOf(long, 'en')).toBe(`${'x'.repeat(199)}… was not found.`);
    expect(messageOf(short, 'en')).toBe(`${'x'.repeat(200)} was not found.`);
    expect(messageOf(deep, 'en')).toBe(`Invalid value; expected what the column holds: a code (${'z'.repeat(200)}…).`);
  });

  it('takes words for text, not for patterns', () => {
    const odd = violation('NOT_FOUND', { words: { what: '$& {unit}' } });

    expect(messageOf(odd, 'en')).toBe('$& {unit} was not found.');
  });
});

describe('an expectation', () => {
  it.each(EXPECTATION_KEYS)('%s is there in both languages, each its own', (expected) => {
    const [vi, en] = LANGUAGES.map((language) => expectationOf(violation('INPUT_INVALID', { expected }), language));

    expect(vi).toMatch(VIETNAMESE);
    expect(en).toMatch(/^[a-z][^.]*$/);
    expect(en).not.toMatch(VIETNAMESE);
  });

  it('is not there where nothing was expected', () => {
    expect(expectationOf(violation('UNIT_CYCLE'), 'vi')).toBeNull();
  });
});
