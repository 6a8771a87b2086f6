import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { Database } from '../db/client.ts';
import { ConflictError, unavailability } from '../db/errors.ts';
import { answerLoader } from '../db/loaders/answers.ts';
import type { PayloadValue } from '../db/read/payload.ts';
import { showWithin } from '../db/read/reader.ts';
import { ArgumentError, type SelectedField } from '../db/read/selection.ts';
import { UnitOfWork } from '../db/unit-of-work.ts';
import type { Clock } from '../domain/clock.ts';
import { Budget } from '../resolvers/budget.ts';
import type { RequestContext, Shown } from '../resolvers/context.ts';
import { selectedField } from '../resolvers/selection.ts';
import type { RequestFacts } from './graphql-route.ts';

const OF_EVERY_PAYLOAD = new Set(['violations', 'rehearsed', '__typename']);

/** What resolvers have in reach, new for each request. */
export function contextOf(database: Database, clock: Clock): (facts: RequestFacts) => RequestContext {
  return ({ actor, requestId, language }) => {
    const today = clock.today();
    const answers = answerLoader(database.reads, today);
    let budget: Budget | undefined;
    const affordable = (info: GraphQLResolveInfo): SelectedField => {
      const field = selectedField(info);
      budget ??= new Budget(info.schema);
      budget.spend(field, info);
      return field;
    };
    return {
      actor,
      requestId,
      language,
      read: (info) =>
        answers.load({ from: 'query', key: String(info.path.key), field: affordable(info) }).catch(toGraphql),
      refer: (info, { name, code, on }) => {
        const field = { ...selectedField(info), name, args: { code, on } };
        // Violations of one list share their selection, so a unit named by a thousand of them is read once.
        return answers
          .load({ from: 'reference', key: `${selectionOf(info)} ${name} ${code} ${on}`, field })
          .catch(toGraphql);
      },
      change: async (info, verb) => {
        const selected = affordable(info)
          .fields(payloadType(info))
          .filter((field) => !OF_EVERY_PAYLOAD.has(field.name));
        const present = (tx: Parameters<typeof showWithin>[0], value: unknown) =>
          showWithin(tx, { selected, value: value as PayloadValue, today });
        const work = new UnitOfWork<Shown>(database, { actor: actor.subject, requestId }, present);
        const { violations, rehearsed, shown } = await verb(work).catch(toGraphql);
        return { violations, rehearsed, shown: shown ?? {} };
      },
    };
  };
}

const payloadType = (info: GraphQLResolveInfo): string => String(info.returnType).replace('!', '');
const selectionOf = (info: GraphQLResolveInfo): string => info.fieldNodes.map((node) => node.loc?.start).join();

/** Failures that are the caller's to mend, as GraphQL tells them. */
function toGraphql(error: unknown): never {
  if (error instanceof ArgumentError) {
    throw new GraphQLError(error.message, {
      extensions: { code: 'BAD_USER_INPUT', field: error.field, expected: error.expected },
    });
  }
  if (error instanceof ConflictError) throw new GraphQLError(error.message, { extensions: { code: 'CONFLICT' } });
  const unavailable = unavailability(error);
  if (unavailable) throw new GraphQLError(unavailable, { extensions: { code: 'UNAVAILABLE' } });
  throw error;
}
