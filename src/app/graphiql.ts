import type { FastifyReply, FastifyRequest } from 'fastify';
import { preferredMediaType } from './negotiate.ts';

interface GraphiqlOptions {
  /** Sent by the page with everything it asks, its schema included. */
  localToken?: string;
  exampleQuery?: string;
}

/** Sends the page. */
export type GraphiqlPage = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
const LOOPBACK_ADDRESS = /^(::ffff:)?127\.|^::1$/;

/**
 * GraphiQL writes what is being edited into its own address, so a reload asks for the page with a query.
 *
 * The page carries a token, so it is for a browser on this very machine. The address alone would not do: a page of
 * another site whose name was rebound to 127.0.0.1 comes from here too, but under its own name. Nor would the name
 * alone: a client elsewhere may write any.
 */
export function asksForGraphiql(request: FastifyRequest): boolean {
  const accepts = ['application/json', 'application/graphql-response+json', 'text/html'] as const;
  return (
    request.method === 'GET' &&
    preferredMediaType(request.headers.accept, accepts) === 'text/html' &&
    request.headers.authorization === undefined &&
    LOOPBACK_HOST.test(request.headers.host ?? '') &&
    LOOPBACK_ADDRESS.test(request.socket.remoteAddress ?? '')
  );
}

/** Answers with GraphiQL, which is bundled: it works without the internet. */
export function graphiqlPage(options: GraphiqlOptions): GraphiqlPage {
  const rendered = new Map<boolean, Promise<Buffer>>();
  return async (request, reply) => {
    const editing = Object.hasOwn(request.query as object, 'query');
    const page = rendered.get(editing) ?? renderPage(options, editing);
    rendered.set(editing, page);
    return reply
      .header('x-frame-options', 'DENY')
      .header('content-security-policy', "frame-ancestors 'none'")
      .type('text/html; charset=utf-8')
      .send(await page);
  };
}

const bearerOf = (token: string) => ({ authorization: `Bearer ${token}` });

/** Loads the renderer when the page is first wanted: it is 9 MB of text. */
async function renderPage({ localToken, exampleQuery }: GraphiqlOptions, editing: boolean): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const options = {
    title: 'Sapxep',
    headers: localToken && JSON.stringify(bearerOf(localToken)),
    // Its own way of watching would be server-sent events.
    ...{ subscriptionsProtocol: 'WS' as const, connectionParams: localToken && bearerOf(localToken) },
    // Kept headers would outlive the token.
    shouldPersistHeaders: false,
    // `query` outranks the one in the address; without it, a second visit would open an empty tab.
    ...(editing ? { defaultQuery: exampleQuery } : { query: exampleQuery }),
  };
  return Buffer.from(renderGraphiQL(options));
}
