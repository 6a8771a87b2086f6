import { UNKNOWN } from './fill-message.ts';
import type { Language } from './language.ts';
import type { Violation, ViolationCode } from './violation.ts';

type Wording = Readonly<Record<Language, string>>;

/** What is said instead of the usual wording of a code where its words are such. */
interface Special extends Wording {
  when(words: Violation['words']): boolean;
}

const lacks = (word: string) => (words: Violation['words']) => words[word] === UNKNOWN;
const has = (word: string) => (words: Violation['words']) => words[word] !== undefined;
const misses = (field: string) => (words: Violation['words']) => words.missing === field;

const SPECIAL: Readonly<Partial<Record<ViolationCode, readonly Special[]>>> = {
  APPOINTING_AUTHORITY: [
    {
      when: lacks('decider'),
      vi: '{unit}: người đứng đầu do {authority} bổ nhiệm; cần nêu đơn vị quyết định (decidedBy).',
      en: 'Leaders of {unit} are appointed by {authority}; name who decides (decidedBy).',
    },
  ],
  EQUIPMENT_AUTHORITY: [
    {
      when: lacks('decider'),
      vi: 'Bước {step} thuộc thẩm quyền của {authority}; cần nêu đơn vị thực hiện bước này (by).',
      en: '{step} is for {authority} to take; name who takes the step (by).',
    },
  ],
  HANDOVER_INCOMPLETE: [
    {
      when: misses('minutes'),
      vi: 'Chưa ký được biên bản bàn giao vào ngày {on}: thiếu số biên bản.',
      en: 'The handover is not signed on {on}: the number of the minutes is missing.',
    },
    {
      when: misses('giverSignatory'),
      vi: 'Chưa ký được biên bản bàn giao vào ngày {on}: thiếu người ký của bên giao.',
      en: 'The handover is not signed on {on}: who signs for the giver is missing.',
    },
    {
      when: misses('receiverSignatory'),
      vi: 'Chưa ký được biên bản bàn giao vào ngày {on}: thiếu người ký của bên nhận.',
      en: 'The handover is not signed on {on}: who signs for the receiver is missing.',
    },
    {
      when: misses('site'),
      vi: '{unit} không quản lý trụ sở này vào ngày {on} nên không thể bàn giao.',
      en: '{unit} does not hold these premises on {on}, so it cannot hand them over.',
    },
    {
      when: ({ missing }) => /^(LISTED|INSPECTED|DISPUTED)$/.test(String(missing)),
      vi: '{unit} chỉ được sử dụng trụ sở này khi biên bản bàn giao đã ký; ngày {on} biên bản ở trạng thái {missing}.',
      en: '{unit} may use these premises once their handover is signed; on {on} it is {missing}.',
    },
    {
      when: misses('SIGNED'),
      vi: '{unit} quản lý trụ sở này từ ngày {on} theo biên bản đã ký; chữ ký không rút lại, hãy trả lại trụ sở.',
      en: '{unit} holds these premises from {on} on signed minutes: signatures stay, and the premises are released.',
    },
    {
      when: has('missing'),
      vi: '{unit} không được sử dụng trụ sở này vào ngày {on}: trụ sở do {missing} quản lý.',
      en: '{unit} may not use these premises on {on}: {missing} holds them.',
    },
  ],
  NOT_FOUND: [
    {
      when: has('known'),
      vi: 'Không tìm thấy {what}; có thể dùng {known}.',
      en: '{what} was not found; there are {known}.',
    },
  ],
  SERVICE_INTERRUPTED: [
    {
      when: has('counters'),
      vi: 'Địa bàn {territory} không còn quầy tiếp nhận nào mở từ ngày {on} (đơn vị tiếp nhận: {unit}).',
      en: 'No counter is open for territory {territory} from {on} ({unit} receives for it).',
    },
  ],
  TRANSFER_MANAGER_MISMATCH: [
    {
      when: lacks('decider'),
      vi: 'Nhân sự của {unit} ngày {on} do {manager} hoặc cấp trên quyết định; cần nêu đơn vị quyết định (decidedBy).',
      en: 'On {on} the staff of {unit} is decided on by {manager} or a body above it; name who decides (decidedBy).',
    },
  ],
  TRANSITION_INVALID: [
    {
      when: lacks('to'),
      vi: '{what}: {from} là bước đầu tiên, không thể rút lại.',
      en: '{what} is {from}; its first step cannot be taken back.',
    },
    {
      when: lacks('allowed'),
      vi: '{what} đang ở trạng thái {from}, không thể chuyển sang {to}; sau đó không còn bước nào.',
      en: '{what} is {from} and cannot become {to}; nothing may follow.',
    },
  ],
  UNIT_HAS_DEPENDENTS: [
    {
      when: has('things'),
      vi: 'Đơn vị {unit} còn {things} trụ sở hoặc tài khoản vào ngày {on}, chưa được tiếp nhận hoặc đóng.',
      en: 'Unit {unit} still has {things} premises or accounts on {on}, neither taken over nor closed.',
    },
  ],
};

/** The wording that a violation's words ask for, where it is not the usual one of its code. */
export const specialWording = ({ code, words }: Violation): Wording | undefined =>
  SPECIAL[code]?.find(({ when }) => when(words));
