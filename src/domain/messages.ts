import type { Expectation, Violation, ViolationCode } from './violation.ts';

export type Language = 'vi' | 'en';

/** `{word}` is filled from the violation: unit, territory, on, expected, or one of its words. */
const MESSAGES: Readonly<Record<ViolationCode, Readonly<Record<Language, string>>>> = {
  ALREADY_EXISTS: { vi: '{what} đã tồn tại.', en: '{what} already exists.' },
  FACT_OUTSIDE_UNIT: {
    vi: 'Đơn vị {unit} không tồn tại vào ngày {on}.',
    en: 'Unit {unit} does not exist on {on}.',
  },
  HISTORY_IMMUTABLE: {
    vi: 'Dữ liệu lịch sử không được ghi đè hay xóa.',
    en: 'History is never overwritten or deleted.',
  },
  IDEMPOTENCY_MISMATCH: {
    vi: 'Khóa chống trùng này đã được dùng cho một yêu cầu khác.',
    en: 'This idempotency key was used for a different request.',
  },
  INPUT_INVALID: { vi: 'Giá trị không hợp lệ; cần {expected}.', en: 'Invalid value; expected {expected}.' },
  INSTRUMENT_AMBIGUOUS: {
    vi: 'Có nhiều văn bản mang số {what}; hãy dùng id.',
    en: 'Several instruments bear the number {what}; refer to one by its id.',
  },
  INSTRUMENT_REQUIRED: {
    vi: 'Quyết định này phải dẫn một văn bản pháp lý.',
    en: 'This decision must cite a legal instrument.',
  },
  LINEAGE_REQUIRED: {
    vi: 'Đơn vị {unit} chấm dứt phải nêu đơn vị kế thừa hoặc khẳng định không có.',
    en: 'Closing unit {unit} must name its successors or say that there are none.',
  },
  MERGE_INVALID: { vi: 'Không thể sáp nhập; cần {expected}.', en: 'The merger is not possible; expected {expected}.' },
  NOT_FOUND: { vi: 'Không tìm thấy {what}.', en: '{what} was not found.' },
  PERIOD_INVALID: {
    vi: 'Khoảng thời gian không hợp lệ; cần {expected}.',
    en: 'Invalid period; expected {expected}.',
  },
  SITE_OVERLAP: {
    vi: 'Đơn vị {unit} đã có trụ sở vào ngày {on}.',
    en: 'Unit {unit} already has a seat on {on}.',
  },
  TERRITORY_CODE_OVERLAP: {
    vi: 'Mã địa bàn {territory} đang được dùng vào ngày {on}.',
    en: 'Territory code {territory} is in use on {on}.',
  },
  TERRITORY_OVERLAP: {
    vi: 'Địa bàn {territory} đã do đơn vị {holder} tiếp nhận từ ngày {on}.',
    en: 'Territory {territory} is already received for by {holder} from {on}.',
  },
  UNIT_CYCLE: {
    vi: 'Đơn vị {unit} không thể nằm dưới chính mình (ngày {on}).',
    en: 'Unit {unit} cannot stand below itself (on {on}).',
  },
  UNIT_HAS_DEPENDENTS: {
    vi: 'Đơn vị {unit} còn {children} đơn vị trực thuộc và {territories} địa bàn vào ngày {on}.',
    en: 'Unit {unit} still has {children} units below it and {territories} territories on {on}.',
  },
  UNIT_KIND_PARENT: {
    vi: 'Đơn vị {unit} loại {kind} không được đặt dưới {parent} loại {parentKind}; cần {allowed}.',
    en: 'Unit {unit} of kind {kind} cannot stand under {parent} of kind {parentKind}; expected {allowed}.',
  },
  UNIT_PARENT_OVERLAP: {
    vi: 'Đơn vị {unit} đã có cấp trên cùng loại quan hệ vào ngày {on}.',
    en: 'Unit {unit} already has a parent of this relation on {on}.',
  },
  UNIT_VERSION_GAP: {
    vi: 'Đơn vị {unit} phải có tên gọi trong mọi ngày tồn tại.',
    en: 'Unit {unit} must have a version on every day of its life.',
  },
  UNIT_VERSION_OVERLAP: {
    vi: 'Đơn vị {unit} đã có phiên bản khác vào ngày {on}.',
    en: 'Unit {unit} already has another version on {on}.',
  },
  VERSION_CONFLICT: {
    vi: 'Đơn vị {unit} đã thay đổi: phiên bản hiện tại là {current}, không phải {given}.',
    en: 'Unit {unit} has changed: its version is {current}, not {given}.',
  },
};

