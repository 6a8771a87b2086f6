import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { WebSocket } from 'ws';
import type { Actor } from '../../domain/actor.ts';
import type { Language } from '../../domain/language.ts';
import type { Authenticate } from '../authenticate.ts';
import { requestId } from '../http.ts';
import { preferredLanguage } from '../negotiate.ts';
import { problemMessage } from '../problem.ts';

/** What graphql-ws closes with where a connection is not admitted; its clients may try again, with a newer token. */
const FORBIDDEN = 4403;

/** One WebSocket and who is at its other end. */
export class Connection {
  readonly requestId: string;
  readonly language: Language;
  private readonly socket: WebSocket;
  private readonly authenticate: Authenticate;
  private authorization: string | undefined;

  constructor(socket: WebSocket, request: IncomingMessage, authenticate: Authenticate) {
    this.socket = socket;
    this.requestId = requestId(request);
    this.language = preferredLanguage(request.headers['accept-language']);
    this.authenticate = authenticate;
    this.authorization = request.headers.authorization;
  }

  /** Lets in whoever sends a good token; a browser can send it in `connection_init` only. */
  async admit(params: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
    const given = params.authorization ?? params.Authorization;
    if (given !== undefined) this.authorization = typeof given === 'string' ? given : undefined;
    return (await this.authenticate(this.authorization)) !== null;
  }

  /** Who is there now. A token that has expired closes the connection, with all that goes on over it. */
  async actor(): Promise<Actor> {
    const actor = await this.authenticate(this.authorization);
    if (actor) return actor;
    this.socket.close(FORBIDDEN, 'Forbidden');
    throw new GraphQLError(problemMessage('unauthenticated', this.language), {
      extensions: { code: 'UNAUTHENTICATED' },
    });
  }
}
