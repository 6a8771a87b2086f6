import { z } from 'zod';
import { COUNTER_KINDS } from '../../domain/counter.ts';
import { READINESS_ITEMS } from '../../domain/readiness.ts';
import { SEAL_KINDS, SEAL_STATUSES } from '../../domain/seal.ts';
import { SIGNBOARD_STATUSES } from '../../domain/signboard.ts';
import { calendarDay } from './calendar-day.ts';
import { seat, source, territories, text } from './plan-words.ts';

const day = calendarDay;

/** What everything here says; with `each` one per territory, whose `{code} {name} {kind} …` its texts hold. */
const said = {
  each: territories.optional().describe('One for each of these territories, as they are on the first day said of it.'),
  instrument: text.optional().describe('Number of the instrument; the plan’s where left out.'),
  assumed: z
    .boolean()
    .default(false)
    .describe('The published text leaves part of it open, such as its days or a count, which was assumed.'),
  source: source.optional(),
};

/** What a thing with a life of its own says besides. */
const thing = {
  ...said,
  phase: z.int().positive().optional().describe('Ordinal of the phase that provides it.'),
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

const handover = z.strictObject({
  ...thing,
  title: text.describe('What is handed over, in a few words.'),
  giver: text.describe('Code of the unit that gives.'),
  receiver: text.describe('Code of the unit that receives.'),
  items: z
    .array(
      z.strictObject({
        description: text,
        quantity: z.number().positive().max(1_000_000).default(1),
        measure: text.nullable().default(null),
        condition: text.nullable().default(null),
      }),
    )
    .min(1),
  // Minutes are signed by people, so not by a document.
  statuses: statuses(['LISTED', 'INSPECTED']),
});

const from = day.describe('First day.');
const to = day.optional().describe('Last day; open where left out.');

const counter = z.strictObject({
  ...said,
  unit: text.describe('Code of the unit.'),
  label: text.describe('What it is called; other than those of the same unit.'),
  kind: z.enum(COUNTER_KINDS).default('STANDARD'),
  weekdays: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]).describe('Monday is 1.'),
  from,
  to,
});

const held = z.strictObject({
  ...said,
  unit: text.describe('Code of the unit that holds them.'),
  site: seat,
  from,
  to,
  untilEvent: text.optional().describe('What ends it, where no day is known.'),
});

/** As where it is recorded over the API. */
const count = z.int().min(0).max(999_999);

const ready = z.strictObject({
  ...said,
  unit: text.describe('Code of the unit.'),
  item: z.enum(READINESS_ITEMS),
  field: text.optional().describe('The field of procedures; all where left out.'),
  done: count,
  total: count,
  from,
});

const load = z.strictObject({
  ...said,
  unit: text.describe('Code of the unit.'),
  from: day.describe('First of the days with these figures.'),
  to: day.describe('Last of them; every day between has the same.'),
  received: count.describe('Dossiers received a day; the least, where a range was published.'),
  receivedAtMost: count.optional().describe('The most, where a range was published.'),
});

/** What units have and do, as far as it is published. */
export const plannedThings = z
  .strictObject({
    seals: z.array(seal).default([]),
    signboards: z.array(signboard).default([]),
    handovers: z.array(handover).default([]),
    counters: z.array(counter).default([]),
    premises: z.array(held).default([]),
    readiness: z.array(ready).default([]),
    dossierLoads: z.array(load).default([]),
  })
  .describe('What units have and do: recorded as it stood until the day of loading, once the changes are carried out.');
export type PlannedThings = z.infer<typeof plannedThings>;
