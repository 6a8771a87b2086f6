import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { WebSocket } from 'ws';
import type { Actor } from '../../domain/actor.ts';
import type { Language } from '../../domain/language.ts';
import { type Authenticate, isActor, type Refusal } from '../authenticate.ts';
import { requestId } from '../http.ts';
import { preferredLanguage } from '../negotiate.ts';
import { problemCode, problemMessage } from '../problem.ts';

/**
 * How a connection is closed where nobody is recognized. 4403 is what graphql-ws closes with where a connection is not
 * admitted. Its clients try again after either: with a newer token, or with the same one later.
 */
const CLOSING: Record<Refusal, [code: number, reason: string]> = {
  unauthenticated: [4403, 'Forbidden'],
  unverifiable: [1013, 'Try again later'],
};

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
    const caller = await this.authenticate(this.authorization);
    if (!isActor(caller)) this.socket.close(...CLOSING[caller]);
    return isActor(caller);
  }

  /** Who is there now. A token that is no longer good closes the connection, with all that goes on over it. */
  async actor(): Promise<Actor> {
    const caller = await this.authenticate(this.authorization);
    if (isActor(caller)) return caller;
    this.socket.close(...CLOSING[caller]);
    throw new GraphQLError(problemMessage(caller, this.language), { extensions: { code: problemCode(caller) } });
  }
}
