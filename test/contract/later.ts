/** Operations that no slice brings yet. One that has become valid must leave this list, so that it stays valid. */
export const LATER_OPERATIONS: readonly string[] = [];
