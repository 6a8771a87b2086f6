import { fillPlaceholders } from 'drizzle-orm';
import { type GraphQLSchema, getVariableValues } from 'graphql';
import type { Over } from '../../db/cancel.ts';
import type { Database } from '../../db/client.ts';
import type { Dependence } from '../../db/freshness.ts';
import { askBytes } from '../../db/read/statement.ts';
import type { Actor, Grant } from '../../domain/actor.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Language } from '../../domain/language.ts';
import { isStorable } from '../../domain/text.ts';
import { selectedField } from '../../resolvers/selection.ts';
import type { Undertaking } from '../limits/traffic.ts';
import { Looks } from '../looks.ts';
import type { RequestObserver } from '../observe/observer.ts';
import type { RequestRecord } from '../observe/request-record.ts';
import type { PersonalReads } from '../personal-reads.ts';
import { viewpointOf } from '../viewpoint.ts';
import type { PlanDependence } from './dependence.ts';
import { KeptAnswers } from './kept-answers.ts';
import { KnownDocuments, type KnownOperation } from './known-documents.ts';
import { peopleApart } from './people-apart.ts';
import { isGiven, type Plan, planOf } from './plan.ts';
import { Recent } from './recent.ts';

const KEPT_FROM_MS = 1;
const MOST_PLANS = 500;
/** How PostgreSQL begins to tell that something named is not there. */
const ABSENT = Buffer.from('{"@absent"');

interface DirectOptions {
  schema: GraphQLSchema;
  database: () => Database;
  clock: Clock;
  personalReads: PersonalReads;
  /** For answers that are kept; none are where it is 0. */
  roomBytes: number;
  /** What is read faster is not kept: to ask whether it still holds would take as long. */
  keptFromMs?: number;
}

/** A request as it came in, by whom. */
export interface DirectRequest {
  body: unknown;
  actor: Actor;
  requestId: string;
  language: Language;
  undertaking: Pick<Undertaking, 'over' | 'spend' | 'enter'>;
  record?: RequestRecord;
}

/** The body of an answer. */
interface Answered {
  body: Buffer;
  /** Whom each root field shows. */
  people: readonly ReadonlySet<string>[];
  /** Whether it is worth to be kept. */
  isKept: boolean;
}

/**
 * Answers queries that were found valid before with the very text that PostgreSQL makes of them, which is not taken apart
 * and put together again on its way. Whatever is out of the ordinary is left to Apollo: a document not seen before,
 * changes, a field with a resolver of its own, every error. So Apollo, resolvers, guard and schema say what an answer is;
 * here is only a shorter way to the same bytes.
 */
export class DirectAnswers {
  private readonly options: DirectOptions;
  private readonly documents: KnownDocuments;
  private readonly plans = new Recent<Promise<Plan | null>>(MOST_PLANS);
  private kept: KeptAnswers<Answered> | null | undefined;
  private readonly standings = new WeakMap<readonly Grant[], string>();

  constructor(options: DirectOptions) {
    this.options = options;
    this.documents = new KnownDocuments(options.schema);
  }

  /** Told of each document that is valid. */
  get known(): Pick<KnownDocuments, 'remember'> {
    return this.documents;
  }

  /** The body of the answer; undefined where it has to be found the plain way. */
  async answer(request: DirectRequest, observer: Required<RequestObserver>): Promise<Buffer | undefined> {
    const asked = this.asked(request.body);
    if (!asked) return undefined;
    const { operation, variables } = asked;
    const plan = await this.planFor(operation, variables, request);
    if (!plan) return undefined;
    const { undertaking, record } = request;
    if (record) {
      record.resolve(operation.document, operation.operation);
      observer.resolved(record);
    }
    undertaking.spend(plan.cost);
    try {
      await undertaking.enter('query');
      const answered = await this.read(plan, variables, request);
      if (plan.isPersonal) this.show(plan, answered, { variables, request });
      if (record) observer.answered(record);
      return answered.body;
    } catch {
      // Told of, and counted, where it is answered.
      undertaking.spend(-plan.cost);
      if (record) record.way = 'plain';
      return undefined;
    }
  }

  private asked(body: unknown): { operation: KnownOperation; variables: Record<string, unknown> } | undefined {
    const { query, operationName = null, variables = null, ...rest } = (body ?? {}) as Record<string, unknown>;
    if (typeof query !== 'string' || Object.keys(rest).length > 0) return undefined;
    if (operationName !== null && typeof operationName !== 'string') return undefined;
    if (typeof variables !== 'object' || Array.isArray(variables)) return undefined;
    const operation = this.documents.find(query, operationName ?? undefined);
    if (!operation) return undefined;
    const given = getVariableValues(
      this.options.schema,
      operation.operation.variableDefinitions ?? [],
      (variables ?? {}) as Record<string, unknown>,
      // The plain way tells them all.
      { maxErrors: 1 },
    ).coerced;
    const isSendable = given && [...operation.handedOn].every((name) => isSendableValue(given[name]));
    return isSendable ? { operation, variables: given } : undefined;
  }

