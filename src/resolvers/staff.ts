import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { DateScalar } from '../schema/scalars.ts';
import { Secondment } from '../schema/secondment.ts';
import { DigitalSignature } from '../schema/signature.ts';
import {
  Appointment,
  PayrollPeriod,
  Staff,
  StaffArgs,
  StaffConnection,
  StaffMembersArgs,
  StaffVersion,
  Workplace,
} from '../schema/staff.ts';
import {
  AttestProtectionInput,
  AttestProtectionPayload,
  CorrectStaffInput,
  CorrectStaffPayload,
  LeaveStaffInput,
  LeaveStaffPayload,
  RegisterStaffInput,
  RegisterStaffPayload,
} from '../schema/staff-command.ts';
import { ImportStaffInput, ImportStaffPayload } from '../schema/staff-file.ts';
import { Transfer } from '../schema/transfer.ts';
import { OrgUnit } from '../schema/unit.ts';
import { attestProtection } from '../services/staff/attest-protection.ts';
import { correctStaff } from '../services/staff/correct-staff.ts';
import { importStaff } from '../services/staff/import-staff.ts';
import { leaveStaff } from '../services/staff/leave-staff.ts';
import { registerStaff } from '../services/staff/register-staff.ts';
import { shown } from './answers.ts';
import { INPUT, type RequestContext } from './context.ts';

const ON_ANOTHER_DAY = 'On another day than the one asked about.';

@Resolver(() => Staff)
export class StaffResolver {
  @Query(() => Staff, {
    nullable: true,
    description: 'A person by their code; null where they are not on staff on the day.',
  })
  staff(@Args(() => StaffArgs) _args: StaffArgs, @Ctx() { read }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return read(info);
  }

  @Query(() => StaffConnection, { description: 'People on staff on a day, in Vietnamese order of names.' })
  staffMembers(
    @Args(() => StaffMembersArgs) _args: StaffMembersArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @FieldResolver(() => OrgUnit, { nullable: true, description: 'Where they are counted and paid on the day.' })
  payrollHome(
    @Root() staff: unknown,
    @Arg('asOf', () => DateScalar, { nullable: true, description: ON_ANOTHER_DAY }) _asOf: string | null,
    @Info() info: GraphQLResolveInfo,
  ): OrgUnit | null {
    return shown(staff, info);
  }

  @FieldResolver(() => OrgUnit, {
    nullable: true,
    description: 'Where they work on the day: at the host of a secondment, else as assigned, else at their post.',
  })
  workplace(
    @Root() staff: unknown,
    @Arg('asOf', () => DateScalar, { nullable: true, description: ON_ANOTHER_DAY }) _asOf: string | null,
    @Info() info: GraphQLResolveInfo,
  ): OrgUnit | null {
    return shown(staff, info);
  }

  @FieldResolver(() => [PayrollPeriod], {
    description: 'Where they were counted and paid over their whole employment.',
  })
  payroll(@Root() staff: unknown, @Info() info: GraphQLResolveInfo): PayrollPeriod[] {
    return shown(staff, info);
  }

  @FieldResolver(() => [Workplace], { description: 'Where they work over their whole employment, and why.' })
  workplaces(@Root() staff: unknown, @Info() info: GraphQLResolveInfo): Workplace[] {
    return shown(staff, info);
  }

  @FieldResolver(() => [Appointment], { description: 'Whom they lead on the day.' })
  appointments(@Root() staff: unknown, @Info() info: GraphQLResolveInfo): Appointment[] {
    return shown(staff, info);
  }

  @FieldResolver(() => Secondment, { nullable: true, description: 'The secondment of the day.' })
  secondment(@Root() staff: unknown, @Info() info: GraphQLResolveInfo): Secondment | null {
    return shown(staff, info);
  }

  @FieldResolver(() => [Secondment], { description: 'All their secondments.' })
  secondments(@Root() staff: unknown, @Info() info: GraphQLResolveInfo): Secondment[] {
    return shown(staff, info);
  }

  @FieldResolver(() => [Transfer], { description: 'All their transfers.' })
  transfers(@Root() staff: unknown, @Info() info: GraphQLResolveInfo): Transfer[] {
    return shown(staff, info);
  }

  @FieldResolver(() => DigitalSignature, { nullable: true, description: 'By which they sign on the day.' })
  digitalSignature(@Root() staff: unknown, @Info() info: GraphQLResolveInfo): DigitalSignature | null {
    return shown(staff, info);
  }

  @FieldResolver(() => [StaffVersion], { description: 'What was said of them over their whole employment.' })
  history(
    @Root() staff: unknown,
    @Arg('corrections', () => Boolean, {
      defaultValue: false,
      description: 'Also what was believed once and is no longer.',
    })
    _corrections: boolean,
    @Info() info: GraphQLResolveInfo,
  ): StaffVersion[] {
    return shown(staff, info);
  }

  @Mutation(() => RegisterStaffPayload, {
    description: 'Puts a person on record, with payroll home and workplace from a day on.',
  })
  registerStaff(
    @Arg('input', () => RegisterStaffInput, { description: INPUT }) input: RegisterStaffInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { payrollHome = null, workplace = null } = input;
    const command = { ...input, code: input.code.trim(), name: input.name.normalize().trim(), payrollHome, workplace };
    return change(info, (work) => registerStaff(work, command));
  }

  @Mutation(() => LeaveStaffPayload, { description: 'Ends employment from a day on; what was stays readable.' })
  leaveStaff(
    @Arg('input', () => LeaveStaffInput, { description: INPUT }) input: LeaveStaffInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => leaveStaff(work, input));
  }

  @Mutation(() => CorrectStaffPayload, {
    description: 'Restates what was recorded wrongly about a person; what was believed before stays readable.',
  })
  correctStaff(
    @Arg('input', () => CorrectStaffInput, { description: INPUT }) input: CorrectStaffInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { category = null, beganOn = null } = input;
    const name = input.name?.normalize().trim() ?? null;
    return change(info, (work) => correctStaff(work, { ...input, name, category, beganOn }));
  }

  @Mutation(() => AttestProtectionPayload, {
    description: 'Says, as a plain yes or no, that somebody is protected from being seconded on some days.',
  })
  attestProtection(
    @Arg('input', () => AttestProtectionInput, { description: INPUT }) input: AttestProtectionInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { until = null } = input;
    return change(info, (work) => attestProtection(work, { ...input, until }));
  }

  @Mutation(() => ImportStaffPayload, {
    description: 'Puts the people of a CSV or XLSX file on record, all of them or none.',
  })
  importStaff(
    @Arg('input', () => ImportStaffInput, { description: INPUT }) input: ImportStaffInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { base64, ...command } = input;
    return change(info, (work) => importStaff(work, { ...command, bytes: Buffer.from(base64, 'base64'), today }));
  }
}
