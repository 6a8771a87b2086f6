import { translator } from '../domain/translate.ts';

/**
 * What errors of a request say in Vietnamese, by how they read in English; `{0}`, `{1}` are what varies, and are translated
 * too where they are listed. What graphql-js says of how a document is written stays English: only programmers read it.
 */
const VIETNAMESE: Readonly<Record<string, string>> = {
  'You may not do this.': 'Bạn không có quyền thực hiện việc này.',
  'You may not do this; it takes the role over everything.':
    'Bạn không có quyền thực hiện việc này; cần vai trò trên toàn hệ thống.',
  'You may not do this; it takes one of the roles {0}.':
    'Bạn không có quyền thực hiện việc này; cần một trong các vai trò {0}.',
  '{0}: expected {1}.': '{0}: cần {1}.',
  'a number from {0} to {1}': 'một số từ {0} đến {1}',
  'a number from {0} to {1}, or null for all': 'một số từ {0} đến {1}, hoặc null cho tất cả',
  'a cursor that a page of this list ended with': 'con trỏ mà một trang của danh sách này kết thúc',
  'a day after from': 'một ngày sau from',
  'a day after from, at most {0} years': 'một ngày sau from, cách không quá {0} năm',
  'a day of the period': 'một ngày trong khoảng thời gian',
  'an instant after from': 'một thời điểm sau from',
  'at most {0} characters': 'không quá {0} ký tự',
  'either a day or a period': 'một ngày hoặc một khoảng thời gian, không cả hai',
  'no period: staff is exported as of a day, asOf': 'không có khoảng thời gian: nhân sự được xuất theo một ngày, asOf',
  'one of plan and under': 'một trong hai: plan hoặc under',
  'one of under and plan': 'một trong hai: under hoặc plan',
  'one of unit and under': 'một trong hai: unit hoặc under',
  'the first day of a period': 'ngày đầu của khoảng thời gian',
  'text without the NUL character and without half surrogate pairs':
    'văn bản không có ký tự NUL và không có nửa cặp thay thế (surrogate)',
  'Alias {0}: expected at most {1} characters.': 'Bí danh {0}: cần không quá {1} ký tự.',
  'The request asks for too much: expected {0}.': 'Yêu cầu hỏi quá nhiều: cần {0}.',
  'at most {0} levels': 'không quá {0} cấp',
  'at most {0} fields, fragments expanded': 'không quá {0} trường, kể cả trong các fragment',
  'fewer lists within lists, or smaller pages': 'ít danh sách lồng nhau hơn, hoặc trang nhỏ hơn',
  'at most {0} fields of the operation itself': 'không quá {0} trường ở cấp đầu của thao tác',
  'at most {0} fields repeated under the same key': 'không quá {0} trường lặp lại cùng một khóa',
  'at most {0} aliases, fragments expanded': 'không quá {0} bí danh, kể cả trong các fragment',
  'at most {0} directives, fragments expanded': 'không quá {0} chỉ thị (directive), kể cả trong các fragment',
  'at most {0} fragments': 'không quá {0} fragment',
  'a document of at most {0} tokens': 'một tài liệu không quá {0} từ và dấu',
  'at most {0} levels of __type; the whole schema is in schema.graphql':
    'không quá {0} cấp của __type; toàn bộ lược đồ có trong schema.graphql',
  'The server is busy; try again in a moment.': 'Máy chủ đang bận; hãy thử lại sau giây lát.',
  'Too many requests; try again later.': 'Quá nhiều yêu cầu; hãy thử lại sau.',
  'There is too much for one file: expected at most {0} rows.': 'Quá nhiều cho một tệp: cần không quá {0} dòng.',
  'at most {0} rows: a unit further down, or a shorter period':
    'không quá {0} dòng: một đơn vị cấp dưới, hoặc khoảng thời gian ngắn hơn',
  '{0}: there is no {1}.': '{0}: không có {1}.',
  'There is no plan {0}.': 'Không có kế hoạch {0}.',
  'The change collided with others several times; try again.':
    'Thay đổi đã nhiều lần đụng với thay đổi khác; hãy thử lại.',
  'The database cannot be reached; try again.': 'Không kết nối được cơ sở dữ liệu; hãy thử lại.',
  'What you look at cannot be recorded at the moment, so it is not shown; try again.':
    'Hiện không ghi lại được việc xem dữ liệu cá nhân nên không hiển thị; hãy thử lại.',
  'The request took too long and was given up; ask for less, or try again.':
    'Yêu cầu mất quá nhiều thời gian và đã bị dừng; hãy hỏi ít hơn hoặc thử lại.',
  'Variable "{0}" got invalid value {1}; {2}': 'Biến "{0}" có giá trị không hợp lệ {1}; {2}',
  'Expected type "{0}". {1}': 'Cần kiểu "{0}". {1}',
  'Value is not a valid LocalDate: {0}': 'Không phải một ngày YYYY-MM-DD: {0}',
  'Value is not string: {0}': 'Không phải văn bản: {0}',
  'DateTime cannot represent an invalid date-time-string {0}.': 'Không phải một thời điểm theo RFC 3339: {0}.',
  '{0} is no day: expected a year from 0001 to 9999.': '{0} không phải một ngày: cần năm từ 0001 đến 9999.',
  '{0} is no instant: expected a year from 0001 to 9999.': '{0} không phải một thời điểm: cần năm từ 0001 đến 9999.',
  'An amount in dong is a whole number.': 'Số tiền bằng đồng là một số nguyên.',
};

/** A text of an error in Vietnamese, or as it is where nobody translated it. */
export const inVietnamese = translator(VIETNAMESE);
