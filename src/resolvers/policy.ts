import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { idOf } from '../domain/global-id.ts';
import { PoliciesArgs, Policy, Waivers, WaiversArgs } from '../schema/policy.ts';
import {
  GrantWaiverInput,
  GrantWaiverPayload,
  RevokeWaiverInput,
  RevokeWaiverPayload,
  SetPolicyInput,
  SetPolicyPayload,
} from '../schema/policy-command.ts';
import { setPolicy } from '../services/policy/set-policy.ts';
import { grantWaiver } from '../services/waiver/grant-waiver.ts';
import { revokeWaiver } from '../services/waiver/revoke-waiver.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class PolicyResolver {
  @Query(() => [Policy], { description: 'Policies of a day, by key.' })
  policies(
    @Args(() => PoliciesArgs) _args: PoliciesArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Mutation(() => SetPolicyPayload, {
    description: 'Sets a policy from a day on: the value until then ends, what was set for later stays.',
  })
  setPolicy(
    @Arg('input', () => SetPolicyInput, { description: INPUT }) input: SetPolicyInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { until = null, unit = null, article = null, note = null } = input;
    return change(info, (work) => setPolicy(work, { ...input, until, unit, article, note }));
  }
}

@Resolver()
export class WaiverResolver {
  @Query(() => Waivers, { description: 'Waivers, and how many are left as they end.' })
  waivers(
    @Args(() => WaiversArgs) _args: WaiversArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Mutation(() => GrantWaiverPayload, { description: 'Lets a rule be broken within a scope and until a day.' })
  grantWaiver(
    @Arg('input', () => GrantWaiverInput, { description: INPUT }) input: GrantWaiverInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { unit = null, plan = null, phase = null, gate = null, approvedBy = null } = input;
    return change(info, (work) => grantWaiver(work, { ...input, unit, plan, phase, gate, approvedBy }));
  }

  @Mutation(() => RevokeWaiverPayload, { description: 'Ends a waiver before its time; what it lifted stays.' })
  revokeWaiver(
    @Arg('input', () => RevokeWaiverInput, { description: INPUT }) input: RevokeWaiverInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => revokeWaiver(work, { ...input, waiver: idOf('Waiver', input.waiver) }));
  }
}
