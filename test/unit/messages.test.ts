import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/domain/language.ts';
import { expectationOf, messageOf } from '../../src/domain/messages.ts';
import {
  EXPECTATION_KEYS,
  VIOLATION_CODES,
  type Violation,
  type ViolationCode,
  violation,
} from '../../src/domain/violation.ts';

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

  it.each([
    [
      'TRANSITION_INVALID',
      { what: 'T-1', from: 'DONE', to: 'CANCELLED', allowed: '–' },
      'T-1 is DONE and cannot become CANCELLED; nothing may follow.',
    ],
    [
      'TRANSITION_INVALID',
      { what: 'HN', from: 'REQUESTED', to: '–', allowed: '–' },
      'HN is REQUESTED; its first step cannot be taken back.',
    ],
    [
      'HANDOVER_INCOMPLETE',
      { missing: 'minutes' },
      'The handover is not signed on 2025-05-06: the number of the minutes is missing.',
    ],
    [
      'EQUIPMENT_AUTHORITY',
      { step: 'FUNDED', decider: '–', authority: 'BN, PC-24, DEPARTMENT (PC-24)' },
      'FUNDED is for BN, PC-24, a department under PC-24 to take; name who takes the step (by).',
    ],
    ['NOT_FOUND', { what: 'kpi.x', known: 'kpi.a, kpi.b' }, 'kpi.x was not found; there are kpi.a, kpi.b.'],
  ] as const)('of %s reads as a sentence where a word is missing', (code, words, message) => {
    expect(messageOf(violation(code, { unit: 'HN', on: '2025-05-06', words }), 'en')).toBe(message);
  });

  it('has its units, reasons and bodies in Vietnamese', () => {
    const criteria = { into: 'HN', criterion: 'k', actual: '11 dossiers/day', needed: '≤ 10 dossiers/day' };
    const cell = { form: 'a whole number from 0 on, or nothing', reason: '"many" is not a whole number' };
    const header = { form: 'a first row with the columns unit, day and any of late', reason: 'the column is missing' };
    const say = (words: Violation['words'], code: ViolationCode = 'INPUT_INVALID') =>
      messageOf(violation(code, { unit: 'P', expected: 'FILE_CELL', words }), 'vi');

    expect(say(criteria, 'INTEGRATION_CRITERIA_UNMET')).toBe(
      'Điểm P chưa đủ tiêu chí để nhập vào HN: k 11 hồ sơ/ngày, cần ≤ 10 hồ sơ/ngày.',
    );
    expect(say({ ...criteria, actual: '–' }, 'INTEGRATION_CRITERIA_UNMET')).toContain('k chưa ghi nhận, cần');
    expect(say(cell)).toBe(
      'Giá trị không hợp lệ; cần đúng nội dung của cột: một số nguyên từ 0, hoặc để trống ("many" không phải là số nguyên).',
    );
    expect(say(header)).toBe(
      'Giá trị không hợp lệ; cần đúng nội dung của cột: dòng đầu có các cột unit, day và tùy chọn late (thiếu cột này).',
    );
  });

  it.each([
    ['missing; expected text', 'thiếu; cần văn bản'],
    ['expected text, not 2025; put it in quotes', 'cần văn bản, không phải 2025; hãy đặt trong ngoặc kép'],
    ['demo.csv:3 (from): expected a day YYYY-MM-DD', 'demo.csv:3 (from): cần một ngày YYYY-MM-DD'],
    ['unknown key; expected one of title, source', 'khóa không được biết; cần một trong title, source'],
  ])('tells of a document that there is %s', (problem, vietnamese) => {
    const told = violation('INPUT_INVALID', { expected: 'DOCUMENT', words: { problem } });

    expect(expectationOf(told, 'vi')).toBe(`một văn bản kế hoạch đúng mẫu: ${vietnamese}`);
  });

  it('leaves what stands in quotes as somebody wrote it', () => {
    const words = { form: 'the code of a unit', reason: '"it is damaged" is not a code' };
    const told = violation('INPUT_INVALID', { expected: 'FILE_CELL', words });

    expect(expectationOf(told, 'vi')).toContain('("it is damaged" không phải là mã)');
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
