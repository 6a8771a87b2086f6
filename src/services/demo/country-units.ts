import { aChange, aResult, type Change } from '../../domain/change.ts';
import type { UnitKind } from '../../domain/unit.ts';
import { DEMO_FROM } from './demo-law.ts';

/** Provinces beside those of the shipped plans, so that there are 34. */
export const DEMO_PROVINCES = 30;
/** Branches and points of all of them together: with those of the plans 700 and 10,000. */
const BRANCHES = 679;
const POINTS = 9_392;
const DEPARTMENTS = ['Sở Nội vụ', 'Sở Tài chính', 'Sở Tư pháp', 'Sở Xây dựng'];

/** The code of the center of a made-up province, counted from 1. */
export const codeOfProvince = (number: number): string => `D${two(number)}`;

/** The units of a made-up province: its committee with departments, its center, branches and their points. */
export function unitsOfProvince(number: number, instrument: number): Change[] {
  const code = codeOfProvince(number);
  const province = `tỉnh Mô phỏng ${two(number)}`;
  const committee = `${code}-PC`;
  const establish = establishing(instrument);
  const branches = Array.from({ length: shareOf(BRANCHES, number) }, (_, index) => `${code}-B${two(index + 1)}`);
  const points = shareOf(POINTS, number);
  return [
    establish({ unit: committee, kind: 'PEOPLES_COMMITTEE', name: `Ủy ban nhân dân ${province}`, parent: null }),
    ...DEPARTMENTS.map((name, index) => {
      const unit = `${code}-S${index + 1}`;
      return establish({ unit, kind: 'DEPARTMENT', name: `${name} ${province}`, parent: committee });
    }),
    establish({
      unit: code,
      kind: 'PROVINCIAL_CENTER',
      name: `Trung tâm Phục vụ hành chính công ${province}`,
      parent: committee,
    }),
    ...branches.map((unit, index) =>
      establish({ unit, kind: 'BRANCH', name: `Chi nhánh số ${index + 1} ${province}`, parent: code }),
    ),
    ...Array.from({ length: points }, (_, index) => {
      const parent = branches[index % branches.length] ?? code;
      const place = Math.floor(index / branches.length) + 1;
      const name = `Điểm tiếp nhận số ${(index % branches.length) + 1}.${place} ${province}`;
      return establish({ unit: `${parent}-P${two(place)}`, kind: 'RECEPTION_POINT', name, parent });
    }),
  ];
}

interface NewUnit {
  unit: string;
  kind: UnitKind;
  name: string;
  parent: string | null;
}

const establishing =
  (instrument: number) =>
  ({ unit, kind, name, parent }: NewUnit): Change =>
    aChange({
      kind: 'ESTABLISH',
      on: DEMO_FROM,
      instrument,
      results: [
        aResult(unit, {
          attributes: { name, kind },
          relations: parent === null ? [] : [{ kind: 'ESTABLISHMENT', parent }],
        }),
      ],
      note: 'Dữ liệu mô phỏng (synthetic)',
      path: [unit],
    });

const two = (number: number): string => String(number).padStart(2, '0');

/** The part of a total that falls to a province, so that the parts add up to it. */
const shareOf = (total: number, province: number): number =>
  Math.round((total * province) / DEMO_PROVINCES) - Math.round((total * (province - 1)) / DEMO_PROVINCES);
