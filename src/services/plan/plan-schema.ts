import { z } from 'zod';
import { planDocument } from './plan-document.ts';

/** What people write, before defaults are filled in. Editors read draft 7 best. */
const { $schema, ...body } = z.toJSONSchema(planDocument, { io: 'input', target: 'draft-7' });
const PLAN_SCHEMA: z.core.JSONSchema.JSONSchema = {
  $schema,
  $id: 'urn:sapxep:plan-document',
  title: 'Sapxep plan document',
  ...body,
};

/** The published JSON Schema of plan documents, as text that ends with a line feed. */
export function planSchemaJson(): string {
  return `${JSON.stringify(PLAN_SCHEMA, null, 2)}\n`;
}

/** What the schema says of a path of a document: more than one part where it leaves a choice. */
export function schemaAt(path: readonly string[]): z.core.JSONSchema.JSONSchema[] {
  return path.reduce((parts, step) => parts.flatMap((part) => choices(below(part, step))), [PLAN_SCHEMA]);
}

function below({ properties, items, additionalProperties }: z.core.JSONSchema.JSONSchema, step: string): unknown {
  if (properties && Object.hasOwn(properties, step)) return properties[step];
  return items ?? additionalProperties;
}

function choices(part: unknown): z.core.JSONSchema.JSONSchema[] {
  if (typeof part !== 'object' || part === null) return [];
  const schema = part as z.core.JSONSchema.JSONSchema;
  return schema.anyOf ?? [schema];
}
