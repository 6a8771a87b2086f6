import type { GraphQLResolveInfo } from 'graphql';
import type { SelectedField } from '../db/read/selection.ts';
import { briefly } from '../domain/personal-read.ts';
import { peopleIn, withPeople } from './people-shown.ts';
import type { Look, PersonalReads } from './personal-reads.ts';

/** Root fields that are about people, whether or not they find any. */
const ABOUT_PEOPLE: ReadonlySet<string> = new Set(['staff', 'staffMembers']);
export const isAboutPeople = (field: string): boolean => ABOUT_PEOPLE.has(field);
/** A file shows people that nothing selects. */
const FILE = 'exportTable';

type Info = Pick<GraphQLResolveInfo, 'path' | 'operation'>;

/** Whom one request looks at, root field by root field. */
export class Looks {
  private readonly reads: PersonalReads;
  private readonly by: { actor: string; requestId: string };
  private readonly looks = new Map<string | number, Look>();
  private asksForPeople = false;

  constructor(reads: PersonalReads, by: { actor: string; requestId: string }) {
    this.reads = reads;
    this.by = by;
  }

  /** A root field as it is to be read, so that `show` finds whom it shows. */
  begin(info: Info, field: SelectedField): SelectedField {
    const read = {
      ...this.by,
      at: new Date().toISOString(),
      operation: info.operation.name?.value ?? null,
      field: field.name,
      arguments: briefly(field.args),
    };
    this.looks.set(rootOf(info), { read, staff: new Set() });
    this.asksForPeople ||= isAboutPeople(field.name) || field.name === FILE;
    return this.below(field);
  }

  /** The same for what is read of a root field that was begun. */
  below(field: SelectedField): SelectedField {
    return withPeople(field, () => {
      this.asksForPeople = true;
    });
  }

  /** What is read may show people, though nobody went through what is selected. */
  expectPeople(): void {
    this.asksForPeople = true;
  }

  /** Throws where an answer shows people and that could not be recorded. */
  admit(info: Info, answer: unknown): void {
    this.admitPeople(info, this.peopleOf(answer));
  }

  /** Records whom an answer shows, which it then may; throws where that cannot be recorded. */
  show<T>(info: Info, answer: T): T {
    this.showPeople(info, this.peopleOf(answer));
    return answer;
  }

  /** The same where it is known whom. */
  showPeople(info: Info, people: ReadonlySet<string>): void {
    this.admitPeople(info, people);
    this.recordPeople(info, people);
  }

  /** Records it in any case: what was done cannot be refused any more. */
  record(info: Info, answer: unknown): void {
    this.recordPeople(info, this.peopleOf(answer));
  }

  private admitPeople(info: Info, people: ReadonlySet<string>): void {
    if (this.isPersonal(info, people)) this.reads.refuseWhenFull();
  }

  private recordPeople(info: Info, people: ReadonlySet<string>): void {
    const look = this.looks.get(rootOf(info));
    if (look && this.isPersonal(info, people)) this.looks.set(rootOf(info), this.reads.note(look, people));
  }

  private peopleOf(answer: unknown): ReadonlySet<string> {
    return this.asksForPeople ? peopleIn(answer) : new Set();
  }

  private isPersonal(info: Info, people: ReadonlySet<string>): boolean {
    return people.size > 0 || isAboutPeople(this.looks.get(rootOf(info))?.read.field ?? '');
  }
}

/** The key under which the root field answers that a field is of. */
function rootOf({ path }: Info): string | number {
  let root = path;
  while (root.prev) root = root.prev;
  return root.key;
}
