import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { WebSocket } from 'ws';
import type { Actor } from '../../domain/actor.ts';
import type { Language } from '../../domain/language.ts';
import { type Authenticate, isActor, type Refusal } from '../authenticate.ts';
import { requestId } from '../http.ts';
import type { Traffic, Undertaking } from '../limits/traffic.ts';
import { preferredLanguage } from '../negotiate.ts';
import { problemCode, problemMessage } from '../problem.ts';

/**
 * How a connection is closed where nobody is recognized. 4403 is what graphql-ws closes with where a connection is not
 * admitted. Its clients try again after either: with a newer token, or with the same one later.
 */
const CLOSING: Record<Refusal | 'rateLimited', [code: number, reason: string]> = {
  unauthenticated: [4403, 'Forbidden'],
  unverifiable: [1013, 'Try again later'],
  rateLimited: [4429, 'Too many requests'],
};

/** One WebSocket and who is at its other end. */
export class Connection {
  readonly requestId: string;
  readonly language: Language;
  private readonly socket: WebSocket;
  private readonly address: string;
  private readonly authenticate: Authenticate;
  private readonly traffic: Traffic;
  private authorization: string | undefined;

  constructor(
    socket: WebSocket,
    request: IncomingMessage,
    { authenticate, traffic }: { authenticate: Authenticate; traffic: Traffic },
  ) {
    this.socket = socket;
    // Each subscription that begins, and each event under way, waits for its end.
    socket.setMaxListeners(0);
    this.address = request.socket.remoteAddress ?? '';
    this.traffic = traffic;
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
    if (isActor(caller)) return true;
    const isGuess = caller === 'unauthenticated' && this.authorization !== undefined;
    this.socket.close(...CLOSING[isGuess && this.traffic.waitOfGuess(this.address) > 0 ? 'rateLimited' : caller]);
    return false;
  }

  /** Works for whoever is there, until the connection is closed or the time is up. */
  async undertake<T>(work: (actor: Actor, undertaking: Undertaking) => T | Promise<T>): Promise<T> {
    const actor = await this.actor();
    const undertaking = this.traffic.begin(actor.subject, this.socket);
    try {
      await undertaking.enter('query');
      return await work(actor, undertaking);
    } finally {
      undertaking.end();
    }
  }

  /** Who is there now. A token that is no longer good closes the connection, with all that goes on over it. */
  async actor(): Promise<Actor> {
    const caller = await this.authenticate(this.authorization);
    if (isActor(caller)) return caller;
    this.socket.close(...CLOSING[caller]);
    throw new GraphQLError(problemMessage(caller, this.language), { extensions: { code: problemCode(caller) } });
  }
}
