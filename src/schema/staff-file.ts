import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from './payload.ts';
import { CitingInput } from './staff-command.ts';

@InputType({ description: 'A file of people to put on record, up to 10,000 rows.' })
export class ImportStaffInput extends CitingInput {
  @Field(() => String, { description: 'Its name, ending in .csv or .xlsx.' })
  name!: string;

  @Field(() => String, {
    description:
      'Its content as base64. Columns by their names in Vietnamese or English, in any order: code (Mã cán bộ), name (Họ và tên), category (Đối tượng), payroll_home (Đơn vị hưởng lương), workplace (Nơi làm việc), from (Từ ngày), protected (Được bảo vệ).',
  })
  base64!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Write the rows against which nothing speaks; the others are told of as warnings. Otherwise nothing is written unless all hold.',
  })
  acceptGoodRows!: boolean;
}

@ObjectType({
  description:
    'What importing a file came to. The path of a violation is `file`, the line, and the column where it is about one.',
})
export class ImportStaffPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many people were put on record, unless refused.' })
  imported!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many rows were left out, unless refused.' })
  leftOut!: number | null;
}
