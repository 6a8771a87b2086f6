import { and, asc, count, desc, eq, gt, ilike, inArray, lte, ne, or, sql } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { rolloutOf } from './rollout.ts';
import { inOrder, type Source, type StaffRow, type UnitRow } from './source.ts';
import {
  payroll,
  seal,
  sealStatus,
  staff,
  staffVersion,
  unit,
  unitRelation,
  unitVersion,
  workplace,
} from './tables.ts';
import { assign, transfer } from './writes.ts';

interface Dated {
  validFrom: PgColumn;
  validTo: PgColumn;
  supersededAt: PgColumn;
}

const valid = ({ validFrom, validTo, supersededAt }: Dated, asOf: string) =>
  and(lte(validFrom, asOf), gt(validTo, asOf), sql`${supersededAt} = 'infinity'`);

const shown = { id: unit.id, code: unit.code, name: unitVersion.name, kind: unitVersion.kind };
const vietnamese = (column: PgColumn) => sql`${column} COLLATE "vi-x-icu"`;
const PAGE = 50;

/** The straightforward way: one query of the query builder for each kind of thing and level. */
export function drizzleSource(client: Sql): Source {
  const db = drizzle(client);
  const units = (asOf: string) =>
    db
      .select(shown)
      .from(unit)
      .innerJoin(unitVersion, and(eq(unitVersion.unitId, unit.id), valid(unitVersion, asOf)))
      .$dynamic();
  const idsBelow = async (code: string, asOf: string): Promise<number[]> => {
    const [root] = await db.select({ id: unit.id }).from(unit).where(eq(unit.code, code));
    const all = root ? [root.id] : [];
    for (let level = all; level.length > 0; ) {
      const rows = await db
        .select({ id: unitRelation.childId })
        .from(unitRelation)
        .where(
          and(inArray(unitRelation.parentId, level), eq(unitRelation.kind, 'ESTABLISHMENT'), valid(unitRelation, asOf)),
        );
      level = rows.map(({ id }) => id);
      all.push(...level);
    }
    return all;
  };
  return {
    unitByCode: async (code, asOf) => (await units(asOf).where(eq(unit.code, code)))[0] ?? null,
    centers: (asOf) =>
      units(asOf)
        .where(eq(unitVersion.kind, 'PROVINCIAL_CENTER'))
        .orderBy(vietnamese(unitVersion.name), asc(unit.code)),
    units: async (ids, asOf) => {
      const rows = await units(asOf).where(inArray(unit.id, [...ids]));
      return inOrder<UnitRow, UnitRow | null>(
        ids,
        rows,
        ({ id }) => id,
        ([row]) => row ?? null,
      );
    },
    children: async (ids, asOf) => {
      const rows = await db
        .select({ ...shown, parent: unitRelation.parentId })
        .from(unitRelation)
        .innerJoin(unit, eq(unit.id, unitRelation.childId))
        .innerJoin(unitVersion, and(eq(unitVersion.unitId, unit.id), valid(unitVersion, asOf)))
        .where(
          and(
            inArray(unitRelation.parentId, [...ids]),
            eq(unitRelation.kind, 'ESTABLISHMENT'),
            valid(unitRelation, asOf),
          ),
        )
        .orderBy(vietnamese(unitVersion.name), asc(unit.code));
      return inOrder(
        ids,
        rows,
        ({ parent }) => parent,
        (found) => found,
      );
    },
    parents: async (ids, asOf) => {
      const rows = await db
        .select({ ...shown, child: unitRelation.childId })
        .from(unitRelation)
        .innerJoin(unit, eq(unit.id, unitRelation.parentId))
        .innerJoin(unitVersion, and(eq(unitVersion.unitId, unit.id), valid(unitVersion, asOf)))
        .where(
          and(
            inArray(unitRelation.childId, [...ids]),
            eq(unitRelation.kind, 'ESTABLISHMENT'),
            valid(unitRelation, asOf),
          ),
        );
      return inOrder(
        ids,
        rows,
        ({ child }) => child,
        ([row]) => row ?? null,
      );
    },
    payrolls: async (ids, asOf) => {
      const rows = await db
        .select({ unit: payroll.unitId, people: count() })
        .from(payroll)
        .where(and(inArray(payroll.unitId, [...ids]), valid(payroll, asOf)))
        .groupBy(payroll.unitId);
      return inOrder(
        ids,
        rows,
        (row) => row.unit,
        ([row]) => row?.people ?? 0,
      );
    },
    seconded: async (ids, asOf) => {
      const rows = await db
        .select({ unit: workplace.unitId, people: count() })
        .from(workplace)
        .where(and(inArray(workplace.unitId, [...ids]), eq(workplace.basis, 'SECONDMENT'), valid(workplace, asOf)))
        .groupBy(workplace.unitId);
      return inOrder(
        ids,
        rows,
        (row) => row.unit,
        ([row]) => row?.people ?? 0,
      );
    },
    seals: async (ids, asOf) => {
      const rows = await db
        .select({ unit: seal.unitId, kind: seal.kind, status: sealStatus.status })
        .from(seal)
        .innerJoin(sealStatus, and(eq(sealStatus.sealId, seal.id), valid(sealStatus, asOf)))
        .where(inArray(seal.unitId, [...ids]))
        .orderBy(asc(seal.id));
      return inOrder(
        ids,
        rows,
        (row) => row.unit,
        (found) => found,
      );
    },
    ...peopleSource(client, idsBelow),
    search: async (text, asOf) => {
      const words = text.trim().split(/\s+/);
      const found = or(
        and(...words.map((word) => sql`${unitVersion.searchText} LIKE '%' || fold_text(${word}) || '%'`)),
        ilike(unit.code, `${text.trim()}%`),
      );
      const rows = await units(asOf).where(found).orderBy(vietnamese(unitVersion.name), asc(unit.code)).limit(10);
      const total = await db.$count(units(asOf).where(found).as('found'));
      return { total, rows };
    },
    rollout: (asOf) => rolloutOf(client, asOf),
    assign: (asked) => assign(client, asked),
    transfer: (asked) => transfer(client, asked),
  };
}

