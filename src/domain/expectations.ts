import type { Language } from './language.ts';
import type { Expectation } from './violation.ts';

/** What was expected instead, by key; `{word}` is filled from the violation. */
export const EXPECTATIONS: Readonly<Record<Expectation, Readonly<Record<Language, string>>>> = {
  ABOVE_ZERO: { vi: 'một số lớn hơn 0, đến {max}', en: 'a number above 0, up to {max}' },
  ANOTHER_UNIT: { vi: 'một đơn vị khác', en: 'another unit' },
  ATTRIBUTES_OF_NEW_UNIT: { vi: 'tên và loại của đơn vị mới', en: 'a name and a kind for the new unit' },
  BRANCH_TYPE: { vi: 'loại chi nhánh từ 1 đến 9', en: 'a branch type from 1 to 9' },
  DAY_FROM_1900: { vi: 'một ngày từ năm 1900', en: 'a day from 1900 on' },
  DAY_WITHIN_VERSION: {
    vi: 'một ngày sau khi phiên bản trước bắt đầu và trước khi phiên bản này kết thúc',
    en: 'a day after the version before begins and before this one ends',
  },
  DAY_UNTIL: { vi: 'một ngày không sau {day}', en: 'a day not after {day}' },
  DOCUMENT: { vi: 'một văn bản kế hoạch đúng mẫu: {problem}', en: 'a plan document: {problem}' },
  EXISTING_UNIT: { vi: 'một đơn vị đang hoạt động', en: 'a live unit' },
  FIGURE: { vi: 'một số nguyên từ {min} đến {max}', en: 'a whole number from {min} to {max}' },
  FILE_CELL: { vi: 'đúng nội dung của cột: {form} ({reason})', en: 'what the column holds: {form} ({reason})' },
  FROM_BEFORE_UNTIL: { vi: 'ngày bắt đầu trước ngày kết thúc', en: 'a first day before the last' },
  ONE_OF_CHANGE_AND_PLANNED: {
    vi: 'một trong hai: change hoặc plannedChange',
    en: 'one of change and plannedChange',
  },
  LATER_THAN: { vi: 'một ngày sau {day}', en: 'a day after {day}' },
  NOT_BEFORE: { vi: 'một ngày không sớm hơn {day}', en: 'a day not before {day}' },
  NO_OTHER_ENTRY: { vi: 'mỗi mục chỉ một lần', en: 'each entry only once' },
  POLICY_VALUE: { vi: 'giá trị như {form}', en: 'a value such as {form}' },
  SITE_AREA: { vi: 'diện tích lớn hơn 0, đến {max} m²', en: 'an area above 0, up to {max} m²' },
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
  ACCOUNT_NUMBER: {
    vi: 'số tài khoản gồm 3 đến 40 chữ số, chữ in hoa, dấu chấm, gạch ngang',
    en: 'an account number of 3 to 40 digits, capitals, dots and hyphens',
  },
  AMOUNT: { vi: 'số tiền từ 0 đến {max} đồng', en: 'an amount of 0 to {max} dong' },
  AMOUNT_FUNDED: { vi: 'không quá {funded} đồng đã được bố trí', en: 'no more than the {funded} dong granted' },
  DONE: { vi: 'số đã xong từ 0 đến {total}', en: 'so many as are done, 0 to {total}' },
  QUANTITY: { vi: 'số lượng từ 1 đến {max}', en: 'a quantity of 1 to {max}' },
  TOTAL: { vi: 'tổng số, từ 0 đến {max}', en: 'of how many, 0 to {max}' },
  ANOTHER_CORRECTION: {
    vi: 'một đính chính khác; đính chính không được hoàn tác',
    en: 'another correction; a correction is not undone',
  },
  ATTESTATION_GATE: { vi: 'một điều kiện cần xác nhận', en: 'a gate that asks for a statement' },
  CHANGE_KIND: {
    vi: 'một loại thay đổi; đính chính dùng correctUnit',
    en: 'a kind of change; corrections are made with correctUnit',
  },
  RESULTS_OF_KIND: {
    vi: 'từ {least} đến {most} đơn vị kết quả cho {kind}',
    en: 'from {least} to {most} results for {kind}',
  },
  SOURCES_OF_KIND: {
    vi: 'từ {least} đến {most} đơn vị nguồn cho {kind}',
    en: 'from {least} to {most} sources for {kind}',
  },
  WHAT_KIND_SAYS: { vi: 'đúng những gì {kind} thay đổi', en: 'what {kind} changes, and nothing else' },
  CHILD_TO_DECIDE: {
    vi: 'trước đó, một quyết định {what} trực thuộc đơn vị nào',
    en: 'first a decision below which unit {what} stands',
  },
  NOT_CHANGED_SINCE: {
    vi: 'một thay đổi còn nguyên như khi quyết định; {what} đã thay đổi lại ngày {day}',
    en: 'an act that still stands as decided; {what} was changed again on {day}',
  },
  SAME_PLAN: { vi: 'văn bản của chính kế hoạch này', en: 'a document of the same plan and center' },
  SCOPE: { vi: 'một đơn vị hoặc một kế hoạch', en: 'a unit or a plan' },
  TERRITORY_TO_DECIDE: {
    vi: 'trước đó, một quyết định về đơn vị tiếp nhận cho địa bàn {what}',
    en: 'first a decision on who receives for {what}',
  },
  UNDONE_BY_ONE_ACT: {
    vi: 'một thay đổi có thể hoàn tác bằng một quyết định; với {what} thì không',
    en: 'an act that a single act can undo, which is not so for {what}',
  },
  UNIT_THAT_RETURNS: { vi: 'một đơn vị được lập lại khi hoàn tác', en: 'a unit that comes back' },
  UNTIL_OR_EVENT: { vi: 'until hoặc untilEvent, không cả hai', en: 'until or untilEvent, not both' },
  WAIVABLE_CODE: { vi: 'một quy tắc có thể được miễn: {codes}', en: 'a rule that can be waived: {codes}' },
  UNIT_BELOW_SOURCE: {
    vi: 'một đơn vị trực thuộc đơn vị được chia tách',
    en: 'a unit below the one that is split',
  },
  UNIT_CODE: {
    vi: 'mã gồm chữ hoa A-Z, số, dấu gạch nối và dấu chấm',
    en: 'a code of capitals A-Z, digits, hyphens and dots',
  },
  ANOTHER_STAFF: { vi: 'mỗi người chỉ một lần', en: 'each person only once' },
  WEEKDAYS: {
    vi: 'các ngày trong tuần từ 1 (thứ Hai) đến 7 (Chủ nhật), mỗi ngày một lần',
    en: 'weekdays from 1 (Monday) to 7 (Sunday), each once',
  },
  DAY_IN_FORCE: { vi: 'một ngày từ {from} đến trước {until}', en: 'a day from {from} and before {until}' },
  DECIDER_NAMED: {
    vi: 'decidedBy: mã của đơn vị quyết định',
    en: 'decidedBy: the code of the deciding unit',
  },
  SOME_UNITS: { vi: 'ít nhất một đơn vị, hoặc để trống', en: 'at least one unit, or none said' },
  MOST_ITEMS: { vi: 'từ 1 đến {max} mục', en: 'from 1 to {max} items' },
  NO_LATER_FACT: {
    vi: 'một ngày sau mọi quyết định đã có ({day})',
    en: 'a day after every decision on record ({day})',
  },
  PAID_CATEGORY_HOME: {
    vi: 'đơn vị hưởng lương cho {category}',
    en: 'a payroll home for {category}',
  },
  PAID_STAFF: { vi: 'một người có đơn vị hưởng lương ngày đó', en: 'somebody with a payroll home that day' },
  QUOTA: {
    vi: 'chỉ tiêu từ 0 đến 999999, tối thiểu không lớn hơn chỉ tiêu',
    en: 'a ceiling from 0 to 999999 and a minimum not above it',
  },
  QUOTA_DAY: { vi: 'một ngày trong năm {year}', en: 'a day of the year {year}' },
  RETURN_PLAN: { vi: 'RETURN, EXTEND hoặc TRANSFER', en: 'one of RETURN, EXTEND and TRANSFER' },
  STAFF_CODE: {
    vi: 'mã gồm chữ cái, số, dấu chấm, gạch ngang, gạch dưới',
    en: 'a code of letters, digits, dots, hyphens and underscores',
  },
  STAFF_MEMBER: { vi: 'một người trong biên chế ngày đó', en: 'somebody on staff that day' },
  UNDER_WAY: { vi: 'một quyết định chưa có hiệu lực', en: 'something that is not in effect yet' },
  UNIT_OF_CENTER: {
    vi: 'trung tâm {center} hoặc một đơn vị trực thuộc trong năm',
    en: 'the center {center} or a unit below it in that year',
  },
};
