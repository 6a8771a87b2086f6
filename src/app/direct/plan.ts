import { sql } from 'drizzle-orm';
import {
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isNonNullType,
  Kind,
} from 'graphql';
import type { Viewpoint } from '../../db/read/compiler.ts';
import { prepare } from '../../db/read/reader.ts';
import type { SelectedField } from '../../db/read/selection.ts';
import type { Prepared } from '../../db/read/statement.ts';
import type { Actor } from '../../domain/actor.ts';
import type { Language } from '../../domain/language.ts';
import { Budget } from '../../resolvers/budget.ts';
import { isAboutPeople } from '../looks.ts';
import { withPeople } from '../people-shown.ts';
import { AnswerTimes } from './answer-times.ts';
import { dependenceOf, type PlanDependence } from './dependence.ts';
import type { KnownOperation } from './known-documents.ts';
import { type Taken, takeDown } from './take-down.ts';

/** How a query is answered by one statement, whoever of equal standing asks it with whatever values to hand on. */
export interface Plan {
  /** Tells plans apart within this process. */
  id: number;
  /** Root fields, in the order of the statement's columns. */
  roots: readonly { key: string; info: GraphQLResolveInfo; isRequired: boolean }[];
  statement: Prepared;
  /** In units of the rate limit. */
  cost: number;
  /** Whether it shows people. */
  isPersonal: boolean;
  times: AnswerTimes;
  /** What changes its answer; null where that cannot be told. */
  dependence: PlanDependence | null;
}

let count = 0;

export interface PlanOptions {
  schema: GraphQLSchema;
  asker: { actor: Actor; today: string; language: Language };
  variables: Record<string, unknown>;
  viewpointOf: (info: GraphQLResolveInfo) => Viewpoint;
}

/** The plan of a query; null where it has to go the plain way, which also tells what is wrong with it. */
export async function planOf(operation: KnownOperation, options: PlanOptions): Promise<Plan | null> {
  try {
    const taken = await takeDown(options.schema, operation, options);
    const viewpoint = taken && sharedViewpoint(taken);
    return viewpoint ? compile(operation, taken, { ...options, viewpoint }) : null;
  } catch {
    return null;
  }
}

/** From where all of them look; null where their scopes differ, which takes several statements. */
function sharedViewpoint(taken: readonly Taken[]): Viewpoint | null {
  const scopes = new Set(taken.map(({ viewpoint }) => JSON.stringify(viewpoint.scope)));
  return scopes.size === 1 ? (taken[0]?.viewpoint ?? null) : null;
}

function compile(
  operation: KnownOperation,
  taken: readonly Taken[],
  { schema, variables, viewpoint }: PlanOptions & { viewpoint: Viewpoint },
): Plan {
  const budget = new Budget(schema);
  let cost = 0;
  let isPersonal = false;
  const fields = taken.map(({ info, field }) => {
    cost += budget.spend(field, info);
    isPersonal ||= isAboutPeople(field.name);
    const asked = { ...field, args: { ...field.args, ...handedOn(operation, info.fieldNodes[0], variables) } };
    return withPeople(asked, () => {
      isPersonal = true;
    });
  });
  const statement = prepare(fields, viewpoint);
  count += 1;
  return {
    id: count,
    roots: taken.map(({ info, field }) => ({ key: field.key, info, isRequired: isNonNullType(info.returnType) })),
    statement,
    cost,
    isPersonal,
    times: new AnswerTimes(),
    dependence: dependenceOf(
      fields.map((field, index) => ({ field, type: taken[index]?.info.returnType as GraphQLOutputType })),
      statement,
    ),
  };
}

/** Placeholders for the arguments of a root field that are variables handed on. */
function handedOn(
  { handedOn: names }: KnownOperation,
  node: FieldNode | undefined,
  variables: Record<string, unknown>,
): SelectedField['args'] {
  const placeholders = (node?.arguments ?? []).flatMap(({ name, value }) =>
    value.kind === Kind.VARIABLE && names.has(value.name.value) && isGiven(variables[value.name.value])
      ? [[name.value, sql.placeholder(value.name.value)] as const]
      : [],
  );
  return Object.fromEntries(placeholders);
}

/** Whether a value is one that may be handed on, rather than one that changes what is asked. */
export const isGiven = (value: unknown): value is string => typeof value === 'string' && value !== '';