const EXPECTATIONS: Readonly<Record<Expectation, Readonly<Record<Language, string>>>> = {
  ANOTHER_UNIT: { vi: 'một đơn vị khác', en: 'another unit' },
  ATTRIBUTES_OF_NEW_UNIT: { vi: 'tên và loại của đơn vị mới', en: 'a name and a kind for the new unit' },
  BRANCH_TYPE: { vi: 'loại chi nhánh từ 1 đến 9', en: 'a branch type from 1 to 9' },
  DAY_FROM_1900: { vi: 'một ngày từ năm 1900', en: 'a day from 1900 on' },
  DAY_WITHIN_VERSION: {
    vi: 'một ngày sau khi phiên bản trước bắt đầu và trước khi phiên bản này kết thúc',
    en: 'a day after the version before begins and before this one ends',
  },
  EXISTING_UNIT: { vi: 'một đơn vị đang hoạt động', en: 'a live unit' },
  FROM_BEFORE_UNTIL: { vi: 'ngày bắt đầu trước ngày kết thúc', en: 'a first day before the last' },
  NO_OTHER_ENTRY: { vi: 'mỗi mục chỉ một lần', en: 'each entry only once' },
  SITE_AREA: { vi: 'diện tích lớn hơn 0 m²', en: 'an area above 0 m²' },
  SITE_COORDINATES: {
    vi: 'cả vĩ độ (-90 đến 90) và kinh độ (-180 đến 180), hoặc không có',
    en: 'both latitude (-90 to 90) and longitude (-180 to 180), or neither',
  },
  SOMETHING_TO_CHANGE: { vi: 'ít nhất một thay đổi', en: 'at least one change' },
  SUCCESSOR_OR_NONE: {
    vi: 'đơn vị kế thừa hoặc noSuccessor, không cả hai',
    en: 'successors or noSuccessor, not both',
  },
  TARGET_NOT_BELOW_SOURCES: {
    vi: 'đơn vị nhận không nằm dưới đơn vị bị sáp nhập',
    en: 'a target that is not below any of its sources',
  },
  TEXT: { vi: 'văn bản từ 1 đến {max} ký tự', en: 'text of 1 to {max} characters' },
  TWO_SOURCES: { vi: 'ít nhất hai đơn vị khác nhau', en: 'two or more distinct sources' },
  UNIT_CODE: {
    vi: 'mã gồm chữ hoa A-Z, số, dấu gạch nối và dấu chấm',
    en: 'a code of capitals A-Z, digits, hyphens and dots',
  },
};

/** What was expected, in the caller's language. */
export function expectationOf({ expected, words }: Violation, language: Language): string | null {
  return expected && fill(EXPECTATIONS[expected][language], words);
}

/** The violation in the caller's language; words it lacks are shown as a dash. */
export function messageOf(violation: Violation, language: Language): string {
  const { code, unit, territory, on, words } = violation;
  return fill(MESSAGES[code][language], {
    unit,
    territory,
    on,
    expected: expectationOf(violation, language),
    ...words,
  });
}

const fill = (template: string, words: Readonly<Record<string, string | number | null>>): string =>
  template.replace(/\{(\w+)\}/g, (_, word: string) => String(words[word] ?? '–'));
