import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { AssignmentExplanation, ExplainAssignmentArgs } from '../schema/assignment-explanation.ts';
import {
  AppointLeaderInput,
  AppointLeaderPayload,
  AssignStaffInput,
  AssignStaffPayload,
  EndAppointmentInput,
  EndAppointmentPayload,
  EndAssignmentInput,
  EndAssignmentPayload,
} from '../schema/staff-command.ts';
import { assignStaff } from '../services/assignment/assign-staff.ts';
import { endAssignment } from '../services/assignment/end-assignment.ts';
import { explainAssignment } from '../services/assignment/explain-assignment.ts';
import { appointLeader } from '../services/leadership/appoint-leader.ts';
import { endAppointment } from '../services/leadership/end-appointment.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class AssignmentResolver {
  @Query(() => AssignmentExplanation, {
    description: 'Tells why a person may not be placed somewhere, and the nearest alternatives the rules allow.',
  })
  explainAssignment(
    @Args(() => ExplainAssignmentArgs) { staff, unit, from, until = null }: ExplainAssignmentArgs,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => explainAssignment(work, { staff, unit, from, until }));
  }

  @Mutation(() => AssignStaffPayload, {
    description: 'Places a person at a point, a counter or a branch for some days; payroll stays where it is.',
  })
  assignStaff(
    @Arg('input', () => AssignStaffInput, { description: INPUT }) input: AssignStaffInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { until = null, decidedBy = null } = input;
    const counter = input.counter?.normalize().trim() ?? null;
    return change(info, (work) => assignStaff(work, { ...input, counter, until, decidedBy }));
  }

  @Mutation(() => EndAssignmentPayload, {
    description: 'Ends an assignment: from that day on the person works where they did without it.',
  })
  endAssignment(
    @Arg('input', () => EndAssignmentInput, { description: INPUT }) input: EndAssignmentInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => endAssignment(work, input));
  }
}

@Resolver()
export class LeadershipResolver {
  @Mutation(() => AppointLeaderPayload, { description: 'Appoints somebody to lead a unit, by who may appoint there.' })
  appointLeader(
    @Arg('input', () => AppointLeaderInput, { description: INPUT }) input: AppointLeaderInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { until = null, decidedBy = null } = input;
    return change(info, (work) => appointLeader(work, { ...input, until, decidedBy }));
  }

  @Mutation(() => EndAppointmentPayload, { description: 'Ends an appointment from a day on.' })
  endAppointment(
    @Arg('input', () => EndAppointmentInput, { description: INPUT }) input: EndAppointmentInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => endAppointment(work, input));
  }
}
