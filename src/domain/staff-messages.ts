import type { Language } from './language.ts';
import type { ViolationCode } from './violation.ts';

type Wording = Readonly<Record<Language, string>>;

/** What messages.ts says, for the rules about people and headcount. */
export const STAFF_MESSAGES = {
  ALLOCATION_EXCEEDS_TOTAL: {
    vi: 'Chỉ tiêu phân bổ cho các đơn vị của {unit} ({category}) là {counted}, vượt tổng {ceiling} từ ngày {on}.',
    en: 'Allocations out of {unit} ({category}) come to {counted}, above its total of {ceiling}, from {on}.',
  },
  APPOINTING_AUTHORITY: {
    vi: '{unit}: người đứng đầu do {authority} bổ nhiệm, không phải {decider}.',
    en: 'Leaders of {unit} are appointed by {authority}, not by {decider}.',
  },
  ASSIGNMENT_OUT_OF_SCOPE: {
    vi: '{decider} chỉ phân công trong mạng lưới của mình; {unit} không thuộc mạng lưới đó vào ngày {on}.',
    en: '{decider} assigns only within its own network; {unit} is not part of it on {on}.',
  },
  DEPUTY_LIMIT_EXCEEDED: {
    vi: '{unit} sẽ có {counted} cấp phó vào ngày {on}; tối đa {limit}.',
    en: '{unit} would have {counted} deputies on {on}; at most {limit}.',
  },
  DIRECTOR_EXISTS: {
    vi: '{unit} đã có giám đốc {other} vào ngày {on}.',
    en: '{unit} already has a director, {other}, on {on}.',
  },
  FACT_OUTSIDE_EMPLOYMENT: {
    vi: '{staff} không có trong danh sách nhân sự vào ngày {on}.',
    en: '{staff} is not on staff on {on}.',
  },
  HEADCOUNT_BELOW_MINIMUM: {
    vi: '{unit} có {counted} người vào ngày {on}; tối thiểu {minimum}.',
    en: '{unit} has {counted} people on {on}; at least {minimum} are needed.',
  },
  HEADCOUNT_CEILING_EXCEEDED: {
    vi: '{unit} ({category}) sẽ có {counted} người, vượt chỉ tiêu {ceiling} từ ngày {on}.',
    en: '{unit} ({category}) would have {counted} people, above its ceiling of {ceiling}, from {on}.',
  },
  LEADERSHIP_OVERLAP: {
    vi: '{staff} đã giữ chức vụ tại {other} vào ngày {on}; cần ghi kiêm nhiệm.',
    en: '{staff} already leads {other} on {on}; say that it is concurrent.',
  },
  LEADERS_SURPLUS: {
    vi: '{staff} ({role} của {unit}) thôi giữ chức khi đơn vị kết thúc ngày {on}; cần bố trí.',
    en: '{staff}, {role} of {unit}, loses the post as the unit closes on {on}; a new one is to be decided.',
  },
  MERGE_HEADCOUNT_INCREASE: {
    vi: '{unit} được hợp nhất ngày {merged} với {before} chỉ tiêu ({category}); sau hợp nhất không tăng lên {after}.',
    en: '{unit} was merged on {merged} with {before} posts ({category}); a merger does not add posts ({after}).',
  },
  QUOTA_OVERLAP: {
    vi: '{unit} đã có chỉ tiêu khác trong cùng thời gian.',
    en: '{unit} has another quota on some of these days.',
  },
  SECONDMENT_CONSENT_MISSING: {
    vi: 'Biệt phái cần văn bản đồng ý của {body}.',
    en: 'A secondment needs the written agreement of {body}.',
  },
  SECONDMENT_COUNTED_AT_HOST: {
    vi: 'Người biệt phái được tính tại đơn vị cử, không tính tại {unit} (ngày {on}).',
    en: 'A secondee is counted at home, not at {unit} (on {on}).',
  },
  SECONDMENT_PROTECTED: {
    vi: '{staff} đang mang thai hoặc nuôi con dưới 36 tháng tuổi, không được biệt phái.',
    en: '{staff} is attested as pregnant or nursing a child under 36 months, and is not seconded.',
  },
  SECONDMENT_RETURN_UNPLANNED: {
    vi: 'Biệt phái phải nêu việc khi hết hạn: về, gia hạn hay điều chuyển.',
    en: 'A secondment says what comes after it: return, extension or transfer.',
  },
  SECONDMENT_TERM_EXCEEDED: {
    vi: 'Thời hạn biệt phái đến {until} vượt mức tối đa {max} (trước {limit}).',
    en: 'The secondment until {until} is longer than the maximum of {max} (until {limit}).',
  },
  SECONDMENT_TERM_TOO_SHORT: {
    vi: 'Thời hạn biệt phái đến {until} ngắn hơn mức tối thiểu {min} (đến {limit}).',
    en: 'The secondment until {until} is shorter than the minimum of {min} (until {limit}).',
  },
  SIGNATURE_OVERLAP: {
    vi: 'Chữ ký số này đang do người khác giữ.',
    en: 'Somebody holds this digital signature already.',
  },
  STAFF_CATEGORY_MISMATCH: {
    vi: '{staff} được tính ở loại khác vào ngày {on}.',
    en: '{staff} is counted in another category on {on}.',
  },
  STAFF_HOME_OVERLAP: {
    vi: '{staff} đã hưởng lương tại {other} vào ngày {on}.',
    en: '{staff} already has a payroll home, {other}, on {on}.',
  },
  STAFF_VERSION_OVERLAP: {
    vi: '{staff} đã có thông tin khác vào ngày {on}.',
    en: 'Something else is said of {staff} on {on}.',
  },
  STAFF_WORKPLACE_OVERLAP: {
    vi: '{staff} đã được bố trí tại {other} vào ngày {on}.',
    en: '{staff} already has a workplace, {other}, on {on}.',
  },
  TRANSFER_MANAGER_MISMATCH: {
    vi: 'Nhân sự của {unit} ngày {on} do {manager} hoặc cấp trên quyết định, không phải {decider}.',
    en: 'On {on} the staff of {unit} is decided on by {manager} or a body above it, not by {decider}.',
  },
  TRANSFER_WINDOW_CLOSED: {
    vi: 'Điều chuyển về {unit} chỉ trong thời gian {window}; ngày {on} nằm ngoài.',
    en: 'Staff is transferred to {unit} only in {window}; {on} lies outside.',
  },
} as const satisfies Readonly<Record<string, Wording>>;

/** What is said instead where a rule that is about units is broken about a person. */
export const OF_PERSON_MESSAGES: Partial<Readonly<Record<ViolationCode, Wording>>> = {
  VERSION_CONFLICT: {
    vi: '{staff} đã thay đổi: phiên bản hiện tại là {current}, không phải {given}.',
    en: '{staff} has changed: its version is {current}, not {given}.',
  },
};
