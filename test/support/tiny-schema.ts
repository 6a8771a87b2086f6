import 'reflect-metadata';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { Arg, buildSchema, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { RequestFacts } from '../../src/app/graphql-route.ts';

/** SQL and a parameter, as drizzle writes them into the message of its errors. */
export const LEAKY_MESSAGE = 'Failed query: select "salary" from "staff" where "name" = $1\nparams: Nguyễn Văn An';

/** Shaped like drizzle's `DrizzleQueryError` around an error of postgres.js. */
class QueryError extends Error {
  readonly query = 'select "salary" from "staff" where "name" = $1';
  readonly params = ['Nguyễn Văn An'];

  constructor() {
    const cause = Object.assign(new Error('conflicting key value'), {
      name: 'PostgresError',
      severity: 'ERROR',
      code: '23P01',
      constraint_name: 'staff_home_overlap',
      detail: 'Key (name)=(Nguyễn Văn An) conflicts with existing key.',
    });
    super(LEAKY_MESSAGE, { cause });
  }
}

/** What the tests see of, and do to, a running operation. */
export interface TinyContext extends RequestFacts {
  ran: string[];
  pause: () => Promise<void>;
}

@Resolver()
class TinyResolver {
  @Query(() => String, { description: 'Who asks, in which language, under which request id.' })
  whoAmI(@Ctx() { actor, language, requestId }: TinyContext): string {
    return `${actor.subject} (${actor.grants.map(({ role }) => role).join(', ')}) ${language} ${requestId}`;
  }

  @Query(() => Int, { description: 'Twice a number.' })
  twice(@Arg('number', () => Int) number: number): number {
    return number * 2;
  }

  @Query(() => Int, { nullable: true, description: 'A number beyond an Int.' })
  tooMany(): number {
    return 2 ** 31;
  }

  @Query(() => String, { nullable: true, description: 'Fails as a database does.' })
  salary(): string {
    throw new QueryError();
  }

  @Query(() => String, { nullable: true, description: 'Refuses an input and says more than a client should read.' })
  refusedInput(): string {
    const extensions = { code: 'BAD_USER_INPUT', field: 'until', expected: 'a later day', secret: 'hidden' };
    throw new GraphQLError('until lies before from', { extensions });
  }

  @Query(() => String, { nullable: true, description: 'Fails with a code that is not for clients.' })
  unknownCode(): string {
    throw new GraphQLError('an inner matter', { extensions: { code: 'CACHE_BROKEN' } });
  }

  @Query(() => String, { description: 'Answers when the test lets it.' })
  async slow(@Ctx() { pause }: TinyContext): Promise<string> {
    await pause();
    return 'done';
  }

  @Mutation(() => Boolean, { description: 'Leaves a trace that it ran.' })
  leaveTrace(@Ctx() { ran }: TinyContext): boolean {
    ran.push('leaveTrace');
    return true;
  }
}

/** A schema with one field per behaviour of the HTTP side; built once, because type-graphql keeps global state. */
export function buildTinySchema(): Promise<GraphQLSchema> {
  return buildSchema({ resolvers: [TinyResolver] });
}
