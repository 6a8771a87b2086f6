import { fill, type Words } from './fill-message.ts';
import type { Language } from './language.ts';

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
  KPI: { vi: '{kpi}: {actual}, cần {target}.', en: '{kpi} is {actual}, expected {target}.' },
  KPI_TARGET: { vi: 'Chưa có chỉ tiêu nào: {gate}', en: 'No target is set: {gate}' },
  HANDOVER: { vi: 'Chưa ký biên bản bàn giao: {title} ({status})', en: 'Not handed over: {title} ({status})' },
  NO_HANDOVER: { vi: 'Giai đoạn chưa có danh mục bàn giao nào.', en: 'Nothing is listed to be handed over.' },
  ACCOUNTS_UNSAID: {
    vi: '{unit} chưa ghi nhận số tài khoản cán bộ, công chức.',
    en: 'The accounts of officials of {unit} are not recorded.',
  },
  ACCOUNTS: {
    vi: '{unit} có {done}/{total} tài khoản cán bộ, công chức.',
    en: '{unit} has {done} of {total} accounts of officials.',
  },
  PROCEDURES_UNSAID: {
    vi: '{unit} chưa ghi nhận số thủ tục đã cấu hình.',
    en: 'The procedures configured at {unit} are not recorded.',
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
export function missingOf({ key, words }: { key: string; words: Words }, language: Language): string {
  const unsaid = 'total' in words && words.total === null ? MISSING[`${key}_UNSAID`] : undefined;
  const wording = unsaid ?? MISSING[key];
  return wording ? fill(wording, words, language) : key;
}
