import { z } from 'zod';
import { CHANGE_KINDS } from '../../domain/change.ts';
import { GATE_KINDS, GATE_MOMENTS } from '../../domain/gate.ts';
import { INSTRUMENT_KINDS } from '../../domain/instrument.ts';
import { DUE_PRECISIONS } from '../../domain/task.ts';
import { RELATION_KINDS, UNIT_KINDS } from '../../domain/unit.ts';
import { calendarDay } from './calendar-day.ts';
import { codes, seat, source, territories, text } from './plan-words.ts';
import { plannedThings } from './things-document.ts';

const code = z.string().regex(/^[A-Z0-9][A-Z0-9.-]{0,63}$/, 'expected capitals A-Z, digits, hyphens and dots');
const day = calendarDay;
const assumed = z.boolean().default(false).describe('The published text leaves this open, and it was assumed.');

/** Asked even where another part of the same map is wrong, so that all problems come back together. */
const isMap = ({ value }: { value: unknown }): boolean => typeof value === 'object' && value !== null;

/** A kind of change that a plan can hold: a correction is no part of a plan. */
const PLANNED_KINDS = CHANGE_KINDS.filter((kind) => kind !== 'CORRECTION');

/** What a unit is from the day on; what is left out stays as it was. */
const result = {
  name: text.optional(),
  shortName: text.optional(),
  kind: z.enum(UNIT_KINDS).optional(),
  branchType: z.int().min(1).max(9).optional().describe('Class of a branch.'),
  rank: text.optional().describe('What it ranks as, such as a division.'),
  entitlements: z
    .strictObject({
      seal: z.boolean().default(false),
      account: z.boolean().default(false),
      independentAccounting: z.boolean().default(false),
    })
    .optional()
    .describe('What it has of its own.'),
  parents: z.partialRecord(z.enum(RELATION_KINDS), text).default({}).describe('The unit above, by kind of relation.'),
  untilEvent: z
    .partialRecord(z.enum(RELATION_KINDS), text)
    .default({})
    .describe('The event that ends a relation whose last day is not known.'),
  territories: z.array(text).default([]).describe('Official codes of territories it begins to receive for.'),
  children: z.array(text).default([]).describe('Units below a unit that is split which come under this one.'),
};
const part = z.strictObject({ unit: text, ...result });

/**
 * One change, or with `each` one per territory: then `{code} {name} {kind} {parent} {parentName} {parentKind}` in texts
 * stand for that territory's (kinds in lower case, as names use them).
 */
const change = z
  .strictObject({
    change: z.enum(PLANNED_KINDS).describe('What is done.'),
    on: day.optional().describe('First day of effect; the first day of the phase where left out.'),
    instrument: text.optional().describe('Number of the instrument that decides it; the plan’s where left out.'),
    assumed,
    source: source.optional(),
    each: territories.optional().describe('One change for each of these territories.'),
    sources: z
      .union([z.array(text), z.strictObject({ predecessors: text })])
      .default([])
      .describe('Units it starts from; `predecessors` names one per territory that the territory was made of.'),
    unit: text.optional().describe('The unit that results, or that DISSOLVE closes.'),
    ...result,
    into: z.array(part).optional().describe('What a SPLIT makes of its source.'),
    takeOverFrom: z.array(text).default([]).describe('In TERRITORY: units that stop receiving for them.'),
    ends: z.array(text).default([]).describe('In TERRITORY: official codes the unit stops receiving for.'),
    successors: z.array(text).default([]).describe('In DISSOLVE: units that take over.'),
    noSuccessor: z.boolean().default(false).describe('In DISSOLVE: says that nobody takes over.'),
    seat: seat.optional().describe('Where it sits.'),
    seats: z.record(z.string(), seat).default({}).describe('Seats by official code, with `each`.'),
  })
  .refine(({ change: kind, unit, into }) => (kind === 'SPLIT' ? into !== undefined : unit !== undefined), {
    path: ['unit'],
    error: 'expected the unit that results, or `into` for a SPLIT',
    when: isMap,
  });
export type ChangeTemplate = z.infer<typeof change>;
export type ResultTemplate = z.infer<typeof part>;

const instrument = z.strictObject({
  number: text.describe('Number and symbol, such as 29/KH-UBND; unique in the document.'),
  kind: z.enum(INSTRUMENT_KINDS),
  issuer: text.describe('Code of the issuing unit, or the name of a body that is no unit here.'),
  issuedOn: day,
  inForceFrom: day,
  title: text,
  supersedes: text.optional().describe('Number of the instrument it replaces.'),
});

const due = z
  .strictObject({
    on: day.optional().describe('The day, or the last day of the month.'),
    precision: z.enum(DUE_PRECISIONS),
    text: text.optional().describe('The wording as published.'),
  })
  .refine(({ on, precision }) => (precision === 'NONE') === (on === undefined), {
    path: ['on'],
    error: 'expected a day for DAY and MONTH (its last), none for NONE',
    when: isMap,
  })
  .describe('A deadline: its last day, how exactly it was given, and its wording.');

