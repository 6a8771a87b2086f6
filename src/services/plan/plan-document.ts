import { z } from 'zod';
import { INSTRUMENT_KINDS } from '../../domain/instrument.ts';
import { TERRITORY_LEVELS } from '../../domain/territory.ts';
import { RELATION_KINDS, UNIT_KINDS } from '../../domain/unit.ts';

const text = z.string().trim().min(1);
const day = z.iso.date();
const codes = z.union([text.transform((code) => [code]), z.array(text)]);

/** Territories, as they are on the day of the change (or on `on`): by code, directly within, or anywhere under others. */
const territories = z.strictObject({
  level: z.enum(TERRITORY_LEVELS),
  codes: codes.optional(),
  within: codes.optional(),
  under: codes.optional(),
});
export type TerritorySelector = z.infer<typeof territories>;

const source = z.strictObject({ publication: text, reference: text, paraphrase: text });
const seat = z.strictObject({
  address: text,
  latitude: z.number().nullable().default(null),
  longitude: z.number().nullable().default(null),
  areaM2: z.number().positive().nullable().default(null),
});

/**
 * One change, or with `each` one per territory: then `{code} {name} {kind} {parent} {parentName} {parentKind}` in texts
 * stand for that territory's (kinds in lower case, as names use them).
 */
const change = z.strictObject({
  change: z.enum(['ESTABLISH', 'RENAME', 'RETYPE', 'REPARENT', 'MERGE', 'ABSORB', 'DISSOLVE', 'TERRITORY']),
  on: day.optional(),
  instrument: text.optional(),
  assumed: z.boolean().default(false),
  each: territories.optional(),
  sources: z.union([z.array(text), z.strictObject({ predecessors: text })]).default([]),
  unit: text,
  name: text.optional(),
  shortName: text.optional(),
  kind: z.enum(UNIT_KINDS).optional(),
  branchType: z.int().optional(),
  rank: text.optional(),
  entitlements: z
    .strictObject({
      seal: z.boolean().default(false),
      account: z.boolean().default(false),
      independentAccounting: z.boolean().default(false),
    })
    .optional(),
  parents: z.partialRecord(z.enum(RELATION_KINDS), text).default({}),
  untilEvent: z.partialRecord(z.enum(RELATION_KINDS), text).default({}),
  territories: z.array(text).default([]),
  seat: seat.optional(),
  seats: z.record(z.string(), seat).default({}),
});
export type ChangeTemplate = z.infer<typeof change>;

const instrument = z.strictObject({
  number: text,
  kind: z.enum(INSTRUMENT_KINDS),
  issuer: text,
  issuedOn: day,
  inForceFrom: day,
  title: text,
  supersedes: text.optional(),
});

const phase = z
  .strictObject({
    ordinal: z.int().positive(),
    title: text,
    from: day,
    to: day.optional(),
    source,
    changes: z.array(change),
  })
  .refine((p) => p.to === undefined || p.from <= p.to, { path: ['to'], error: 'expected a day not before from' });

/** A plan as people write it: instruments, territories, what stood before, and the phases with their changes. */
export const planDocument = z.strictObject({
  code: text,
  title: text,
  center: text,
  instrument: text,
  source,
  mustCover: territories.extend({ on: day }),
  instruments: z.array(instrument),
  territories: z.strictObject({
    file: text,
    instrument: text,
    lineage: text.optional(),
    lineageInstrument: text.optional(),
  }),
  before: z.array(change),
  phases: z.array(phase),
});
export type PlanDocument = z.infer<typeof planDocument>;
