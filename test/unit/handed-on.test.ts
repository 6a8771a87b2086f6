import { fillPlaceholders, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { HANDED_ON } from '../../src/db/read/query.ts';
import { prepare } from '../../src/db/read/reader.ts';
import type { SelectedField } from '../../src/db/read/selection.ts';

const OTHERS: Readonly<Record<string, Record<string, unknown>>> = {
  capacity: { unit: 'X', from: '2025-01-01', until: '2026-01-01' },
  plan: { code: 'X' },
  staff: { code: 'X' },
  staffMembers: { unit: 'X' },
  territory: { code: 'X' },
  unit: { code: 'X' },
};
const leaf = (name: string): SelectedField => ({ key: name, name, args: {}, fields: () => [] });
const leafOf = (type: string) =>
  leaf(type.endsWith('Connection') ? 'totalCount' : type === 'Capacity' ? 'strengthPeak' : 'code');
const asked = (name: string, args: SelectedField['args']): SelectedField => ({
  key: 'k',
  name,
  args,
  fields: (type) => [leafOf(type)],
});
const givenFor = (argument: string) =>
  argument === 'asOf' ? '2025-03-04' : argument === 'knownAt' ? '2025-03-04T05:06:07Z' : "HN'; --";

const cases = Object.entries(HANDED_ON).flatMap(([field, names]) => names.map((name) => [field, name] as const));
const SCOPES = [null, { units: ['HN'], managing: [] }];

describe('an argument that is only handed on makes the same statement, whatever it is', () => {
  it.each(cases)('%s(%s)', (field, name) => {
    for (const scope of SCOPES) {
      const viewpoint = { today: '2025-07-15', scope, grants: [] };
      const value = givenFor(name);
      const [told, later] = [value, sql.placeholder('it')].map((given) =>
        prepare([asked(field, { ...OTHERS[field], [name]: given })], viewpoint),
      );

      expect(later?.text).toBe(told?.text);
      expect(fillPlaceholders([...(later?.params ?? [])], { it: value })).toEqual(told?.params);
    }
  });

  it('but not whether it is there', () => {
    const viewpoint = { today: '2025-07-15', scope: null, grants: [] };
    const [now, then] = [null, '2025-03-04T05:06:07Z'].map((knownAt) =>
      prepare([asked('unit', { code: 'HN', knownAt })], viewpoint),
    );

    expect(now?.text).not.toBe(then?.text);
  });
});
