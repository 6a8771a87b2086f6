import { z } from 'zod';

const WRITTEN = /^\d{4}-\d{2}-\d{2}$/;

/** A day that can be recorded, with the day after it; what is no day at all is told by its form alone. */
export const calendarDay = z.iso
  .date()
  .refine(
    (on) => !WRITTEN.test(on) || (on >= '1900-01-01' && on < '9999-12-31'),
    'expected a day from 1900 to 9999-12-30',
  );
