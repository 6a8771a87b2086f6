import { EXPECTATIONS } from './expectations.ts';
import type { Language } from './language.ts';
import { OF_PERSON_MESSAGES, STAFF_MESSAGES } from './staff-messages.ts';
import { cut } from './text.ts';
import { OF_THING_MESSAGES, THING_MESSAGES } from './thing-messages.ts';
import type { Violation, ViolationCode } from './violation.ts';

/** `{word}` is filled from the violation: unit, territory, staff, headcount, on, expected, or one of its words. */
const MESSAGES: Readonly<Record<ViolationCode, Readonly<Record<Language, string>>>> = {
  ...STAFF_MESSAGES,
  ...THING_MESSAGES,
  ALREADY_DONE: { vi: '{what} đã được thực hiện.', en: '{what} was done already.' },
  ALREADY_EXISTS: { vi: '{what} đã tồn tại.', en: '{what} already exists.' },
  CHANGE_NOT_ALLOWED: {
    vi: 'Giai đoạn {phase} không cho phép loại thay đổi {kind}; cho phép: {allowed}.',
    en: 'Phase {phase} does not allow a change of kind {kind}; it allows {allowed}.',
  },
  FACT_OUTSIDE_UNIT: {
    vi: 'Đơn vị {unit} không tồn tại vào ngày {on}.',
    en: 'Unit {unit} does not exist on {on}.',
  },
  GOVERNANCE_MODEL_CONFLICT: {
    vi: 'Tỉnh theo mô hình một cấp không có trung tâm cấp xã ({unit}, ngày {on}).',
    en: 'A one-level province has no commune centers ({unit}, on {on}).',
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
  INTEGRATION_CRITERIA_UNMET: {
    vi: 'Điểm {unit} chưa đủ tiêu chí để nhập vào {into}: {criterion} là {actual}, cần {needed}.',
    en: 'Point {unit} cannot be integrated into {into}: {criterion} is {actual}, expected {needed}.',
  },
  LINEAGE_REQUIRED: {
    vi: 'Đơn vị {unit} chấm dứt phải nêu đơn vị kế thừa hoặc khẳng định không có.',
    en: 'Closing unit {unit} must name its successors or say that there are none.',
  },
  MERGE_INVALID: { vi: 'Không thể sáp nhập; cần {expected}.', en: 'The merger is not possible; expected {expected}.' },
  NAME_FROZEN: {
    vi: 'Tên của {unit} được giữ nguyên trong giai đoạn {phase} của kế hoạch {plan}.',
    en: 'The name of {unit} is frozen during phase {phase} of plan {plan}.',
  },
  NOT_FOUND: { vi: 'Không tìm thấy {what}.', en: '{what} was not found.' },
  PERIOD_INVALID: {
    vi: 'Khoảng thời gian không hợp lệ; cần {expected}.',
    en: 'Invalid period; expected {expected}.',
  },
  PHASE_ALREADY_ACTIVE: {
    vi: 'Giai đoạn {other} đang được thực hiện vào ngày {on}.',
    en: 'Phase {other} is under way on {on}.',
  },
  PHASE_GATE_UNMET: {
    vi: 'Giai đoạn {phase} chưa đạt điều kiện "{gate}" ({missing} việc còn thiếu).',
    en: 'Phase {phase} does not meet the gate "{gate}" ({missing} missing).',
  },
  PHASE_NOT_ACTIVE: {
    vi: 'Giai đoạn {phase} của kế hoạch {plan} không hoạt động vào ngày {on} (trạng thái {status}).',
    en: 'Phase {phase} of plan {plan} is not active on {on} (it is {status}).',
  },
  PHASE_ORDER: {
    vi: 'Giai đoạn {before} ({status}) phải hoàn thành trước giai đoạn {phase}.',
    en: 'Phase {before} ({status}) comes before phase {phase}.',
  },
  PHASE_OVERLAP: {
    vi: 'Giai đoạn {phase} trùng thời gian với giai đoạn {other} từ ngày {on}.',
    en: 'Phase {phase} overlaps phase {other} from {on}.',
  },
  PHASE_WINDOW_CLOSED: {
    vi: 'Ngày {on} nằm ngoài thời gian của giai đoạn {phase} (từ {from} đến {until}).',
    en: '{on} lies outside the window of phase {phase} ({from} to {until}).',
  },
  PLAN_SUPERSEDED: {
    vi: 'Kế hoạch {plan} đã bị thay thế, không còn hiệu lực vào ngày {on}.',
    en: 'Plan {plan} is superseded; nothing new takes effect under it on {on}.',
  },
  POLICY_OVERLAP: {
    vi: 'Chính sách này đã có giá trị khác trong cùng thời gian.',
    en: 'This policy has another value on some of these days.',
  },
  SERVICE_INTERRUPTED: {
    vi: 'Địa bàn {territory} không còn đơn vị tiếp nhận từ ngày {on} ({unit} dừng tiếp nhận).',
    en: 'Nobody receives for territory {territory} from {on} ({unit} stops).',
  },
  SITE_OVERLAP: {
    vi: 'Đơn vị {unit} đã có trụ sở vào ngày {on}.',
    en: 'Unit {unit} already has a seat on {on}.',
  },
  STATUS_GAP: { vi: 'Mỗi ngày phải có một trạng thái.', en: 'Every day must have a status.' },
  STATUS_OVERLAP: { vi: 'Mỗi ngày chỉ có một trạng thái.', en: 'A day has one status only.' },
  TERRITORY_CODE_OVERLAP: {
    vi: 'Mã địa bàn {territory} đang được dùng vào ngày {on}.',
    en: 'Territory code {territory} is in use on {on}.',
  },
  TERRITORY_OVERLAP: {
    vi: 'Địa bàn {territory} đã do đơn vị {holder} tiếp nhận từ ngày {on}.',
    en: 'Territory {territory} is already received for by {holder} from {on}.',
  },
  TERRITORY_UNCOVERED: {
    vi: 'Địa bàn {territory} chưa có đơn vị tiếp nhận từ ngày {on}.',
    en: 'Territory {territory} has no receiving unit from {on}.',
  },
  TRANSITION_INVALID: {
    vi: '{what} đang ở trạng thái {from}, không thể chuyển sang {to}; có thể chuyển sang: {allowed}.',
    en: '{what} is {from} and cannot become {to}; it can become {allowed}.',
  },
  UNIT_CYCLE: {
    vi: 'Đơn vị {unit} không thể nằm dưới chính mình (ngày {on}).',
    en: 'Unit {unit} cannot stand below itself (on {on}).',
  },
  UNIT_HAS_DEPENDENTS: {
    vi: 'Đơn vị {unit} còn {children} đơn vị trực thuộc, {territories} địa bàn và {people} người vào ngày {on}.',
    en: 'Unit {unit} still has {children} units below it, {territories} territories and {people} people on {on}.',
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
  WAIVER_EXPIRED: {
    vi: 'Văn bản miễn áp dụng đã hết hiệu lực vào ngày {on}.',
    en: 'The waiver is not in force on {on}.',
  },
};

/** What was expected, in the caller's language. */
export function expectationOf({ expected, words }: Violation, language: Language): string | null {
  return expected && fill(EXPECTATIONS[expected][language], words);
}

/** The violation in the caller's language; words it lacks are shown as a dash. */
export function messageOf(violation: Violation, language: Language): string {
  const { code, unit, territory, staff, headcount, on, words } = violation;
  const wording = (staff === null ? ofThing(violation) : OF_PERSON_MESSAGES[code]) ?? MESSAGES[code];
  return fill(wording[language], {
    unit,
    territory,
    staff,
    ...headcount,
    on,
    expected: expectationOf(violation, language),
    ...words,
  });
}

/** Another wording where a word counts things. */
function ofThing({ code, words }: Violation): Readonly<Record<Language, string>> | undefined {
  const wordings: Readonly<Record<string, Partial<Record<ViolationCode, Readonly<Record<Language, string>>>>>> =
    OF_THING_MESSAGES;
  return Object.keys(words).flatMap((word) => wordings[word]?.[code] ?? [])[0];
}

const MISSING: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  TERRITORY: {
    vi: 'Địa bàn {territory} chưa có đơn vị tiếp nhận từ ngày {on}.',
    en: 'Nobody receives for {territory} from {on}.',
  },
  CHANGE: { vi: 'Chưa thực hiện: {kind} {unit}, ngày {on}.', en: 'Not carried out: {kind} {unit}, on {on}.' },
  TASK: { vi: 'Chưa xong: {task}', en: 'Not done: {task}' },
  ATTESTATION: { vi: 'Chưa có xác nhận: {gate}', en: 'Not attested: {gate}' },
  DIRECTOR: { vi: 'Chưa có giám đốc: {unit}', en: 'No director: {unit}' },
  HEADCOUNT: {
    vi: '{unit} có {counted} người, tối thiểu {minimum}.',
    en: '{unit} has {counted} people, at least {minimum} are needed.',
  },
  SEAL: {
    vi: 'Chưa có con dấu mang tên hiện hành đang sử dụng: {unit}',
    en: 'No seal in use under the name of the day: {unit}',
  },
  OLD_SEAL: {
    vi: 'Con dấu cũ "{engraved}" của {unit} chưa giao nộp ({status}).',
    en: 'The old seal "{engraved}" of {unit} is not returned ({status}).',
  },
  SIGNBOARD: { vi: 'Chưa có biển hiệu "{name}": {unit}', en: 'No signboard "{name}": {unit}' },
  KPI: { vi: '{kpi} đạt {actual}, cần {target}.', en: '{kpi} is {actual}, expected {target}.' },
  KPI_TARGET: { vi: 'Chưa có chỉ tiêu nào: {gate}', en: 'No target is set: {gate}' },
  HANDOVER: { vi: 'Chưa ký biên bản bàn giao: {title} ({status})', en: 'Not handed over: {title} ({status})' },
  NO_HANDOVER: { vi: 'Giai đoạn chưa có danh mục bàn giao nào.', en: 'Nothing is listed to be handed over.' },
  ACCOUNTS: {
    vi: '{unit} có {done}/{total} tài khoản cán bộ, công chức.',
    en: '{unit} has {done} of {total} accounts of officials.',
  },
  PROCEDURES: {
    vi: '{unit} đã cấu hình {done}/{total} thủ tục.',
    en: '{unit} has {done} of {total} procedures configured.',
  },
  BANK_ACCOUNT: { vi: 'Chưa mở tài khoản ngân hàng: {unit}', en: 'No bank account open: {unit}' },
  SIGNATURE: {
    vi: '{name} ({staff}) chưa có chữ ký số còn hiệu lực.',
    en: '{name} ({staff}) has no valid digital signature.',
  },
  EQUIPMENT: {
    vi: 'Chưa mua: {quantity} × {item} cho {unit} ({status})',
    en: 'Not bought: {quantity} × {item} for {unit} ({status})',
  },
  COUNTER: { vi: 'Chưa mở quầy tiếp nhận: {unit}', en: 'No counter is open: {unit}' },
  COUNTER_KIND: { vi: 'Chưa có quầy loại {kind}: {unit}', en: 'No counter of kind {kind}: {unit}' },
  NOT_RECORDED: { vi: 'Chưa ghi nhận dữ liệu: {gate}', en: 'Nothing is recorded yet: {gate}' },
};

/** What a gate misses, in the caller's language. */
export function missingOf(
  { key, words }: { key: string; words: Readonly<Record<string, string | number>> },
  language: Language,
): string {
  return fill(MISSING[key]?.[language] ?? key, words);
}

/** A word that repeats what was sent is cut to so many characters; those made here are lists that need more room. */
const LONGEST_WORD = 200;
const LONGEST_LIST = 2_000;
const LISTS: ReadonlySet<string> = new Set(['allowed', 'codes', 'expected', 'form', 'problem']);

const fill = (template: string, words: Readonly<Record<string, string | number | null>>): string =>
  template.replace(/\{(\w+)\}/g, (_, word: string) => {
    const text = String(words[word] ?? '–');
    return cut(text, LISTS.has(word) ? LONGEST_LIST : LONGEST_WORD);
  });
