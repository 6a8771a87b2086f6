import fc from 'fast-check';
import {
  type GraphQLInputField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { HOSTILE_DAYS, HOSTILE_TEXTS } from './hostile.ts';

type Draw = fc.GeneratorValue;

const UNITS = [
  'HN',
  'HN-B01',
  'HN-B02',
  'HN-B03',
  'HN-00166',
  'BN',
  'BN-07432',
  'BD',
  'BD-718',
  'NA',
  'PC-01',
  'NEW-1',
];
/** What texts of an argument usually are, by its name; the first that fits. */
const USUAL: readonly [RegExp, readonly string[]][] = [
  [/^(plan)$/i, ['HN', 'BD', 'BN', 'NA', 'T91', 'T93', 'T94']],
  [/staff|person/i, ['AN', 'BINH', 'CHI', 'DUNG', 'NOBODY']],
  [/territor|within|commune/i, ['01', '24', '005', '718', '09', '40']],
  [/instrument/i, ['29/KH-UBND', '93/QD', '1/KHONG-CO']],
  [/^(gate)$/i, ['HEARD', 'A1', 'F1']],
  [/task/i, ['FEES', 'REPORT']],
  [/key/i, ['deputies.max', 'workload.person.max', 'k-1', 'k-2']],
  [/value/i, ['1', '2', '10', 'true', '0.5']],
  [/counter|label/i, ['Quầy 1', 'Quầy 2', '1']],
  [/document/i, ['code: T80', '{}', '- a\n- b', '&a [*a]', 'code: HN\ntitle: x\ncenter: HN']],
  [/content|base64/i, ['QQ==', 'w4MK', 'Y29kZSxuYW1lCkExLEFuCg==', '!!!']],
  [/name/i, ['Chi nhánh mới', 'staff.csv', 'a.xlsx', 'communes.csv']],
  [/search|text/i, ['ha noi', 'cau giay', 'BN-07']],
  [/after|cursor/i, ['', 'MQ==', 'WyJhIiwxXQ==', 'eyJhIjoxfQ==']],
];
const TYPES = [
  'OrgUnit',
  'Plan',
  'Phase',
  'Staff',
  'Seal',
  'Counter',
  'Handover',
  'EquipmentNeed',
  'ChangeEvent',
  'Waiver',
];
const DAYS = [
  '2024-12-31',
  '2025-01-01',
  '2025-03-01',
  '2025-05-15',
  '2025-07-01',
  '2025-07-15',
  '2025-09-01',
  '2026-01-01',
];
const NUMBERS = [0, 1, 2, 3, 5, 20, 100, 101, -1, 2025, 2_147_483_647, -2_147_483_648];
const INSTANTS = [
  '2025-07-01T00:00:00Z',
  '2030-01-01T00:00:00.123456Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:60Z',
];
const AMOUNTS = [0, 1, -1, 5_000_000, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 0.5];
const ID =
  /^(id|ids|counter|counters|handover|handovers|seal|seals|change|waiver|transfer|secondment|assignment|appointment|need|needs|site)$/i;
const MOST_ITEMS = 3;

/** Values for arguments: mostly such as are used, now and then such as no honest client sends. */
export class InventedValues {
  private readonly draw: Draw;

  constructor(draw: Draw) {
    this.draw = draw;
  }

  /** A value of a type, for an argument or a field of this name. */
  of(type: GraphQLInputType, name: string): unknown {
    if (isNonNullType(type)) return this.given(type.ofType, name);
    return this.chance(5) ? null : this.given(type, name);
  }

  private given(type: GraphQLInputType, name: string): unknown {
    if (isNonNullType(type)) return this.given(type.ofType, name);
    if (isListType(type)) {
      return Array.from({ length: this.draw(fc.nat, { max: MOST_ITEMS }) }, () => this.of(type.ofType, name));
    }
    if (isEnumType(type)) return this.oneOf(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => isNeeded(field) || this.chance(45));
      return Object.fromEntries(fields.map((field) => [field.name, this.of(field.type, field.name)]));
    }
    return this.scalar(type.name, name);
  }

  private scalar(type: string, name: string): unknown {
    if (type === 'Boolean') return this.chance(50);
    if (type === 'Int') return this.oneOf(this.chance(92) ? NUMBERS.slice(1, 6) : NUMBERS);
    if (type === 'Float') return this.draw(fc.double, { noNaN: true, noDefaultInfinity: true });
    if (type === 'Date') return this.oneOf(this.chance(97) ? DAYS : HOSTILE_DAYS);
    if (type === 'DateTime') return this.oneOf(INSTANTS);
    if (type === 'Dong') return this.oneOf(AMOUNTS);
    return this.text(type, name);
  }

  private text(type: string, name: string): string {
    if (this.chance(5)) return this.oneOf(HOSTILE_TEXTS);
    if (this.chance(2)) return this.draw(fc.string, { unit: 'binary', maxLength: 40 });
    if (type === 'ID' || ID.test(name)) return this.id();
    return this.oneOf(USUAL.find(([pattern]) => pattern.test(name))?.[1] ?? UNITS);
  }

  private id(): string {
    const type = this.chance(95) ? this.oneOf(TYPES) : 'Nothing';
    const number = this.chance(90)
      ? this.draw(fc.integer, { min: 1, max: 60 })
      : this.oneOf(['0', '-1', '9'.repeat(15), 'x']);
    return Buffer.from(`${type}:${number}`).toString('base64');
  }

  private chance(percent: number): boolean {
    return this.draw(fc.nat, { max: 99 }) < percent;
  }

  private oneOf<T>(choice: readonly T[]): T {
    return choice[this.draw(fc.nat, { max: choice.length - 1 })] as T;
  }
}

const isNeeded = (field: GraphQLInputField): boolean => isNonNullType(field.type) && field.defaultValue === undefined;
