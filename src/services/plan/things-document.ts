import { z } from 'zod';
import { SEAL_KINDS, SEAL_STATUSES } from '../../domain/seal.ts';
import { SIGNBOARD_STATUSES } from '../../domain/signboard.ts';
import { calendarDay } from './calendar-day.ts';
import { source, territories, text } from './plan-words.ts';

const day = calendarDay;

/** What every thing of a document says; with `each` one per territory, whose `{code} {name} {kind} …` its texts hold. */
const thing = {
  each: territories.optional().describe('One for each of these territories, as they are on the first day said of it.'),
  phase: z.int().positive().optional().describe('Ordinal of the phase that provides it.'),
  instrument: text.optional().describe('Number of the instrument; the plan’s where left out.'),
  assumed: z.boolean().default(false).describe('The published text leaves its days open, and they were assumed.'),
  source: source.optional(),
};

/** Where a thing stood from which days on, in order; days still to come are left out when the document is loaded. */
const statuses = <const S extends readonly [string, ...string[]]>(known: S) =>
  z
    .array(
      z.strictObject({
        is: z.enum(known),
        on: day.describe('From which day on.'),
        receivedBy: text.optional().describe('Who took it over.'),
        reference: text.optional().describe('By which minutes, letter or certificate.'),
      }),
    )
    .min(1)
    .describe('Where it stood, in order; it may be known only from a later part of its life on.');

const seal = z.strictObject({
  ...thing,
  unit: text.describe('Code of the unit.'),
  kind: z.enum(SEAL_KINDS).default('PRINCIPAL'),
  engravedName: text.describe('The name engraved: that of the unit on the first day of use.'),
  statuses: statuses(SEAL_STATUSES),
});

const signboard = z.strictObject({
  ...thing,
  unit: text.describe('Code of the unit.'),
  text: text.describe('What it says.'),
  statuses: statuses(SIGNBOARD_STATUSES),
});

/** What units have and do, as far as it is published. */
export const plannedThings = z
  .strictObject({
    seals: z.array(seal).default([]),
    signboards: z.array(signboard).default([]),
  })
  .describe('What units have: recorded as it stood, once the changes of the document are carried out.');
export type PlannedThings = z.infer<typeof plannedThings>;
