import { EXPECTATIONS } from './expectations.ts';
import { fill } from './fill-message.ts';
import type { Language } from './language.ts';
import { specialWording } from './special-messages.ts';
import { OF_PERSON_MESSAGES, STAFF_MESSAGES } from './staff-messages.ts';
import { THING_MESSAGES } from './thing-messages.ts';
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
    vi: 'Điểm {unit} chưa đủ tiêu chí để nhập vào {into}: {criterion} {actual}, cần {needed}.',
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
  OUT_OF_SCOPE: { vi: '{what} nằm ngoài phạm vi quyền của bạn.', en: '{what} is beyond what you have the role for.' },
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
  return expected && fill(EXPECTATIONS[expected], words, language);
}

/** The violation in the caller's language; words it lacks are shown as a dash. */
export function messageOf(violation: Violation, language: Language): string {
  const { code, unit, territory, staff, headcount, on, words } = violation;
  const special = staff === null ? specialWording(violation) : OF_PERSON_MESSAGES[code];
  const expected = expectationOf(violation, language);
  return fill(special ?? MESSAGES[code], { unit, territory, staff, ...headcount, on, expected, ...words }, language);
}
