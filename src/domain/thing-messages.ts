import type { Language } from './language.ts';
import type { ViolationCode } from './violation.ts';

/** What messages.ts says, for the rules about seals, signboards, premises, counters and equipment. */
export const THING_MESSAGES = {
  ACCOUNT_NOT_ENTITLED: {
    vi: '{unit} không có quyền mở tài khoản riêng vào ngày {on}.',
    en: '{unit} is not entitled to an account of its own on {on}.',
  },
  ACCOUNT_OVERLAP: {
    vi: 'Số tài khoản này đã thuộc đơn vị khác vào ngày {on}.',
    en: 'This account number belongs to another unit on {on}.',
  },
  COUNTER_OVERLAP: {
    vi: '{unit} đã có quầy "{label}" vào ngày {on}.',
    en: '{unit} already has a counter "{label}" on {on}.',
  },
  COUNTER_REQUIRED: {
    vi: '{unit} phải có quầy loại {kind} vào ngày {on}.',
    en: '{unit} must have a counter of kind {kind} on {on}.',
  },
  EQUIPMENT_AUTHORITY: {
    vi: 'Bước {step} không thuộc thẩm quyền của {decider}; cần {authority}.',
    en: '{step} is not for {decider} to take, but for {authority}.',
  },
  HANDOVER_INCOMPLETE: {
    vi: 'Trụ sở này chưa được bàn giao cho {unit} bằng biên bản đủ hai chữ ký ({missing}) vào ngày {on}.',
    en: '{unit} does not hold these premises on signed minutes ({missing}) on {on}.',
  },
  SEAL_DUPLICATE: {
    vi: '{unit} đã có con dấu đang sử dụng vào ngày {on}.',
    en: '{unit} already has a principal seal in use on {on}.',
  },
  SEAL_NAME_MISMATCH: {
    vi: 'Con dấu khắc "{engraved}", tên của {unit} vào ngày {on} là "{name}"; ngày so sánh là ngày đầu sử dụng (usedFrom).',
    en: 'The seal is engraved "{engraved}", but {unit} is named "{name}" on {on}; the day compared is that of first use (usedFrom).',
  },
  SEAL_NOT_ENTITLED: {
    vi: '{unit} không được dùng con dấu riêng vào ngày {on}.',
    en: '{unit} is not entitled to a seal of its own on {on}.',
  },
  SEAL_NOT_REGISTERED: {
    vi: 'Con dấu chưa được đăng ký mẫu, không được sử dụng vào ngày {on}.',
    en: 'The specimen of the seal is not registered: no use on {on}.',
  },
  SEAL_NOT_RETURNED: {
    vi: 'Con dấu "{engraved}" của {unit} chưa được giao nộp vào ngày {on} ({status}).',
    en: 'The seal "{engraved}" of {unit} is not returned on {on} ({status}).',
  },
  SIGNBOARD_NAME_MISMATCH: {
    vi: 'Biển hiệu ghi "{text}", tên của {unit} vào ngày {on} là "{name}".',
    en: 'The signboard says "{text}", but {unit} is named "{name}" on {on}.',
  },
  SITE_DOUBLE_ALLOCATED: {
    vi: 'Trụ sở này do {holder} quản lý vào ngày {on}.',
    en: 'These premises are held by {holder} on {on}.',
  },
} satisfies Partial<Readonly<Record<ViolationCode, Readonly<Record<Language, string>>>>>;
