import { insertAppointment, loadLeaders, loadPool } from '../../db/repositories/leaderships.ts';
import { done, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import { type Day, FOREVER, later, overlaps } from '../../domain/day.ts';
import {
  type AppointmentTerms,
  decideAuthority,
  decideDeputies,
  decideDirector,
  type Pool,
} from '../../domain/leadership.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import { lineAbove } from '../../domain/organization/decide-rules.ts';
import { policyFor } from '../../domain/rulebook.ts';
import type { LeaderRole } from '../../domain/staff.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { requireInstrument } from '../instrument/cite-instrument.ts';
import { type PersonCommand, type PersonGround, type Remade, remakePerson } from '../staff/change-person.ts';

export interface AppointLeader extends PersonCommand {
  unit: string;
  role: LeaderRole;
  /** Beside another post. */
  concurrent: boolean;
  from: Day;
  /** First day no longer; open where null. */
  until: Day | null;
  decidedBy: string | null;
}

/** An appointment, to be shown as of a day. */
export interface AppointmentValue {
  appointment: number;
  on: Day;
}

/** Appoints somebody to lead a unit, by who may appoint there. */
export function appointLeader<S>(work: UnitOfWork<S>, command: AppointLeader): Promise<Result<AppointmentValue, S>> {
  const { unit, from, decidedBy } = command;
  return work.run('appointLeader', command, async (tx) => {
    const units = [unit, ...(decidedBy === null ? [] : [decidedBy])];
    const { violations, identified } = await remakePerson(tx, { command, units, counting: false }, (ground) =>
      appoint(tx, command, ground),
    );
    const [appointment] = identified?.appointment ?? [];
    return appointment === undefined ? refused(violations) : done({ appointment, on: from }, violations);
  });
}

async function appoint(work: Work, command: AppointLeader, ground: PersonGround): Promise<Remade> {
  const { from, decidedBy } = command;
  const { person, organization, rulebook, cited } = ground;
  const terms: AppointmentTerms = { ...command, until: command.until ?? FOREVER };
  const leaders = await loadLeaders(work.tx, [terms.unit]);
  const pools = terms.role === 'DEPUTY_DIRECTOR' ? await poolsOf(work, terms, ground) : [];
  const isKnown = decidedBy === null || organization.find(decidedBy) !== undefined;
  const isDecided = decidedBy !== null || cited.id !== null;
  const violations: Violation[] = [
    ...requireInstrument(cited, from),
    ...decideDay(from, ['from']),
    ...(terms.until <= from
      ? [violation('PERIOD_INVALID', { path: ['until'], on: terms.until, expected: 'FROM_BEFORE_UNTIL' })]
      : []),
    ...(isKnown ? [] : [violation('NOT_FOUND', { path: ['decidedBy'], words: { what: decidedBy ?? '' } })]),
    ...(isKnown && isDecided ? decideAuthority(organization, terms, decidedBy ?? cited.issuer) : []),
    ...decideDirector(terms, leaders),
    ...decideDeputies(terms, { leaders, pools, rulebook, organization }),
  ];
  const fact = { id: null, from, until: terms.until, appointment: -1, instrument: cited.id ?? 0 };
  const { unit, role, concurrent } = terms;
  return {
    person: { ...person, leaderships: [...person.leaderships, { ...fact, unit, role, concurrent }] },
    violations,
    single: true,
    identify: async () => {
      const by = { decidedBy: decidedBy ?? cited.issuer, instrument: cited.id ?? 0 };
      return { appointment: [await insertAppointment(work.tx, terms, by)] };
    },
  };
}

/** The commune centers over which deputies are counted on average, for each policy that says so on some of the days. */
async function poolsOf(
  { tx }: Work,
  { unit, from, until }: AppointmentTerms,
  { organization, rulebook }: PersonGround,
): Promise<Pool[]> {
  const pools: Pool[] = [];
  if (organization.versionOn(unit, from)?.kind !== 'COMMUNE_CENTER') return pools;
  const key = 'deputies.average.max';
  for (const policy of rulebook.policies.filter((one) => one.key === key && overlaps(one, { from, until }))) {
    const on = later(from, policy.from);
    if (policyFor(rulebook, key, { above: lineAbove(organization, unit, on), on }) === policy)
      pools.push(await loadPool(tx, policy, on));
  }
  return pools;
}
