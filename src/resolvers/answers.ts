import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Payload } from './context.ts';

/** What the statement answered for a field: rows come keyed by alias, as the caller asked. */
export function shown<T>(source: unknown, info: GraphQLResolveInfo): T {
  return (source as Record<string, T>)[String(info.path.key)] as T;
}

const fromAnswer: GraphQLFieldResolver<unknown, unknown> = (source, _args, _context, info) => shown(source, info);
const fromPayload: GraphQLFieldResolver<Payload, unknown> = (payload, _args, _context, info) =>
  payload.shown[String(info.path.key)] ??
  (isNonNullType(info.returnType) && isListType(info.returnType.ofType) ? [] : null);

/** Whether a field is shown just as the statement answered it. */
export const isAsAnswered = ({ resolve }: GraphQLField<unknown, unknown>): boolean => resolve === fromAnswer;

const BY_NAME =
  /^(Capability|CapabilityReason|ExportedFile|Query|Mutation|Subscription|__.*|Policy(Reference|Instrument)|.*Violation)$/;
/** Types that show what a verb came to. */
const PAYLOAD = /(Payload|Rehearsal|Explanation)$/;
/** Fields with a resolver of their own, which words what the statement answered. */
const WORDED = new Set([
  'GateMissing.description',
  ...['OrgUnit', 'Plan', 'Phase', 'Staff'].map((type) => `${type}.viewerCan`),
]);
const OF_EVERY_PAYLOAD = new Set(['violations', 'rehearsed']);

/** Lets every type that is read from the database take its fields from the one statement's answer. */
export function bindAnswers(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || BY_NAME.test(type.name)) continue;
    const isPayload = PAYLOAD.test(type.name);
    for (const field of Object.values(type.getFields())) {
      if (WORDED.has(`${type.name}.${field.name}`)) continue;
      if (!isPayload) field.resolve = fromAnswer;
      else if (!OF_EVERY_PAYLOAD.has(field.name)) field.resolve = fromPayload;
    }
  }
}
