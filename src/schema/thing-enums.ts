import { ACCOUNT_STATUSES, type AccountStatus } from '../domain/bank-account.ts';
import { NEED_STATUSES, type NeedStatus } from '../domain/equipment.ts';
import { HANDOVER_STATUSES, type HandoverStatus } from '../domain/handover.ts';
import { SEAL_KINDS, SEAL_STATUSES, type SealKind, type SealStatus } from '../domain/seal.ts';
import { SIGNBOARD_STATUSES, type SignboardStatus } from '../domain/signboard.ts';
import { type Described, enumOf } from './enum-of.ts';

const sealKinds: Described<SealKind> = {
  PRINCIPAL: 'Con dấu chính: the one by which the unit signs (Decree 99/2016/NĐ-CP, article 5).',
  ADDITIONAL: 'A further wet seal, by permission of the competent body, which the request cites.',
  EMBOSSED: 'Dấu nổi: its dry impression.',
  REDUCED: 'Dấu thu nhỏ: its reduced impression.',
};
export const SealKindEnum = enumOf('SealKind', 'What kind of seal it is.', [SEAL_KINDS, sealKinds]);

const sealStatuses: Described<SealStatus> = {
  REQUESTED: 'Asked for.',
  AUTHORIZED: 'Its engraving is allowed.',
  ENGRAVED: 'Made.',
  REGISTERED: 'Its specimen is registered with the police; nobody may use it before.',
  IN_USE: 'In use.',
  WITHDRAWN: 'No longer used, and not given back yet.',
  RETURNED: 'Given back, on minutes.',
  DESTROYED: 'Destroyed, on minutes.',
  ARCHIVED: 'Kept in an archive, on minutes.',
  LOST: 'Lost; it stays a seal that somebody may find.',
  INVALIDATED: 'Declared invalid.',
};
export const SealStatusEnum = enumOf('SealStatus', 'Where a seal stands on the day.', [SEAL_STATUSES, sealStatuses]);

const signboardStatuses: Described<SignboardStatus> = {
  DESIGNED: 'Designed.',
  BRAND_APPROVED: 'Its brand is approved (dispatch 2319/VPCP-KSTT, Decision 468/QĐ-TTg).',
  MADE: 'Made.',
  MOUNTED: 'It hangs.',
  REMOVED: 'Taken down.',
  DISPOSED: 'Disposed of.',
};
export const SignboardStatusEnum = enumOf('SignboardStatus', 'Where a signboard stands on the day.', [
  SIGNBOARD_STATUSES,
  signboardStatuses,
]);

const accountStatuses: Described<AccountStatus> = {
  REQUESTED: 'Asked for; receipts are self-printed until it is opened (dispatch 9494/BTC-CT).',
  OPENED: 'Open, under its number.',
  CLOSED: 'Closed.',
  REFUSED: 'Refused.',
};
export const AccountStatusEnum = enumOf('AccountStatus', 'Where a bank account stands on the day.', [
  ACCOUNT_STATUSES,
  accountStatuses,
]);

const handoverStatuses: Described<HandoverStatus> = {
  LISTED: 'What is to be handed over is listed.',
  INSPECTED: 'Both sides have looked at it.',
  SIGNED: "The minutes bear both signatures; premises are the receiver's from that day on.",
  CLOSED: 'Nothing is left to be done.',
  DISPUTED: 'One side does not agree; it is inspected again.',
  CANCELLED: 'It does not come about; nothing was handed over.',
};
export const HandoverStatusEnum = enumOf('HandoverStatus', 'Where a handover stands on the day.', [
  HANDOVER_STATUSES,
  handoverStatuses,
]);

const needStatuses: Described<NeedStatus> = {
  REGISTERED: 'Registered by the unit that needs it.',
  CONSOLIDATED: 'Taken by the provincial center into what all its units need.',
  FUNDED: 'Money for it was granted.',
  PURCHASED: 'The unit bought it.',
  REFUSED: 'Not taken over, or not funded.',
};
export const NeedStatusEnum = enumOf('EquipmentNeedStatus', 'Where a need for equipment stands on the day.', [
  NEED_STATUSES,
  needStatuses,
]);