const task = z.strictObject({
  code: code.describe('Unique in the plan.'),
  title: text,
  owner: text.describe('Code of the unit that owes it.'),
  coOwners: z.array(text).default([]).describe('Codes of the units that help.'),
  due: due.optional(),
  source: source.optional(),
  assumed,
});
export type TaskTemplate = z.infer<typeof task>;

const gate = z.strictObject({
  code: code.describe('Unique in the phase.'),
  title: text,
  kind: z.enum(GATE_KINDS).describe('What it looks at; ATTESTATION is met by what somebody states.'),
  before: z.enum(GATE_MOMENTS).default('COMPLETED').describe('The step of the phase that needs it.'),
  mandatory: z.boolean().default(true).describe('Whether the phase waits for it.'),
  owner: text.optional().describe('Code of the unit that owes it.'),
  due: day.optional(),
  source: source.optional(),
  assumed,
});

const freeze = z
  .strictObject({
    what: z.literal('NAME').describe('What stays as it is.'),
    each: territories.optional().describe('One unit for each of these territories.'),
    units: codes.describe('Codes of the units; with `each`, one per territory.'),
    source: source.optional(),
  })
  .describe('Units that keep their name on every day of the phase.');

const policy = z.strictObject({
  key: text.describe('What it is about, such as deputies.max.'),
  value: z.union([z.string(), z.number(), z.boolean()]).transform(String),
  from: day.describe('First day in force.'),
  to: day.optional().describe('Last day in force.'),
  unit: text.optional().describe('The unit below which it applies; the plan’s center where left out.'),
  instrument: text.describe('Number of the instrument that sets it.'),
  article: text.optional(),
  confirmed: z.boolean().default(false).describe('A lawyer of the province confirmed it.'),
  note: text.optional(),
});

const reported = z
  .strictObject({
    started: day.describe('First day of the phase as it was.'),
    completed: day.optional().describe('First day on which it was over.'),
    assumed,
  })
  .describe('When the phase is known to have been carried out. Recorded as it was, without asking its gates.');

const phase = z
  .strictObject({
    ordinal: z.int().positive().describe('Place in the order of phases, from 1.'),
    title: text,
    from: day.describe('First day covered.'),
    to: day.optional().describe('Last day covered; open where left out.'),
    source: source.optional(),
    assumed,
    allows: z.array(z.enum(PLANNED_KINDS)).optional().describe('Kinds of change; those it holds where left out.'),
    reported: reported.optional(),
    freezes: z.array(freeze).default([]),
    gates: z.array(gate).default([]).describe('What must hold before it is ready, or completed.'),
    tasks: z.array(task).default([]).describe('What bodies are to do in it.'),
    changes: z.array(change).default([]).describe('What it does to units.'),
  })
  .refine(({ from, to }) => typeof from !== 'string' || typeof to !== 'string' || from <= to, {
    path: ['to'],
    error: 'expected a day not before from',
    when: isMap,
  });
export type PhaseTemplate = z.infer<typeof phase>;

/** More is no plan, and would make an answer without end. */
const MOST_PHASES = 100;

/** A plan as people write it: YAML or JSON. Days are given as published: `to` is the last day covered. */
export const planDocument = z
  .strictObject({
    code: code.describe('How people refer to the plan.'),
    title: text,
    center: text.describe('Code of the center it reorganizes.'),
    instrument: text.optional().describe('Number of the instrument that adopts it; a draft where left out.'),
    adoptedOn: day
      .optional()
      .describe(
        'First day on which it is in force; the day its instrument was issued, or the first day of its first phase if that is earlier, where left out.',
      ),
    source: source.optional(),
    mustCover: territories
      .extend({ on: day.describe('The day on which they are selected.') })
      .optional()
      .describe('Territories that must be received for.'),
    instruments: z.array(instrument).default([]).describe('Those cited that may not be on record yet.'),
    territories: z
      .strictObject({
        file: text.describe('Name of a CSV file of territories.'),
        instrument: text.describe('Number of the instrument that lists them.'),
        lineage: text.optional().describe('Name of a CSV file of what they were made of.'),
        lineageInstrument: text.optional().describe('Number of the instrument that made them.'),
      })
      .optional()
      .describe('Files beside the document that list territories; those on record where left out.'),
    policies: z.array(policy).default([]).describe('Numbers and choices that rules read.'),
    before: z.array(change).default([]).describe('What stood before the plan began.'),
    alongside: z
      .array(change)
      .default([])
      .describe('Changes that run on a clock of their own, not on the phases; carried out when the plan is adopted.'),
    tasks: z.array(task).default([]).describe('Tasks of no phase.'),
    things: plannedThings.optional(),
    phases: z.array(phase).max(MOST_PHASES).default([]),
  })
  .describe('A plan of reorganization.');
export type PlanDocument = z.infer<typeof planDocument>;
