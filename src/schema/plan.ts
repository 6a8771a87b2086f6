import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { PageArgs } from './args.ts';
import { ChangeEvent } from './change.ts';
import { ChangeKindEnum } from './enums.ts';
import { Gate } from './gate.ts';
import { LegalInstrument } from './instrument.ts';
import { connectionOf, Node, Period } from './node.ts';
import { PhaseStatusEnum, PlanStatusEnum } from './plan-enums.ts';
import { Policy } from './policy.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { Source } from './source.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({ description: 'How many of how many.' })
export class Count {
  @Field(() => Int, { description: 'How many are done on the day.' })
  done!: number;

  @Field(() => Int, { description: 'How many there are.' })
  total!: number;
}

@ObjectType({ description: 'How much of a phase is done on the day. What no slice records yet counts none of none.' })
export class Progress {
  @Field(() => Count, { description: 'Changes carried out, of those foreseen or decided in the phase.' })
  changes!: Count;

  @Field(() => Count, { description: 'Seals in use.' })
  seals!: Count;

  @Field(() => Count, { description: 'Signboards mounted.' })
  signboards!: Count;

  @Field(() => Count, { description: 'Handovers signed or closed.' })
  handovers!: Count;

  @Field(() => Count, { description: 'Tasks done, of those not cancelled.' })
  tasks!: Count;
}

@ObjectType({ description: 'A unit that keeps its name on every day of a phase (NAME_FROZEN).' })
export class Freeze {
  @Field(() => String, { description: 'What it keeps: `NAME`.' })
  what!: string;

  @Field(() => OrgUnit, { description: 'The unit.' })
  unit!: OrgUnit;

  @Field(() => Source, { nullable: true, description: 'Where it was published.' })
  source!: Source | null;
}

@ObjectType({ implements: Node, description: 'A change that a phase foresees.' })
export class PlannedChange extends Node {
  @Field(() => ChangeKindEnum, { description: 'Kind.' })
  kind!: string;

  @Field(() => DateScalar, { description: 'First day of effect.' })
  on!: string;

  @Field(() => [String], { description: 'Codes of the units it starts from.' })
  sources!: string[];

  @Field(() => [String], { description: 'Codes of the units that result, which need not exist yet.' })
  results!: string[];

  @Field(() => String, { nullable: true, description: 'Name of the first result from then on, where it changes.' })
  name!: string | null;

  @Field(() => Boolean, { description: 'True where the published text leaves this open and it was assumed.' })
  assumed!: boolean;

  @Field(() => ChangeEvent, { nullable: true, description: 'The act that carried it out; null while nobody did.' })
  event!: ChangeEvent | null;
}

@ObjectType({ description: 'What a phase was over some days.' })
export class PhaseStep {
  @Field(() => PhaseStatusEnum, { description: 'Status.' })
  status!: string;

  @Field(() => Period, { description: 'Days.' })
  period!: Period;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument it rests on.' })
  instrument!: LegalInstrument | null;

  @Field(() => Boolean, { description: 'True where it is taken to have gone as planned.' })
  assumed!: boolean;

  @Field(() => String, { nullable: true, description: 'Remark.' })
  note!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: string;
}

@ObjectType({ description: 'What a plan said over some days: an amendment begins a new one.' })
export class PlanVersion {
  @Field(() => Int, { description: 'Counted from 1.' })
  number!: number;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument that adopts or amends it.' })
  instrument!: LegalInstrument | null;

  @Field(() => Period, { description: 'Days; the first version from the first day there is.' })
  period!: Period;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: string;
}

@ObjectType({ implements: Node, description: 'A stage of a plan, with a window, what it allows, and gates.' })
export class Phase extends Node {
  @Field(() => Int, { description: 'Its place in the plan, from 1.' })
  ordinal!: number;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => PhaseStatusEnum, { description: 'Status on the day.' })
  status!: string;

  @Field(() => Boolean, { description: 'Whether its window has ended on the day and it is not over.' })
  overdue!: boolean;

  @Field(() => Period, { description: 'Its window.' })
  period!: Period;

  @Field(() => Boolean, { description: "True where the plan's instrument was issued after its first day." })
  retroactive!: boolean;

  @Field(() => [ChangeKindEnum], { description: 'Kinds of change that take effect in it.' })
  allowedKinds!: string[];

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument that set its window.' })
  instrument!: LegalInstrument | null;

  @Field(() => Source, { nullable: true, description: 'Where it was published.' })
  source!: Source | null;

  @Field(() => Boolean, { description: 'True where the published text leaves this open and it was assumed.' })
  assumed!: boolean;

  @Field(() => [Gate], { description: 'What must hold before it is ready, or completed.' })
  gates!: Gate[];

  @Field(() => [Freeze], { description: 'Units that keep their names in it.' })
  freezes!: Freeze[];

  @Field(() => [PlannedChange], { description: 'Changes it foresees, by day.' })
  changes!: PlannedChange[];

  @Field(() => Progress, { description: 'How much of it is done on the day.' })
  progress!: Progress;

  @Field(() => [PhaseStep], { description: 'What it was and is, over all days.' })
  history!: PhaseStep[];

  @Field(() => Plan, { description: 'Its plan.' })
  plan!: unknown;
}

@ObjectType({ implements: Node, description: 'A plan of reorganization, carried out in phases.' })
export class Plan extends Node {
  @Field(() => String, { description: 'Code.' })
  code!: string;

  @Field(() => Int, { description: 'Grows with every fact of the plan; sent back as `expectedVersion`.' })
  version!: number;

  @Field(() => String, { description: 'Title on the day.' })
  title!: string;

  @Field(() => PlanStatusEnum, { description: 'Status on the day.' })
  status!: string;

  @Field(() => OrgUnit, { description: 'The center it reorganizes.' })
  center!: OrgUnit;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument that adopted or last amended it.' })
  instrument!: LegalInstrument | null;

  @Field(() => Source, { nullable: true, description: 'Where it was published.' })
  source!: Source | null;

  @Field(() => String, { nullable: true, description: 'The document as it was sent.' })
  document!: string | null;

  @Field(() => [PlanVersion], { description: 'What it said, over all days.' })
  versions!: PlanVersion[];

  @Field(() => Phase, { nullable: true, description: 'The phase under way on the day; null in a gap.' })
  currentPhase!: Phase | null;

  @Field(() => [Phase], { description: 'Its phases, in their order.' })
  phases!: Phase[];

  @Field(() => [Policy], { description: 'Policies of the day that apply to its center, or to units below it.' })
  policies!: Policy[];
}

@ObjectType({ description: 'A page of plans, by title.' })
export class PlanConnection extends connectionOf(Plan, 'Plan') {}

@ArgsType()
export class PlansArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Words of the code or title, diacritics optional.' })
  search?: string | null;
}
