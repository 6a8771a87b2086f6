import { Field, ObjectType } from 'type-graphql';
import { CAPABILITY_REASONS, type CapabilityReason as Code } from '../domain/capability.ts';
import { type Described, enumOf } from './enum-of.ts';

const reasons: Described<Code> = {
  ROLE: 'The caller has none of the roles it takes.',
  SCOPE: 'The caller has the role over other units only.',
  STATUS: 'How it stands on the day does not allow it.',
  PROTECTED: 'The person is protected from being seconded.',
};
const CapabilityReasonEnum = enumOf('CapabilityReasonCode', 'Why something may not be done.', [
  CAPABILITY_REASONS,
  reasons,
]);

@ObjectType({ description: 'One reason why the caller may not do something.' })
export class CapabilityReason {
  @Field(() => CapabilityReasonEnum, { description: 'Which.' })
  code!: Code;

  @Field(() => String, { description: 'For people, in the language of the request.' })
  message!: string;
}

@ObjectType({
  description:
    'Whether the caller may try something, by role, scope and how its subject stands. What the rules say to it is told by a rehearsal.',
})
export class Capability {
  @Field(() => String, { description: 'Name of the mutation (or of `rehearsePhase`).' })
  act!: string;

  @Field(() => Boolean, { description: 'Whether it may be tried.' })
  allowed!: boolean;

  @Field(() => [CapabilityReason], { description: 'Why not; empty where it may.' })
  reasons!: CapabilityReason[];
}
