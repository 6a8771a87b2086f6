import {
  type GraphQLArgument,
  GraphQLError,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Day } from '../domain/day.ts';
import { concealed, isForged, type Naming, type Standing } from '../domain/naming.ts';
import { isStorable } from '../domain/text.ts';
import type { RequestContext } from './context.ts';

/** Whether what is named may be named in this place. */
type Rule = (standing: Standing) => boolean;

const within: Rule = (standing) => standing.within;
/** A body that decided, or with which one deals: any of the same province. */
const related: Rule = (standing) => standing.within || standing.related;

const UNIT: Record<string, Rule> = {
  approvedBy: related,
  center: within,
  children: within,
  decidedBy: related,
  giver: related,
  host: within,
  nextHolder: related,
  nextManager: related,
  parent: within,
  payrollHome: within,
  receiver: related,
  succeeds: within,
  successors: within,
  toUnit: within,
  under: within,
  unit: within,
  units: within,
  workplace: within,
};
/** Where a proposal names the other side, which has its own say later. */
const PROPOSED: Record<string, Rule> = { host: related, toUnit: related, workplace: related };
const PROPOSALS = /^Propose/;
/** Codes for units that are to be: of one that is taken elsewhere it is told that it is taken, and not by whom. */
const NEW_UNITS: Record<string, string> = { EstablishUnitInput: 'code', RestoredCodeInput: 'as' };
/** Both sides of a handover. */
const SIDES: ReadonlySet<string> = new Set(['giver', 'receiver']);
/** Where somebody is placed, whose employment stays as it is: with those who have them work for them. */
const PLACING: ReadonlySet<string> = new Set(['assignStaff', 'explainAssignment', 'advanceSeal', 'advanceSeals']);
/** Acts of the body that lends, whatever the other side is shown. */
const OF_HOME: ReadonlySet<string> = new Set(['endSecondment', 'extendSecondment', 'recallSecondment']);
/** A document may be about anything: it takes the role over everything. */
const OF_DOCUMENTS: ReadonlySet<string> = new Set(['amendPlan', 'importPlan']);
const TERRITORIES: ReadonlySet<string> = new Set(['territories', 'endTerritories']);
const PERSON: ReadonlySet<string> = new Set(['staff', 'holder']);
/** Root fields of Query that run as an act would. */
const ACTS: ReadonlySet<string> = new Set(['explainAssignment', 'rehearsePhase']);

interface Found extends Naming {
  may: Rule;
  /** What it stands in: the two sides of a handover are named together. */
  holder: object;
  isSide: boolean;
  replace(name: string): void;
}

/**
 * Lets acts name only what is within the scope of their callers: the rest is given a name that nothing bears before a
 * resolver sees it. So whatever is out of scope is told of in the very words, and after the very work, as what is absent.
 */
export function concealWhatIsOutOfScope(schema: GraphQLSchema): void {
  const queries = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ name }) => ACTS.has(name));
  for (const field of [...queries, ...Object.values(schema.getMutationType()?.getFields() ?? {})]) {
    const { resolve } = field;
    if (!resolve) continue;
    field.resolve = async (source, given, context: RequestContext, info) => {
      if (context.isUnbounded(info)) return resolve(source, given, context, info);
      if (OF_DOCUMENTS.has(field.name)) throw takesEverything();
      const args = structuredClone(given);
      if (field.name === 'recordEvent') nameWhatWaits(args);
      const found: Found[] = [];
      const on = dayOf(args) ?? context.today;
      for (const arg of field.args)
        collect(found, {
          name: arg.name,
          type: arg.type,
          holder: args,
          owner: field.name,
          on,
          definition: arg,
          act: field.name,
        });
      const standings = await context.standing(info, found);
      // One deals with others of the province, but not for two of them.
      const isDealing = ({ holder }: Found) =>
        found.some((one, index) => one.holder === holder && one.what === 'UNIT' && standings[index]?.within);
      found.forEach((naming, index) => {
        const standing = standings[index];
        const may = standing !== undefined && naming.may(standing) && (!naming.isSide || isDealing(naming));
        if ((standing?.exists && !may) || isForged(naming.name)) naming.replace(concealed(naming.name));
      });
      return resolve(source, args, context, info);
    };
  }
}

