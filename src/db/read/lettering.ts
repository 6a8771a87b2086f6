import { type SQL, sql } from 'drizzle-orm';
import { type At, valid } from './at.ts';

/** A text as boards and seals letter it: in capitals, with single spaces. */
export const letteredText = (text: SQL): SQL =>
  sql`upper(regexp_replace(btrim(normalize(${text})), '\\s+', ' ', 'g') COLLATE "vi-x-icu")`;

/** The name of a unit on the day, as it is lettered. */
export const letteredName = (unit: SQL, at: At): SQL =>
  sql`(SELECT ${letteredText(sql`v.name`)} FROM unit_version v WHERE v.unit_id = ${unit} AND ${valid(sql`v`, at)})`;
