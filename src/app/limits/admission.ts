import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { Undertaking } from './traffic.ts';

const UNDERTAKING = Symbol('undertaking');

interface Admitted {
  [UNDERTAKING]?: Undertaking;
}

/** The same context, by which `admission` finds the work it is for: a plugin of Apollo is told nothing else of a request. */
export function contextFor<Context extends object>(context: Context, undertaking: Undertaking): Context {
  return { ...context, [UNDERTAKING]: undertaking };
}

/** Lets an operation begin when there is a place for it: as soon as it is known whether it is a query or a change. */
export function admission<Context extends BaseContext>(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, contextValue }) {
          const kind = operation?.operation;
          if (kind === 'query' || kind === 'mutation') await (contextValue as Admitted)[UNDERTAKING]?.enter(kind);
        },
      };
    },
  };
}