interface Place {
  name: string;
  type: GraphQLInputType;
  holder: Record<string, unknown>;
  /** The root field. */
  act: string;
  /** The input type or field in which it stands. */
  owner: string;
  on: Day;
  definition: GraphQLArgument | GraphQLInputField;
  /** Of a transfer or secondment, where the input says for which of its sides it speaks. */
  side?: string;
}

function collect(found: Found[], { act, name, type, holder, owner, on, definition, side }: Place): void {
  const value = holder[name];
  if (value === null || value === undefined) return;
  const named = getNamedType(type);
  if (isListType(getNullableType(type))) {
    const items = value as unknown[];
    const list = items as unknown as Record<string, unknown>;
    items.forEach((_, index) => {
      const itemType = getNullableType(type) as unknown as { ofType: GraphQLInputType };
      collect(found, {
        act,
        name: String(index),
        type: itemType.ofType,
        holder: list,
        owner: `${owner} ${name}`,
        on,
        definition,
      });
    });
    return;
  }
  if (isInputObjectType(named)) {
    const object = value as Record<string, unknown>;
    const day = dayOf(object);
    for (const child of Object.values(named.getFields())) {
      collect(found, {
        act,
        name: child.name,
        type: child.type,
        holder: object,
        owner: named.name,
        on: day ?? on,
        definition: child,
        ...(typeof object.side === 'string' && { side: object.side }),
      });
    }
    return;
  }
  // What the database cannot hold is refused where it is read.
  if (typeof value !== 'string' || !isStorable(value)) return;
  const naming = namingOf({
    act,
    type: named.name,
    key: definition.name,
    owner,
    isRequired: isNonNullType(definition.type),
  });
  if (naming)
    found.push({
      ...naming,
      name: value,
      on,
      side: side ?? (OF_HOME.has(act) ? 'HOME' : undefined),
      holder,
      isSide: SIDES.has(definition.name),
      replace: (other) => {
        holder[name] = other;
      },
    });
}

/** The day on which something is to hold. */
const dayOf = ({ on, from, day }: Record<string, unknown>): Day | undefined =>
  [on, from, day].find((given) => typeof given === 'string') as Day | undefined;

/** What waits for an event may be anywhere: where nothing is named, nothing of that name is awaited. */
function nameWhatWaits({ input }: { input?: { event?: string; units?: unknown; under?: unknown } }): void {
  if (input?.event !== undefined && input.units == null && input.under == null) input.event = concealed(input.event);
}

const takesEverything = (): GraphQLError =>
  new GraphQLError('You may not do this; it takes the role over everything.', { extensions: { code: 'FORBIDDEN' } });

function namingOf({
  act,
  type,
  key,
  owner,
  isRequired,
}: {
  act: string;
  type: string;
  key: string;
  owner: string;
  isRequired: boolean;
}): Pick<Found, 'what' | 'may'> | null {
  if (type === 'ID') return { what: 'NODE', may: within };
  if (type !== 'String') return null;
  if (PERSON.has(key)) return { what: 'PERSON', may: PLACING.has(act) ? related : within };
  if (TERRITORIES.has(key)) return { what: 'TERRITORY', may: within };
  // An act on a plan must name it; what may name one only says where it belongs.
  if (key === 'plan') return { what: 'PLAN', may: isRequired ? within : related };
  if (key === NEW_UNITS[owner]) return { what: 'UNIT', may: within };
  const may = PROPOSALS.test(owner) ? (PROPOSED[key] ?? UNIT[key]) : UNIT[key];
  return may ? { what: 'UNIT', may } : null;
}
