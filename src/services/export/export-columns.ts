import type { ExportKind } from '../../domain/export.ts';
import type { Language } from '../../domain/language.ts';
import type { TableColumn } from './table.ts';

type Wording = Readonly<Record<Language, string>>;

/** What a kind of table is called, and its columns in their order. */
interface TableForm {
  title: Wording;
  columns: readonly (Omit<TableColumn, 'header'> & { header: Wording })[];
}

const column = (key: string, vi: string, en: string, type: TableColumn['type'] = 'text') => ({
  key,
  header: { vi, en },
  type,
});

/** What is in each kind of table. Those of people bear the names by which an import of staff finds its columns. */
export const EXPORT_FORMS: Readonly<Record<ExportKind, TableForm>> = {
  STAFF: {
    title: { vi: 'Nhân sự', en: 'Staff' },
    columns: [
      column('code', 'Mã cán bộ', 'Staff code'),
      column('name', 'Họ và tên', 'Full name'),
      column('category', 'Loại', 'Category'),
      column('payrollHome', 'Đơn vị hưởng lương', 'Payroll home'),
      column('payrollHomeName', 'Tên đơn vị hưởng lương', 'Payroll home name'),
      column('workplace', 'Nơi làm việc', 'Workplace'),
      column('workplaceName', 'Tên nơi làm việc', 'Workplace name'),
      column('from', 'Từ ngày', 'Start date', 'date'),
    ],
  },
  HEADCOUNT: {
    title: { vi: 'Biên chế', en: 'Headcount' },
    columns: [
      column('unit', 'Mã đơn vị', 'Unit code'),
      column('unitName', 'Tên đơn vị', 'Unit name'),
      column('category', 'Loại', 'Category'),
      column('ceiling', 'Biên chế được giao', 'Ceiling', 'number'),
      column('minimum', 'Biên chế tối thiểu', 'Minimum', 'number'),
      column('payroll', 'Người hưởng lương', 'Payroll', 'number'),
      column('vacancies', 'Biên chế còn trống', 'Vacancies', 'number'),
      column('secondedIn', 'Biệt phái đến', 'Seconded in', 'number'),
      column('secondedOut', 'Biệt phái đi', 'Seconded out', 'number'),
    ],
  },
  LEDGER: {
    title: { vi: 'Sổ biên chế', en: 'Headcount ledger' },
    columns: [
      column('on', 'Ngày', 'Day', 'date'),
      column('measure', 'Nội dung', 'Measure'),
      column('quantity', 'Số lượng', 'Quantity', 'number'),
      column('debit', 'Mã đơn vị đến', 'Debit unit code'),
      column('debitName', 'Tên đơn vị đến', 'Debit unit name'),
      column('debitCategory', 'Loại đến', 'Debit category'),
      column('credit', 'Mã đơn vị đi', 'Credit unit code'),
      column('creditName', 'Tên đơn vị đi', 'Credit unit name'),
      column('creditCategory', 'Loại đi', 'Credit category'),
      column('staff', 'Mã cán bộ', 'Staff code'),
      column('staffName', 'Họ và tên', 'Full name'),
      column('reason', 'Lý do', 'Reason'),
      column('instrument', 'Văn bản', 'Instrument'),
    ],
  },
};
