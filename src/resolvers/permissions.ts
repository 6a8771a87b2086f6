import { GraphQLError, type GraphQLSchema } from 'graphql';
import { applyMiddleware, type IMiddlewareGenerator, type IMiddlewareTypeMap } from 'graphql-middleware';
import { deny, rule, shield } from 'graphql-shield';
import type { Role } from '../domain/actor.ts';
import type { RequestContext } from './context.ts';

const REFUSAL = new GraphQLError('You may not do this.', { extensions: { code: 'FORBIDDEN' } });

/** Pure: looks at the caller alone. Which rows a caller sees is decided in SQL, never here. */
const anyOf = (...roles: readonly Role[]) =>
  rule({ cache: 'no_cache' })((_parent, _args, { actor }: RequestContext) =>
    actor.roles.some((role) => roles.includes(role)),
  );

const anyone = rule({ cache: 'no_cache' })((_parent, _args, { actor }: RequestContext) => actor.roles.length > 0);
const planners = anyOf('ADMIN', 'CENTER_DIRECTOR', 'PLANNER');

/** Who may call what. A root field that is not named here is refused to everybody. */
const permissions = {
  Query: {
    '*': deny,
    coverage: anyone,
    instruments: anyone,
    node: anyone,
    organizationDiff: anyone,
    territories: anyone,
    territory: anyone,
    unit: anyone,
    units: anyone,
  },
  Mutation: {
    '*': deny,
    correctUnit: planners,
    dissolveUnit: planners,
    establishUnit: planners,
    extendTerritory: planners,
    recordInstrument: planners,
    renameUnit: planners,
    reparentUnit: planners,
  },
};

/** Guards the root fields. shield would wrap every field of every type, at three times the cost of a read: only these are. */
export function guard(schema: GraphQLSchema): GraphQLSchema {
  const generator = shield(permissions, {
    allowExternalErrors: true,
    fallbackRule: deny,
    fallbackError: REFUSAL,
  }) as IMiddlewareGenerator<unknown, RequestContext, unknown>;
  const { Query, Mutation } = generator.generate(schema) as IMiddlewareTypeMap<unknown, RequestContext>;
  return applyMiddleware(schema, { Query, Mutation } as IMiddlewareTypeMap<unknown, RequestContext>);
}
