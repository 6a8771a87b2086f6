import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { ExportedFile, ExportTableArgs } from '../schema/export.ts';
import { exportTable, TooManyRowsError } from '../services/export/export-table.ts';
import type { Table } from '../services/export/table.ts';
import type { RequestContext } from './context.ts';

@Resolver()
export class ExportResolver {
  @Query(() => ExportedFile, {
    nullable: true,
    description:
      'People, headcount or the ledger of a unit and those below it as a file, headers in the language of the request; at most 50,000 rows, and one file in a request. Null where there is no such unit.',
  })
  async exportTable(
    @Args(() => ExportTableArgs) { kind, format, unit, asOf, from, until }: ExportTableArgs,
    @Ctx() { read, today, language }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ExportedFile | null> {
    const rows = (await read(info)) as Table['rows'] | null;
    if (rows === null) return null;
    const days = from != null && until != null ? [from, until] : [asOf ?? today];
    const { content, ...file } = await exportTable({ kind, format, unit, days, language }, rows).catch(toGraphql);
    return { ...file, base64: content.toString('base64') };
  }
}

function toGraphql(error: unknown): never {
  if (!(error instanceof TooManyRowsError)) throw error;
  const { message, expected } = error;
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', field: 'unit', expected } });
}
