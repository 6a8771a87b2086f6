import type { Viewpoint } from '../../db/read/compiler.ts';
import type { SelectedField } from '../../db/read/selection.ts';
import type { Prepared } from '../../db/read/statement.ts';

/** Which writes may change an answer. */
export type Dependence = 'ANYTHING';

export const dependenceOf =
  (_fields: readonly SelectedField[], _viewpoint: Viewpoint) =>
  (_statement: Prepared): Dependence | null =>
    null;
