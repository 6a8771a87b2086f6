import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { EXPORT_FORMATS, EXPORT_KINDS, type ExportFormat, type ExportKind } from '../domain/export.ts';
import { PointArgs } from './args.ts';
import { type Described, enumOf } from './enum-of.ts';
import { DateScalar } from './scalars.ts';

const kinds: Described<ExportKind> = {
  STAFF:
    'People counted or working in the unit or below it on a day; the columns are those that an import of staff reads, and names of units.',
  HEADCOUNT:
    'Ceiling, payroll and room of the unit and of each below it, by category: on a day, or each figure at its worst day of a period.',
  LEDGER: 'The entries of `headcountLedger` over a period.',
};
export const ExportKindEnum = enumOf('ExportKind', 'What is exported as a table.', [EXPORT_KINDS, kinds]);

const formats: Described<ExportFormat> = {
  CSV: 'Text with commas in UTF-8, as spreadsheets open it.',
  XLSX: 'A workbook with one sheet.',
};
export const ExportFormatEnum = enumOf('ExportFormat', 'As what file a table is exported.', [EXPORT_FORMATS, formats]);

@ObjectType({ description: 'A file. No text in it is a formula to a spreadsheet.' })
export class ExportedFile {
  @Field(() => String, { description: 'A name to save it under.' })
  name!: string;

  @Field(() => String, { description: 'Its media type.' })
  mediaType!: string;

  @Field(() => String, { description: 'What it holds, in base64.' })
  base64!: string;

  @Field(() => Int, { description: 'Number of rows, without the header.' })
  rows!: number;
}

@ArgsType()
export class ExportTableArgs extends PointArgs {
  @Field(() => ExportKindEnum, { description: 'What is exported.' })
  kind!: keyof typeof ExportKindEnum;

  @Field(() => ExportFormatEnum, { description: 'As what file.' })
  format!: keyof typeof ExportFormatEnum;

  @Field(() => String, { description: 'Code of the unit; those below it are included.' })
  unit!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day of a period, for HEADCOUNT and LEDGER.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day no longer of the period.' })
  until?: string | null;
}
