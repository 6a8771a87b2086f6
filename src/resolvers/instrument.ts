import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ChangeEvent } from '../schema/change.ts';
import { InstrumentsArgs, LegalInstrumentConnection } from '../schema/instrument.ts';
import { RecordInstrumentInput, RecordInstrumentPayload } from '../schema/instrument-command.ts';
import { OrgUnit } from '../schema/unit.ts';
import { recordInstrument } from '../services/instrument/record-instrument.ts';
import { shown } from './answers.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class InstrumentResolver {
  @Query(() => LegalInstrumentConnection, { description: 'Legal instruments, by number.' })
  instruments(
    @Args(() => InstrumentsArgs) _args: InstrumentsArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Mutation(() => RecordInstrumentPayload, {
    description: 'Records an instrument; the very same again answers the one recorded.',
  })
  recordInstrument(
    @Arg('input', () => RecordInstrumentInput, { description: INPUT }) input: RecordInstrumentInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const command = {
      ...input,
      number: input.number.trim(),
      issuer: input.issuer.normalize().trim(),
      title: input.title.normalize().trim(),
    };
    return change(info, (work) => recordInstrument(work, command));
  }
}

@Resolver(() => ChangeEvent)
export class ChangeEventResolver {
  @FieldResolver(() => OrgUnit, {
    nullable: true,
    description: "Who decided it, where that is not the instrument's issuer.",
  })
  decidedBy(@Root() event: unknown, @Info() info: GraphQLResolveInfo): OrgUnit | null {
    return shown(event, info);
  }
}