  private planFor(
    operation: KnownOperation,
    variables: Record<string, unknown>,
    { actor, language }: DirectRequest,
  ): Promise<Plan | null> {
    const today = this.options.clock.today();
    const shape = { ...variables };
    for (const name of operation.handedOn) if (isGiven(shape[name])) shape[name] = 1;
    const key = `${operation.id} ${today} ${this.standingOf(actor)} ${JSON.stringify(shape)}`;
    const known = this.plans.get(key);
    if (known !== undefined) return known;
    const plan = planOf(operation, {
      schema: this.options.schema,
      asker: { actor, today, language },
      variables,
      viewpointOf: (info) => viewpointOf({ actor, today }, info),
    });
    this.plans.put(key, plan);
    return plan;
  }

  /** Equal for callers who may do and see the same. */
  private standingOf({ grants }: Actor): string {
    const known = this.standings.get(grants) ?? JSON.stringify(grants);
    this.standings.set(grants, known);
    return known;
  }

  private read(plan: Plan, values: Record<string, unknown>, request: DirectRequest): Promise<Answered> {
    const { actor, undertaking, record } = request;
    const { keptFromMs = KEPT_FROM_MS } = this.options;
    const database = this.options.database();
    const read = async (over: Over) => {
      if (record) record.way = 'direct';
      const begunAt = performance.now();
      const answered = answeredBy(
        plan,
        await askBytes(database.readsOf(actor.subject), plan.statement, { values, over }),
      );
      return { ...answered, isKept: plan.times.add(answered.body.length, performance.now() - begunAt) >= keptFromMs };
    };
    const kept = this.keptOf(database);
    if (!kept || !plan.dependence || plan.times.longestMs < keptFromMs) return read(undertaking.over);
    if (record) record.way = 'kept';
    const key = `${plan.id} ${JSON.stringify(values)}`;
    return kept.get(key, { dependence: filled(plan.dependence, values), read, over: undertaking.over });
  }

  /** Opened with the database, which comes up after the server. */
  private keptOf({ freshness }: Database): KeptAnswers<Answered> | null {
    if (this.kept === undefined)
      this.kept = freshness && this.options.roomBytes > 0 ? new KeptAnswers(freshness, this.options.roomBytes) : null;
    return this.kept;
  }

  /** Records whom an answer shows; throws where that cannot be recorded. */
  private show(
    { roots }: Plan,
    { people }: Answered,
    { variables, request }: { variables: Record<string, unknown>; request: DirectRequest },
  ): void {
    const { actor, requestId } = request;
    const looks = new Looks(this.options.personalReads, { actor: actor.subject, requestId });
    const infos = roots.map(({ info }) => ({ ...info, variableValues: variables }));
    for (const info of infos) looks.begin(info, selectedField(info));
    for (const [index, info] of infos.entries()) looks.showPeople(info, people[index] ?? new Set());
  }
}

const isSendableValue = (value: unknown): boolean => !isGiven(value) || isStorable(value);

/** What the statement answered, as Apollo would write it; throws where it is for the plain way to tell. */
function answeredBy(
  { roots, isPersonal }: Plan,
  columns: readonly (Buffer | null)[],
): Pick<Answered, 'body' | 'people'> {
  const people: ReadonlySet<string>[] = [];
  const parts = roots.flatMap(({ key, isRequired }, index) => {
    const column = columns[index] ?? null;
    if (column === null && isRequired) throw new Error('nothing, where something is required');
    if (column?.subarray(0, ABSENT.length).equals(ABSENT)) throw new Error('something named is not there');
    const apart = column && isPersonal ? peopleApart(column) : { answer: column ?? NULL, people: NOBODY };
    people.push(apart.people);
    return [Buffer.from(`${index === 0 ? '{"data":{' : ','}${JSON.stringify(key)}:`), apart.answer];
  });
  return { body: Buffer.concat([...parts, END]), people };
}

const NULL = Buffer.from('null');
const END = Buffer.from('}}\n');
const NOBODY: ReadonlySet<string> = new Set();

function filled(dependence: PlanDependence, values: Record<string, unknown>): Dependence {
  if (dependence.on !== 'UNIT') return dependence;
  return { on: 'UNIT', unit: String(fillPlaceholders([dependence.unit], values)[0]) };
}
