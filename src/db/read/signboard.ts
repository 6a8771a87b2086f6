import { sql } from 'drizzle-orm';
import type { Fields } from './compiler.ts';
import { letteredName, letteredText } from './lettering.ts';
import type { ThingRow } from './rows.ts';
import { siteById } from './site.ts';
import { thingFields } from './thing.ts';

export const signboardFields: Fields<ThingRow> = {
  ...thingFields('Signboard'),
  text: ({ thing }) => sql`${thing}.text`,
  site: ({ thing, at }, field, compiler) => siteById(compiler, field, { id: sql`${thing}.site_id`, at }),
  bearsName: ({ thing, at }) =>
    sql`coalesce(position(${letteredName(sql`${thing}.unit_id`, at)} IN ${letteredText(sql`${thing}.text`)}) > 0, false)`,
};
