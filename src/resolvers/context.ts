import type { GraphQLResolveInfo } from 'graphql';
import type { Result, UnitOfWork } from '../db/unit-of-work.ts';
import type { Actor } from '../domain/actor.ts';
import type { Day } from '../domain/day.ts';
import type { Language } from '../domain/language.ts';
import type { Naming, Standing } from '../domain/naming.ts';
import type { PlanNotice } from '../domain/plan-notice.ts';
import type { Violation } from '../domain/violation.ts';

/** Describes the one argument of every mutation. */
export const INPUT = 'What to do, and on what authority.';

/** What a payload field shows, by the caller's keys. */
export type Shown = Record<string, unknown>;

/** What a verb came to, as payload types show it. */
export interface Payload {
  shown: Shown;
  violations: Violation[];
  rehearsed: boolean;
}

/** What resolvers have in reach for one request. */
export interface RequestContext {
  actor: Actor;
  requestId: string;
  /** The day it is, on which verbs hold that name no other. */
  today: Day;
  language: Language;
  /** Answers a root field with all that is selected below it; fields asked together share one SQL statement. */
  read(info: GraphQLResolveInfo): Promise<unknown>;
  /** Answers what a violation refers to by code, in the same way. */
  refer(
    info: GraphQLResolveInfo,
    reference: {
      name: 'unit' | 'territory' | 'staff' | 'gate' | 'gateMissing' | 'waiver';
      code: string;
      on: string | null;
    },
  ): Promise<unknown>;
  /** Notices about a plan, from now on; NOT_FOUND where there is none. What may not be selected is refused at once. */
  watch(info: GraphQLResolveInfo, plan: string): Promise<AsyncIterable<PlanNotice>>;
  /** Answers a notice with all that is selected below it, as it is in the database now. */
  tell(info: GraphQLResolveInfo, notice: PlanNotice): Promise<unknown>;
  /** Whether a root field is asked by somebody who may over everything. */
  isUnbounded(info: GraphQLResolveInfo): boolean;
  /** How what a command names stands to the scope in which its caller may give it; in the order named. */
  standing(info: GraphQLResolveInfo, namings: readonly Naming[]): Promise<Standing[]>;
  /** Runs a verb and reads what its payload shows within the same transaction. */
  change<T>(info: GraphQLResolveInfo, verb: (work: UnitOfWork<Shown>) => Promise<Result<T, Shown>>): Promise<Payload>;
}
