import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { AUDIT_SUBJECTS, type AuditSubject } from '../domain/audit.ts';
import { ChangeEvent } from './change.ts';
import { type Described, enumOf } from './enum-of.ts';
import { LegalInstrument } from './instrument.ts';
import { connectionOf } from './node.ts';
import { DateTimeScalar, JsonScalar } from './scalars.ts';

const subjects: Described<AuditSubject> = {
  OrgUnit: 'A unit, by its code.',
  LegalInstrument: 'An instrument, by its number.',
  Territory: 'A territory, by its code.',
  Plan: 'A plan, by its code.',
  Phase: 'A phase, as `plan/ordinal`.',
  Task: 'A task, as `plan/code`.',
  Policy: 'A policy, by its key.',
  Waiver: 'A waiver, by its number.',
  Staff: 'A person, by their code.',
  Transfer: 'A transfer, by the code of the person.',
  Secondment: 'A secondment, by the code of the person.',
  Quota: 'Posts of a unit, by its code.',
  DossierLoad: 'Dossiers that a unit reported, by its code.',
  Site: 'A place and who holds it, by its id.',
  Readiness: 'How ready a unit is, by its code.',
  Counter: 'A counter, by its number.',
  Seal: 'A seal, by the code of its unit.',
  Signboard: 'A signboard, by the code of its unit.',
  BankAccount: 'A bank account, by the code of its unit.',
  Handover: 'A handover, by the code of the receiving unit.',
  EquipmentNeed: 'Equipment, by the code of its unit.',
};
const AuditSubjectEnum = enumOf('AuditSubject', 'What an audit entry is about, and how its subject names it.', [
  AUDIT_SUBJECTS,
  subjects,
]);

@ObjectType({
  description: 'Who changed what, by which verb, on which instrument. Never altered, and sealed in a chain.',
})
class AuditEntry {
  @Field(() => ID, { description: 'Number of the entry, as `verify-audit` names it.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'The instant of the change.' })
  at!: string;

  @Field(() => String, { description: 'Who did it: the subject of their token.' })
  actor!: string;

  @Field(() => String, { description: 'What they did, such as `renameUnit`.' })
  verb!: string;

  @Field(() => AuditSubjectEnum, { description: 'What it was done to.' })
  subjectType!: AuditSubject;

  @Field(() => String, { description: 'To which one; `subjectType` says how it is named.' })
  subject!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'What was believed before and no longer is.' })
  before!: unknown;

  @Field(() => JsonScalar, { nullable: true, description: 'What is believed instead.' })
  after!: unknown;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument it rests on.' })
  instrument!: LegalInstrument | null;

  @Field(() => String, { description: 'Id of the request, as in the answer and the log.' })
  requestId!: string;

  @Field(() => ChangeEvent, { nullable: true, description: 'The act, where units were changed.' })
  change!: ChangeEvent | null;
}

@ObjectType({ description: 'A page of audit entries, the newest first.' })
export class AuditEntryConnection extends connectionOf(AuditEntry, 'AuditEntry') {}

@ObjectType({
  description: 'Who looked at whom: a root field that showed people, or was asked for people and found none.',
})
class PersonalRead {
  @Field(() => ID, { description: 'Number of the entry.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it was shown.' })
  at!: string;

  @Field(() => String, { description: 'To whom: the subject of their token.' })
  actor!: string;

  @Field(() => String, { description: 'Id of the request.' })
  requestId!: string;

  @Field(() => String, { nullable: true, description: 'The name the caller gave the operation.' })
  operation!: string | null;

  @Field(() => String, { description: 'The root field.' })
  field!: string;

  @Field(() => JsonScalar, {
    description: 'Its arguments; of texts above 100 characters and lists above 20 items only how long they are.',
  })
  arguments!: unknown;

  @Field(() => [String], { description: 'Codes of the people shown; the first 1,000.' })
  staff!: string[];

  @Field(() => Int, { description: 'How many people were shown.' })
  staffCount!: number;
}

@ObjectType({ description: 'A page of reads of personal data, the newest first.' })
export class PersonalReadConnection extends connectionOf(PersonalRead, 'PersonalRead') {}

@ArgsType()
class LogArgs {
  @Field(() => String, { nullable: true, description: 'Only by this caller.' })
  actor?: string | null;

  @Field(() => String, { nullable: true, description: 'Only of this request.' })
  requestId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only from this instant on.' })
  from?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only before this instant.' })
  until?: string | null;

  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'Items per page, 1 to 100.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor after which the page begins.' })
  after?: string | null;
}

@ArgsType()
export class AuditEntriesArgs extends LogArgs {
  @Field(() => String, { nullable: true, description: 'Only about this subject.' })
  subject?: string | null;

  @Field(() => AuditSubjectEnum, { nullable: true, description: 'Only about subjects of this kind.' })
  subjectType?: AuditSubject | null;

  @Field(() => String, { nullable: true, description: 'Only by this verb.' })
  verb?: string | null;
}

@ArgsType()
export class PersonalReadsArgs extends LogArgs {
  @Field(() => String, { nullable: true, description: 'Only those that showed the person of this code.' })
  staff?: string | null;
}
