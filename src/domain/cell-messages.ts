/** What is said of a cell of a file or a place of a document, and what it should hold, in Vietnamese by the English text. */
export const CELL_WORDS: Readonly<Record<string, string>> = {
  // Of any table.
  'the cell is empty': 'ô để trống',
  'there is no header': 'không có dòng tiêu đề',
  'the column is missing': 'thiếu cột này',
  'the column "{0}" is missing': 'thiếu cột "{0}"',
  'the column "{0}" is there twice': 'cột "{0}" có hai lần',
  'the columns "{0}" and "{1}" are one and the same': 'hai cột "{0}" và "{1}" là một',
  'no column is called "{0}"': 'không có cột nào tên "{0}"',
  'only one of them': 'chỉ một trong hai',
  'a column "{0}"': 'một cột "{0}"',
  'a first row with the columns {0}': 'dòng đầu có các cột {0}',
  'a first row with the columns {0} and any of {1}': 'dòng đầu có các cột {0} và tùy chọn {1}',
  'a name of a column': 'tên của một cột',
  'the first row is no header: it names no column known': 'dòng đầu không phải tiêu đề: không nêu cột nào được biết',
  'the row has {0} cells, the header {1}': 'dòng có {0} ô, tiêu đề có {1}',
  'at most {0} cells': 'không quá {0} ô',
  'at most {0} cells, with quotes around a cell that holds the separator':
    'không quá {0} ô, ô có dấu phân cách phải đặt trong ngoặc kép',
  'more than {0} rows': 'nhiều hơn {0} dòng',
  'at most {0} in a file': 'không quá {0} dòng trong một tệp',
  'a header and one row or more': 'dòng tiêu đề và ít nhất một dòng',
  'quotes around a whole cell': 'ngoặc kép quanh cả ô',
  'a quote is opened and never closed; the rest of the file was not read':
    'ngoặc kép mở mà không đóng; phần còn lại của tệp không đọc được',
  'text follows a closing quote; the rest of the file was not read':
    'có chữ sau ngoặc kép đóng; phần còn lại của tệp không đọc được',
  'a quote stands inside an unquoted cell; the row was not read':
    'có ngoặc kép trong ô không đặt trong ngoặc kép; dòng này không đọc được',
  'the workbook cannot be read: {0}': 'không đọc được sổ tính: {0}',
  'it is damaged': 'tệp bị hỏng',
  'a workbook as a spreadsheet program saves it': 'sổ tính như phần mềm bảng tính lưu',
  'the formula of the cell failed with {0}': 'công thức của ô báo lỗi {0}',
  // Days, numbers, codes.
  '"{0}" is not a date': '"{0}" không phải là ngày',
  '"{0}" is before {1}': '"{0}" trước năm {1}',
  '"{0}" is not in the calendar': '"{0}" không có trong lịch',
  '"{0}" is not in the calendar; the day comes before the month': '"{0}" không có trong lịch; ngày đứng trước tháng',
  'YYYY-MM-DD or day/month/year, from the year 1900 on': 'YYYY-MM-DD hoặc ngày/tháng/năm, từ năm 1900',
  '"{0}" is not a whole number': '"{0}" không phải là số nguyên',
  'a whole number from 0 on, or nothing': 'một số nguyên từ 0, hoặc để trống',
  'the code of a unit': 'mã của một đơn vị',
  '"{0}" is not a code': '"{0}" không phải là mã',
  '"{0}" is not a code; a spreadsheet shortens long numbers so':
    '"{0}" không phải là mã; bảng tính rút gọn số dài như vậy',
  '"{0}" is a date; a spreadsheet makes dates of codes that look like one':
    '"{0}" là ngày; bảng tính đổi mã giống ngày thành ngày',
  '"{0}" is a number that is not whole; a spreadsheet makes numbers of codes that look like one':
    '"{0}" là số lẻ; bảng tính đổi mã giống số thành số',
  '"{0}" is a number; a spreadsheet keeps only {1} digits of it': '"{0}" là số; bảng tính chỉ giữ {1} chữ số',
  '"{0}" is shorter than "{1}" on line {2}; a spreadsheet drops leading zeros':
    '"{0}" ngắn hơn "{1}" ở dòng {2}; bảng tính bỏ số 0 ở đầu',
  '{0}, in a cell formatted as text': '{0}, trong ô định dạng văn bản',
  '1 to 64 of A-Z, a-z, 0-9, ".", "_", "-"': '1 đến 64 ký tự trong A-Z, a-z, 0-9, ".", "_", "-"',
  'a unit code: 1 to 64 of A-Z, 0-9, ".", "-"': 'mã đơn vị: 1 đến 64 ký tự trong A-Z, 0-9, ".", "-"',
  '{0}, in one of both': '{0}, ở một trong hai ô',
  // Of a file of staff.
  '{0} is already on line {1}': '{0} đã có ở dòng {1}',
  'one row for each person': 'mỗi người một dòng',
  'the name is too long': 'tên quá dài',
  'a name of at most {0} characters': 'tên không quá {0} ký tự',
  'the name holds the invisible character {0}': 'tên có ký tự không hiển thị {0}',
  'a name without it': 'tên không có ký tự đó',
  '"{0}" is not a category known here': '"{0}" không phải là đối tượng được biết',
  '"{0}" is neither yes nor no': '"{0}" không phải có, cũng không phải không',
  '{0} for yes; {1} or nothing for no': '{0} là có; {1} hoặc để trống là không',
  'the cell is empty, yet a unit pays every {0}': 'ô để trống, trong khi {0} phải có đơn vị hưởng lương',
  'the cell is empty, and so is "{0}"': 'ô để trống, và "{0}" cũng vậy',
};
