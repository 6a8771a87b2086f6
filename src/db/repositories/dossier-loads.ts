import { type SQL, sql } from 'drizzle-orm';
import { type DossierLoad, LOAD_FIGURES, type LoadFigure, type LoadGround } from '../../domain/dossier-load.ts';
import type { Transaction } from '../client.ts';
import { json } from '../json.ts';
import { dossierLoad } from '../tables/workload.ts';
import { insertFacts, insertRows, plain, supersedeRows } from './facts.ts';

const COLUMNS: Readonly<Record<LoadFigure, string>> = {
  received: 'received',
  receivedAtMost: 'received_at_most',
  resolvedOnTime: 'resolved_on_time',
  late: 'late',
  supplementAsked: 'supplement_asked',
  withdrawn: 'withdrawn',
  digitized: 'digitized',
  archived: 'archived',
  published: 'published',
  surveyed: 'surveyed',
  satisfied: 'satisfied',
};

const figures = sql.join(
  LOAD_FIGURES.map((figure) => sql.raw(`'${figure}', d.${COLUMNS[figure]}`)),
  sql`, `,
);

/** What is on record of each report's unit, day and counter, in the order of the reports; one statement. */
export async function loadLoadGround(tx: Transaction, loads: readonly DossierLoad[]): Promise<LoadGround[]> {
  const asked = loads.map(({ unit, day, counter }) => ({ unit, day, counter }));
  const rows = await tx.execute<Record<keyof LoadGround, unknown>>(sql`
    SELECT unit.id AS "unitId", life.id IS NOT NULL AS alive, c.counter_id AS "counterId",
      CASE WHEN d.id IS NOT NULL THEN json_build_object('id', d.id, 'assumed', d.assumed, ${figures}) END AS believed
    FROM jsonb_array_elements(${json(asked)}) WITH ORDINALITY AS asked (n, position)
    LEFT JOIN unit ON unit.code = n ->> 'unit'
    LEFT JOIN unit_life life ON life.unit_id = unit.id AND ${onDay(sql`life`)}
    LEFT JOIN counter_version c ON c.unit_id = unit.id AND lower(c.label) = lower(n ->> 'counter') AND ${onDay(sql`c`)}
    LEFT JOIN dossier_load d ON d.unit_id = unit.id AND d.day = ${plain('day', 'date')} AND d.superseded_at = 'infinity'
      AND coalesce(d.counter_id, 0) = coalesce(c.counter_id, 0) AND (n ->> 'counter' IS NULL OR c.id IS NOT NULL)
    ORDER BY position`);
  return rows.map(({ unitId, alive, counterId, believed }) => ({
    unitId: idOrNull(unitId),
    alive: alive === true,
    counterId: idOrNull(counterId),
    believed: believed as LoadGround['believed'],
  }));
}

/** What is believed now of the day of a report. */
const onDay = (row: SQL): SQL =>
  sql`${row}.superseded_at = 'infinity' AND ${row}.valid_from <= ${plain('day', 'date')} AND ${row}.valid_to > ${plain('day', 'date')}`;

const idOrNull = (id: unknown): number | null => (id === null ? null : Number(id));

/** A report to be written, and the one it corrects. */
export interface LoadToWrite {
  load: DossierLoad;
  ground: LoadGround;
}

/** Writes reports; those that they correct are no longer believed. Two statements at most. */
export async function writeLoads(
  tx: Transaction,
  { written, source }: { written: readonly LoadToWrite[]; source: string | null },
): Promise<void> {
  await supersedeRows(
    tx,
    'dossier_load',
    written.flatMap(({ ground }) => ground.believed?.id ?? []),
  );
  const values = Object.fromEntries(LOAD_FIGURES.map((figure) => [COLUMNS[figure], plain(figure, 'int')]));
  await insertFacts(
    tx,
    {
      table: 'dossier_load',
      values: {
        unit_id: plain('unitId', 'bigint'),
        counter_id: plain('counterId', 'bigint'),
        day: plain('day', 'date'),
        source: plain('source', 'text'),
        ...values,
      },
    },
    {
      added: written.map(({ load, ground: { unitId, counterId } }) => ({ ...load, unitId, counterId, source })),
    },
  );
}

/** Records reports of days of which nothing is believed yet. */
export const insertLoads = (tx: Transaction, rows: readonly (typeof dossierLoad.$inferInsert)[]): Promise<number[]> =>
  insertRows(tx, dossierLoad, rows);
