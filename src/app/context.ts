import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { Database } from '../db/client.ts';
import { ConflictError, unavailability } from '../db/errors.ts';
import { answerLoader } from '../db/loaders/answers.ts';
import type { Viewpoint } from '../db/read/compiler.ts';
import type { PayloadValue } from '../db/read/payload-value.ts';
import { isPlan } from '../db/read/plan-event.ts';
import { showWithin } from '../db/read/reader.ts';
import { AbsentError, ArgumentError, type SelectedField } from '../db/read/selection.ts';
import { standingOf } from '../db/read/standing.ts';
import { UnitOfWork } from '../db/unit-of-work.ts';
import type { Clock } from '../domain/clock.ts';
import type { PlanNotice } from '../domain/plan-notice.ts';
import { scopeOf } from '../domain/scope.ts';
import { Budget } from '../resolvers/budget.ts';
import type { RequestContext, Shown } from '../resolvers/context.ts';
import { lastingSelection, selectedField } from '../resolvers/selection.ts';
import type { RequestFacts } from './graphql-route.ts';
import { Looks } from './looks.ts';
import type { PersonalReads } from './personal-reads.ts';
import type { PlanNotices } from './plan-notices.ts';
import { viewpointOf } from './viewpoint.ts';

const OF_EVERY_PAYLOAD = new Set(['violations', 'rehearsed', '__typename']);

/** What resolvers have in reach, new for each request and for each event of a subscription. */
export function contextOf(
  database: Database,
  clock: Clock,
  { notices, personalReads }: { notices: PlanNotices; personalReads: PersonalReads },
): (facts: RequestFacts) => RequestContext {
  return ({ actor, requestId, language, undertaking, record }) => {
    const today = clock.today();
    const { over } = undertaking;
    const whole: Viewpoint = { today, scope: scopeOf(actor), grants: actor.grants };
    // Root fields that take other roles may have another scope, and then another statement.
    const loaders = new Map<string, ReturnType<typeof answerLoader>>();
    const viewpoint = (info: GraphQLResolveInfo) => viewpointOf({ actor, today }, info);
    const answersFor = (from: Viewpoint, having?: 'everything') => {
      const key = JSON.stringify([from.scope, having]);
      const loader = loaders.get(key) ?? answerLoader(database.readsOf(actor.subject, having), { ...from, over });
      loaders.set(key, loader);
      return loader;
    };
    const looks = new Looks(personalReads, { actor: actor.subject, requestId });
    let budget: Budget | undefined;
    const affordable = (info: GraphQLResolveInfo): SelectedField => {
      const field = selectedField(info);
      budget ??= new Budget(info.schema);
      undertaking.spend(budget.spend(field, info));
      return field;
    };
    return {
      actor,
      requestId,
      today,
      language,
      read: async (info) => {
        const field = looks.begin(info, affordable(info));
        const question = { from: 'query', key: String(info.path.key), field } as const;
        return looks.show(info, await answersFor(viewpoint(info)).load(question).catch(toGraphql));
      },
      refer: async (info, { name, code, on }) => {
        const field = looks.below({ ...selectedField(info), name, args: { code, on } });
        // Violations of one list share their selection, so a unit named by a thousand of them is read once.
        const question = { from: 'reference', key: `${selectionOf(info)} ${name} ${code} ${on}`, field } as const;
        return looks.show(info, await answersFor(whole).load(question).catch(toGraphql));
      },
      watch: async (info, plan) => {
        affordable(info);
        return watchPlan(database, { notices, plan, viewpoint: viewpoint(info) }).catch(toGraphql);
      },
      tell: async (info, notice) => {
        const field = looks.begin(info, { ...affordable(info), args: { ...notice } });
        const question = { from: 'event', key: String(info.path.key), field } as const;
        return looks.show(info, await answersFor(viewpoint(info), 'everything').load(question).catch(toGraphql));
      },
      isUnbounded: (info) => viewpoint(info).scope === null,
      // Of the primary: what the caller has just written may be named.
      standing: (info, namings) => standingOf(database.reads, namings, { ...viewpoint(info), over }).catch(toGraphql),
      change: async (info, verb) => {
        const selected = looks
          .begin(info, affordable(info))
          .fields(payloadType(info))
          .filter((field) => !OF_EVERY_PAYLOAD.has(field.name));
        const present = async (tx: Parameters<typeof showWithin>[0], value: unknown) => {
          const lasting = lastingSelection(info);
          if (lasting) looks.expectPeople();
          const shown = await showWithin(tx, { selected, value: value as PayloadValue, viewpoint: whole, lasting });
          // Still in the transaction: what may not be shown is not done either.
          looks.admit(info, shown);
          return shown;
        };
        const within = viewpoint(info);
        const work = new UnitOfWork<Shown>(
          database,
          { actor: actor.subject, requestId, over, ...(within.scope && { within }) },
          present,
        );
        const { violations, rehearsed, shown } = await verb(work).catch(toGraphql);
        looks.record(info, shown);
        record?.noteViolations({ violations, rehearsed });
        return { violations, rehearsed, shown: shown ?? {} };
      },
    };
  };
}

const payloadType = (info: GraphQLResolveInfo): string => String(info.returnType).replace('!', '');
const selectionOf = (info: GraphQLResolveInfo): string => info.fieldNodes.map((node) => node.loc?.start).join();

/** Watching comes before looking, so that nothing is missed between the two. */
async function watchPlan(
  { reads }: Database,
  { notices, plan, viewpoint }: { notices: PlanNotices; plan: string; viewpoint: Viewpoint },
): Promise<AsyncIterable<PlanNotice>> {
  const watch = notices.watch(plan);
  try {
    if (await isPlan(reads, plan, viewpoint)) return watch;
    throw new GraphQLError(`There is no plan ${JSON.stringify(plan)}.`, { extensions: { code: 'NOT_FOUND' } });
  } catch (error) {
    await watch.return?.();
    throw error;
  }
}

/** Failures that are the caller's to mend, as GraphQL tells them. */
function toGraphql(error: unknown): never {
  if (error instanceof ArgumentError) {
    throw new GraphQLError(error.message, {
      extensions: { code: 'BAD_USER_INPUT', field: error.field, expected: error.expected },
    });
  }
  if (error instanceof AbsentError)
    throw new GraphQLError(error.message, { extensions: { code: 'NOT_FOUND', field: error.field } });
  if (error instanceof ConflictError) throw new GraphQLError(error.message, { extensions: { code: 'CONFLICT' } });
  const unavailable = unavailability(error);
  if (unavailable) throw new GraphQLError(unavailable, { extensions: { code: 'UNAVAILABLE' } });
  throw error;
}
