import { insertAssignment } from '../../db/repositories/assignments.ts';
import { insertAppointment, loadLeaders, loadPool } from '../../db/repositories/leaderships.ts';
import { insertSecondment, type SecondmentStepRecord } from '../../db/repositories/secondments.ts';
import type { Work } from '../../db/unit-of-work.ts';
import {
  decideScope,
  decideSecondedPlacement,
  networkOf,
  placePerson,
  unplacePerson,
} from '../../domain/assignment.ts';
import { later } from '../../domain/day.ts';
import { decideAuthority, decideDeputies, decideDirector, type Leader, type Pool } from '../../domain/leadership.ts';
import { endLoan, lendPerson } from '../../domain/secondment.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import type { Violation } from '../../domain/violation.ts';
import { decideTerms, homeOf } from '../secondment/decide-terms.ts';
import type { StaffGround } from '../staff/staff-ground.ts';
import type { Identified } from '../staff/with-ids.ts';
import type { PlannedAssignment, PlannedLeader, PlannedSecondment } from './programme.ts';

type Recording = (tx: Work['tx']) => Promise<number>;

/**
 * Appointments, secondments and assignments of many people on one ground, by the same rules as the verbs: what they
 * found, and what is to be recorded once nothing stands in the way. Facts refer to it by placeholders below zero.
 */
export class Acts {
  readonly violations: Violation[] = [];
  private readonly ground: StaffGround;
  private readonly instrument: number;
  private readonly known: { leaders: readonly Leader[]; pools: readonly Pool[] };
  private readonly appointed: Leader[] = [];
  private readonly recordings = {
    appointment: [] as Recording[],
    secondment: [] as Recording[],
    assignment: [] as Recording[],
  };

  private constructor(ground: StaffGround, instrument: number, known: Acts['known']) {
    this.ground = ground;
    this.instrument = instrument;
    this.known = known;
  }

  /** Acts on the people and units of a ground; who leads these already is read once. */
  static async on(
    { tx }: Work,
    ground: StaffGround,
    { instrument, units }: { instrument: number; units: readonly string[] },
  ): Promise<Acts> {
    const pools: Pool[] = [];
    for (const policy of ground.rulebook.policies)
      if (policy.key === 'deputies.average.max') pools.push(await loadPool(tx, policy, policy.from));
    return new Acts(ground, instrument, { leaders: await loadLeaders(tx, units), pools });
  }

  appoint(planned: PlannedLeader): void {
    const { organization, rulebook } = this.ground;
    const { known, appointed, instrument } = this;
    const { staff, unit, role, concurrent, from, until, decidedBy } = planned;
    const leaders = [...known.leaders, ...appointed];
    const pools = known.pools
      .filter(({ units }) => units.includes(unit))
      .map((pool) => ({
        ...pool,
        leaders: [...pool.leaders, ...appointed.filter((one) => pool.units.includes(one.unit))],
      }));
    this.violations.push(
      ...decideAuthority(organization, planned, decidedBy),
      ...decideDirector(planned, leaders),
      ...decideDeputies(planned, { leaders, pools, rulebook, organization }),
    );
    appointed.push(planned);
    const appointment = this.record('appointment', (tx) => insertAppointment(tx, planned, { decidedBy, instrument }));
    const led = { id: null, from, until, unit, role, concurrent, appointment, instrument };
    this.remake(staff, (person) => ({ ...person, leaderships: [...person.leaderships, led] }));
  }

  lend({ staff, host, from, until, onReturn, outcome }: PlannedSecondment, letters: Letters): void {
    const { instrument } = this;
    const terms = { from, until, onReturn };
    const end = outcome.kind === 'EXTENDED' ? outcome.until : 'on' in outcome ? outcome.on : until;
    this.remake(staff, (person) => {
      const home = homeOf(person, from) ?? '';
      const asked = { staff, home, host, ...letters, onReturn, from, until: later(until, end) };
      this.violations.push(...decideTerms({ ...this.ground, person }, asked));
      const steps = stepsOf({ ...terms, outcome }, letters, instrument);
      const secondment = this.record('secondment', (tx) => insertSecondment(tx, { staff, home, host, from }, steps));
      const lent = lendPerson(person, { host, from, until, instrument, secondment });
      return end === until ? lent : endLoan(lent, { secondment, until: end, instrument });
    });
  }

  place({ endsOn, ...planned }: PlannedAssignment): void {
    const { instrument } = this;
    const { organization } = this.ground;
    const { staff, from } = planned;
    this.remake(staff, (person) => {
      const decidedBy = networkOf(organization, person, from);
      const assignment = this.record('assignment', (tx) => insertAssignment(tx, { staff, decidedBy, instrument }));
      const placement = { ...planned, replace: false, instrument, assignment };
      this.violations.push(
        ...decideScope(organization, placement, decidedBy),
        ...decideSecondedPlacement(organization, person, placement),
      );
      const placed = placePerson(person, placement);
      return endsOn === null ? placed : unplacePerson(placed, assignment, endsOn);
    });
  }

  /** Records everything, in its order. */
  async identify({ tx }: Work): Promise<Identified> {
    const ids = async (recordings: readonly Recording[]) => {
      const found: number[] = [];
      for (const recording of recordings) found.push(await recording(tx));
      return found;
    };
    const { appointment, secondment, assignment } = this.recordings;
    return {
      appointment: await ids(appointment),
      secondment: await ids(secondment),
      assignment: await ids(assignment),
    };
  }

  private record(kind: keyof Acts['recordings'], recording: Recording): number {
    return -this.recordings[kind].push(recording);
  }

  private remake(staff: string, make: (person: StaffFacts) => StaffFacts): void {
    const person = this.ground.personnel.find(staff);
    if (!person) throw new Error(`${staff} is not among those made up`);
    this.ground.personnel.put(make(person));
  }
}

/** The letters by which two bodies agree. */
export interface Letters {
  homeAgreement: string;
  hostAgreement: string;
}

/** What was said of a secondment, from its proposal to its end. */
function stepsOf(
  { from, until, onReturn, outcome }: Pick<PlannedSecondment, 'from' | 'until' | 'onReturn' | 'outcome'>,
  { homeAgreement, hostAgreement }: Letters,
  instrument: number,
): SecondmentStepRecord[] {
  const said = { on: from, until, onReturn, instrument: null, reference: null };
  const begun: SecondmentStepRecord[] = [
    { ...said, step: 'PROPOSED' },
    { ...said, step: 'AGREED_HOME', reference: homeAgreement },
    { ...said, step: 'AGREED_HOST', reference: hostAgreement },
    { ...said, step: 'DECIDED', instrument },
  ];
  switch (outcome.kind) {
    case 'RUNS':
      return begun;
    case 'EXTENDED': {
      const reference = `${homeAgreement}; ${hostAgreement}`;
      const { on, until: longer } = outcome;
      return [...begun, { step: 'EXTENDED', on, until: longer, onReturn, instrument, reference }];
    }
    case 'RECALLED': {
      const reference = 'Yêu cầu của nơi cử đi (mô phỏng)';
      return [...begun, { step: 'RECALLED', on: outcome.on, until: outcome.on, onReturn: null, instrument, reference }];
    }
    case 'RETURNED':
    case 'TRANSFERRED': {
      const kept = outcome.kind === 'RETURNED' ? 'RETURN' : 'TRANSFER';
      const over = { on: outcome.on, until: outcome.on, onReturn: kept, instrument, reference: null } as const;
      return [...begun, { step: 'RETURNED', ...over }];
    }
  }
}
