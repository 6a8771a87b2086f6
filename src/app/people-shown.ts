import type { SelectedField } from '../db/read/selection.ts';
import { PERSON_KEY } from '../domain/personal-read.ts';

/** Types whose objects show a person. */
const SHOWING: ReadonlySet<string> = new Set(['Staff', 'AuditEntry']);
const PERSON: SelectedField = { key: PERSON_KEY, name: PERSON_KEY, args: {}, fields: () => [] };

/** The same selection, with the code of every person that it shows; `onPerson` is told where it comes to any. */
export function withPeople(field: SelectedField, onPerson: () => void): SelectedField {
  return {
    ...field,
    fields: (type) => {
      const fields = field.fields(type).map((child) => withPeople(child, onPerson));
      if (!SHOWING.has(type)) return fields;
      onPerson();
      return [...fields, PERSON];
    },
  };
}

/** The codes of all people in an answer to such a selection. */
export function peopleIn(answer: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof answer !== 'object' || answer === null) return found;
  if (Array.isArray(answer)) for (const item of answer) peopleIn(item, found);
  else
    for (const [key, value] of Object.entries(answer)) {
      if (key !== PERSON_KEY) peopleIn(value, found);
      else if (typeof value === 'string') found.add(value);
    }
  return found;
}