type PeopleSource = Pick<Source, 'staffOf' | 'homes' | 'workplaces'>;

function peopleSource(client: Sql, idsBelow: (code: string, asOf: string) => Promise<number[]>): PeopleSource {
  const db = drizzle(client);
  const stronger = alias(workplace, 'stronger');
  return {
    staffOf: async (code, asOf) => {
      const ids = await idsBelow(code, asOf);
      const paid = db
        .select({ id: payroll.staffId })
        .from(payroll)
        .where(and(inArray(payroll.unitId, ids), valid(payroll, asOf)));
      const strongest = sql`${workplace.basis} = (SELECT max(${stronger.basis}) FROM ${workplace} AS stronger WHERE ${and(eq(stronger.staffId, workplace.staffId), valid(stronger, asOf))})`;
      const works = db
        .select({ id: workplace.staffId })
        .from(workplace)
        .where(
          and(inArray(workplace.unitId, ids), ne(workplace.basis, 'ADDITIONAL'), valid(workplace, asOf), strongest),
        );
      const matching = and(valid(staffVersion, asOf), inArray(staff.id, paid.union(works)));
      const from = () =>
        db
          .select({ id: staff.id, code: staff.code, name: staffVersion.name, category: staffVersion.category })
          .from(staff)
          .innerJoin(staffVersion, eq(staffVersion.staffId, staff.id))
          .where(matching)
          .$dynamic();
      const rows: StaffRow[] = await from().orderBy(vietnamese(staffVersion.name), asc(staff.code)).limit(PAGE);
      return { total: await db.$count(from().as('found')), rows };
    },
    homes: async (ids, asOf) => {
      const rows = await db
        .select({ staff: payroll.staffId, unit: payroll.unitId })
        .from(payroll)
        .where(and(inArray(payroll.staffId, [...ids]), valid(payroll, asOf)));
      return inOrder(
        ids,
        rows,
        (row) => row.staff,
        ([row]) => row?.unit ?? null,
      );
    },
    workplaces: async (ids, asOf) => {
      const rows = await db
        .select({ staff: workplace.staffId, unit: workplace.unitId })
        .from(workplace)
        .where(and(inArray(workplace.staffId, [...ids]), ne(workplace.basis, 'ADDITIONAL'), valid(workplace, asOf)))
        .orderBy(desc(workplace.basis));
      return inOrder(
        ids,
        rows,
        (row) => row.staff,
        ([row]) => row?.unit ?? null,
      );
    },
  };
}
