import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CommandInput } from './command.ts';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';
import { Appointment, Assignment, Staff } from './staff.ts';
import { LeaderRoleEnum, StaffCategoryEnum } from './staff-enums.ts';

@InputType()
export abstract class CitingInput extends CommandInput {
  @Field(() => String, { nullable: true, description: 'Number or id of the instrument that it rests on.' })
  instrument?: string | null;
}

@InputType()
export abstract class PersonInput extends CitingInput {
  @Field(() => String, { description: 'Code of the person.' })
  staff!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The `version` the caller read; VERSION_CONFLICT where the person has changed since.',
  })
  expectedVersion?: number | null;
}

@InputType({ description: 'A person to put on record.' })
export class RegisterStaffInput extends CitingInput {
  @Field(() => String, { description: 'Code of the person: letters, digits, dots, hyphens, underscores.' })
  code!: string;

  @Field(() => String, { description: 'Full name.' })
  name!: string;

  @Field(() => StaffCategoryEnum, { description: 'What they are employed as.' })
  category!: keyof typeof StaffCategoryEnum;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the unit where they are counted and paid; may be left out for those who are never counted.',
  })
  payrollHome?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the unit where they work; the payroll home where left out.',
  })
  workplace?: string | null;

  @Field(() => DateScalar, { description: 'First day on staff.' })
  from!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Attested: pregnant or nursing a child under 36 months.',
  })
  protected!: boolean;
}

@InputType({ description: 'A person to leave.' })
export class LeaveStaffInput extends PersonInput {
  @Field(() => DateScalar, { description: 'First day no longer on staff.' })
  on!: string;
}

@InputType({ description: 'What was recorded wrongly about a person on a day; what is left out stays.' })
export class CorrectStaffInput extends PersonInput {
  @Field(() => DateScalar, { description: 'A day of the statement that is wrong.' })
  on!: string;

  @Field(() => String, { nullable: true, description: 'Full name.' })
  name?: string | null;

  @Field(() => StaffCategoryEnum, { nullable: true, description: 'What they are employed as.' })
  category?: keyof typeof StaffCategoryEnum | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which employment really began.' })
  beganOn?: string | null;

  @Field(() => String, { description: 'Why it is corrected.' })
  reason!: string;
}

@InputType({ description: 'Whether somebody is protected from being seconded.' })
export class AttestProtectionInput extends PersonInput {
  @Field(() => DateScalar, { description: 'First day on which it holds.' })
  from!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day on which it no longer does; open where left out.',
  })
  until?: string | null;

  @Field(() => Boolean, { description: 'Yes or no; nothing else is kept.' })
  protected!: boolean;
}

/** The payload type of a verb on one person. */
export function staffPayload(name: string, description: string) {
  @ObjectType(name, { description })
  class StaffPayload extends Payload {
    @Field(() => Staff, { nullable: true, description: 'The person as of that day, unless refused.' })
    staff!: Staff | null;
  }
  return StaffPayload;
}
export const RegisterStaffPayload = staffPayload('RegisterStaffPayload', 'What registering somebody came to.');
export const LeaveStaffPayload = staffPayload(
  'LeaveStaffPayload',
  'What leaving came to; the person as last on staff.',
);
export const CorrectStaffPayload = staffPayload('CorrectStaffPayload', 'What a correction came to.');
export const AttestProtectionPayload = staffPayload('AttestProtectionPayload', 'What an attestation came to.');
@InputType({ description: 'A person to place at a point, a counter or a branch.' })
export class AssignStaffInput extends PersonInput {
  @Field(() => String, { description: 'Code of the unit.' })
  unit!: string;

  @Field(() => String, { nullable: true, description: 'The counter there.' })
  counter?: string | null;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day no longer; open where left out.' })
  until?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'The workplace of these days; otherwise one beside it.' })
  primary!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Other assignments give way on these days; otherwise they stand in the way.',
  })
  replace!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Code of the branch or center that decides it, within its own network; the one the person works in where left out.',
  })
  decidedBy?: string | null;
}

@InputType({ description: 'An assignment to end.' })
export class EndAssignmentInput extends CitingInput {
  @Field(() => ID, { description: 'Id of the assignment.' })
  assignment!: string;

  @Field(() => DateScalar, { description: 'First day on which it no longer holds.' })
  on!: string;
}

function assignmentPayload(name: string, description: string) {
  @ObjectType(name, { description })
  class AssignmentPayload extends Payload {
    @Field(() => Assignment, {
      nullable: true,
      description: 'The assignment, unless refused or nothing is left of it.',
    })
    assignment!: Assignment | null;
  }
  return AssignmentPayload;
}
export const AssignStaffPayload = assignmentPayload('AssignStaffPayload', 'What placing somebody came to.');
export const EndAssignmentPayload = assignmentPayload('EndAssignmentPayload', 'What ending an assignment came to.');

@InputType({ description: 'Somebody to lead a unit.' })
export class AppointLeaderInput extends PersonInput {
  @Field(() => String, { description: 'Code of the unit.' })
  unit!: string;

  @Field(() => LeaderRoleEnum, { description: 'As what.' })
  role!: keyof typeof LeaderRoleEnum;

  @Field(() => Boolean, { defaultValue: false, description: 'Beside another post.' })
  concurrent!: boolean;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day no longer; open where left out.' })
  until?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the unit that appoints; the instrument's issuer where left out.",
  })
  decidedBy?: string | null;
}

@InputType({ description: 'An appointment to end.' })
export class EndAppointmentInput extends CitingInput {
  @Field(() => ID, { description: 'Id of the appointment.' })
  appointment!: string;

  @Field(() => DateScalar, { description: 'First day on which the person no longer leads.' })
  on!: string;
}

function appointmentPayload(name: string, description: string) {
  @ObjectType(name, { description })
  class AppointmentPayload extends Payload {
    @Field(() => Appointment, {
      nullable: true,
      description: 'The appointment, unless refused or nothing is left of it.',
    })
    appointment!: Appointment | null;
  }
  return AppointmentPayload;
}
export const AppointLeaderPayload = appointmentPayload('AppointLeaderPayload', 'What appointing somebody came to.');
export const EndAppointmentPayload = appointmentPayload('EndAppointmentPayload', 'What ending an appointment came to.');
