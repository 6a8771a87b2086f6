import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type GraphQLError, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildSchema } from '../../src/resolvers/build-schema.ts';
import { LATER_OPERATIONS } from './later.ts';

const FOLDER = path.join(import.meta.dirname, 'operations');

const schema = buildSchema();
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => path.basename(file, '.graphql'));

function problems(name: string): readonly GraphQLError[] {
  return validate(schema, parse(readFileSync(path.join(FOLDER, `${name}.graphql`), 'utf8')));
}

describe('an operation of the contract', () => {
  it.each(names.filter((name) => !LATER_OPERATIONS.includes(name)))('%s fits the schema', (name) => {
    expect(problems(name).map(({ message }) => message)).toEqual([]);
  });

  it.each(LATER_OPERATIONS)('%s does not fit yet', (name) => {
    expect(problems(name).length).toBeGreaterThan(0);
  });

  it('is there for each name on the list', () => {
    expect(names).toHaveLength(22);
    expect(LATER_OPERATIONS.filter((name) => !names.includes(name))).toEqual([]);
  });
});
