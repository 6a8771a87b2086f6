import type { GraphQLResolveInfo } from 'graphql';
import type { Viewpoint } from '../db/read/compiler.ts';
import { scopeOf } from '../domain/scope.ts';
import type { RequestContext } from '../resolvers/context.ts';
import { rolesOf } from '../resolvers/permissions.ts';

/** From where a root field looks: its caller may see what they hold the roles for that it takes. */
export const viewpointOf = (
  { actor, today }: Pick<RequestContext, 'actor' | 'today'>,
  { parentType, fieldName }: GraphQLResolveInfo,
): Viewpoint => ({ today, scope: scopeOf(actor, rolesOf(parentType.name, fieldName)), grants: actor.grants });
