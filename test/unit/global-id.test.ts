import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NodeType, parseGlobalId } from '../../src/domain/global-id.ts';

const TYPES: NodeType[] = [
  'OrgUnit',
  'Territory',
  'LegalInstrument',
  'ChangeEvent',
  'Plan',
  'Phase',
  'PlannedChange',
  'Task',
  'Policy',
  'Waiver',
];
const idOf = (text: string): string => Buffer.from(text).toString('base64');

describe('a global id', () => {
  it('stands for one thing of one type', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), fc.integer({ min: 1, max: 999_999_999 }), (type, id) => {
        expect(parseGlobalId(idOf(`${type}:${id}`))).toEqual({ type, id });
      }),
    );
  });

  it('is nothing else, whatever is sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string().map(idOf), fc.base64String()), (text) => {
        const found = parseGlobalId(text);

        expect(found === null || idOf(`${found.type}:${found.id}`) === text).toBe(true);
      }),
    );
  });

  it.each([
    '',
    'OrgUnit:1',
    idOf('OrgUnit'),
    idOf('OrgUnit:0'),
    idOf('OrgUnit:-1'),
    idOf('OrgUnit:1.5'),
    idOf('OrgUnit:1 '),
    idOf('Coverage:1'),
    idOf('constructor:1'),
    idOf(`OrgUnit:${'9'.repeat(16)}`),
    `${idOf('OrgUnit:1')}=`,
    idOf('OrgUnit:12').replace(/=+$/, ''),
  ])('is not %j', (text) => {
    expect(parseGlobalId(text)).toBeNull();
  });
});
