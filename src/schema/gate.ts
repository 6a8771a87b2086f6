import { Field, ObjectType } from 'type-graphql';
import { Period } from './node.ts';
import { GateKindEnum, GateMomentEnum } from './plan-enums.ts';
import { DateScalar } from './scalars.ts';
import { Source } from './source.ts';
import { Territory } from './territory.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({ description: 'One thing that stands in the way of a gate.' })
export class GateMissing {
  @Field(() => String, { description: 'What is missing, for people.' })
  description!: string;

  @Field(() => OrgUnit, { nullable: true, description: 'The unit it is about.' })
  unit!: OrgUnit | null;

  @Field(() => Territory, { nullable: true, description: 'The territory it is about.' })
  territory!: Territory | null;

  @Field(() => OrgUnit, { nullable: true, description: 'Who owes it.' })
  owner!: OrgUnit | null;

  @Field(() => DateScalar, { nullable: true, description: 'By when.' })
  due!: string | null;
}

@ObjectType({ description: 'A statement with evidence that a gate is met.' })
export class GateAttestation {
  @Field(() => String, { description: 'What shows it.' })
  evidence!: string;

  @Field(() => String, { description: 'Who stated it.' })
  attestedBy!: string;

  @Field(() => Period, { description: 'From when until when it stands.' })
  period!: Period;
}

@ObjectType({ description: 'What must hold before a phase is ready, or completed.' })
export class Gate {
  @Field(() => String, { description: 'Code, unique in the phase.' })
  code!: string;

  @Field(() => String, { description: 'What must hold, in words.' })
  title!: string;

  @Field(() => GateKindEnum, { description: 'What it looks at.' })
  kind!: string;

  @Field(() => GateMomentEnum, { description: 'The step of the phase that needs it.' })
  before!: string;

  @Field(() => Boolean, { description: 'Whether the step is refused without it (PHASE_GATE_UNMET).' })
  mandatory!: boolean;

  @Field(() => Boolean, { description: 'Whether it is met on the day.' })
  met!: boolean;

  @Field(() => [GateMissing], { description: 'What it misses on the day; empty where it is met.' })
  missing!: GateMissing[];

  @Field(() => OrgUnit, { nullable: true, description: 'Who owes it.' })
  owner!: OrgUnit | null;

  @Field(() => DateScalar, { nullable: true, description: 'By when.' })
  due!: string | null;

  @Field(() => GateAttestation, {
    nullable: true,
    description: 'The statement of the day, for gates that ask for one.',
  })
  attestation!: GateAttestation | null;

  @Field(() => Source, { nullable: true, description: 'Where it was published.' })
  source!: Source | null;

  @Field(() => Boolean, { description: 'True where the published text leaves this open and it was assumed.' })
  assumed!: boolean;
}
