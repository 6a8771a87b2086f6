import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { DigitalSignature } from '../schema/signature.ts';
import {
  RecordDigitalSignatureInput,
  RecordDigitalSignaturePayload,
  RevokeDigitalSignatureInput,
  RevokeDigitalSignaturePayload,
} from '../schema/signature-command.ts';
import { SignatureDueConnection, SignaturesDueArgs } from '../schema/signature-due.ts';
import { Staff } from '../schema/staff.ts';
import { recordDigitalSignature } from '../services/staff/record-signature.ts';
import { revokeDigitalSignature } from '../services/staff/revoke-signature.ts';
import { shown } from './answers.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver(() => Staff)
export class SignatureResolver {
  @Query(() => SignatureDueConnection, {
    description:
      'Civil servants and public employees seconded to units of a tree who have no certificate that works on the day.',
  })
  signaturesDue(
    @Args(() => SignaturesDueArgs) _args: SignaturesDueArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @FieldResolver(() => [DigitalSignature], { description: 'All their certificates, by their first days.' })
  digitalSignatures(@Root() staff: unknown, @Info() info: GraphQLResolveInfo): DigitalSignature[] {
    return shown(staff, info);
  }

  @Mutation(() => RecordDigitalSignaturePayload, { description: 'Records the certificate by which an official signs.' })
  recordDigitalSignature(
    @Arg('input', () => RecordDigitalSignatureInput, { description: INPUT }) input: RecordDigitalSignatureInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { until = null } = input;
    const [serial, issuer] = [input.serial.trim(), input.issuer.normalize().trim()];
    return change(info, (work) => recordDigitalSignature(work, { ...input, serial, issuer, until }));
  }

  @Mutation(() => RevokeDigitalSignaturePayload, {
    description: 'Takes back the certificate by which an official signs: it no longer works from a day on.',
  })
  revokeDigitalSignature(
    @Arg('input', () => RevokeDigitalSignatureInput, { description: INPUT }) input: RevokeDigitalSignatureInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const issuer = input.issuer?.normalize().trim() ?? null;
    return change(info, (work) => revokeDigitalSignature(work, { ...input, serial: input.serial.trim(), issuer }));
  }
}
