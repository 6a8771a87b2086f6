import { connect, type Socket } from 'node:net';

/** What is sent: requests as they go over the wire, each once or over and over. */
export interface LoadJob {
  host: string;
  port: number;
  connections: number;
  seconds: number;
  requests: string[];
  /** Begin again after the last one. */
  cycle: boolean;
  /** What every answer holds that is a good one, and what none does. */
  holds: string | null;
  lacks: string | null;
}

export interface LoadResult {
  answered: number;
  seconds: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  bytes: number;
  /** The first answer that was no good, shortened. */
  failure: string | null;
  failed: number;
  /** Told to come again later; not counted as answered. */
  refused: number;
  /** Whether there was nothing left to send before the time was up. */
  exhausted: boolean;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');

/** As long as `Retry-After: 1` says. */
const REFUSED_FOR_MS = 1000;

/** One connection that is kept alive and sends the next request when the answer to the one before is there. */
class Line {
  private readonly socket: Socket;
  private pieces: Buffer[] = [];
  private size = 0;
  private expected = -1;
  private begun = 0;
  private isAsking = false;
  private readonly run: Run;

  constructor(run: Run) {
    this.run = run;
    this.socket = connect({ host: run.job.host, port: run.job.port, noDelay: true }, () => this.send());
    this.socket.on('data', (piece) => this.take(piece));
    this.socket.on('error', (error) => run.fail(error.message));
    // A server may close what has been silent for some seconds while others are still waited for.
    this.socket.on('close', () => this.isAsking && run.lost());
  }

  close(): void {
    this.socket.removeAllListeners('close');
    this.socket.destroy();
  }

  private send(): void {
    const request = this.run.next();
    if (request === null) {
      this.run.idle();
      return;
    }
    this.begun = performance.now();
    this.isAsking = true;
    this.socket.write(request);
  }

  private take(piece: Buffer): void {
    this.pieces.push(piece);
    this.size += piece.length;
    if (this.expected < 0) this.expected = this.lengthOfAnswer();
    const isWhole = this.expected >= 0 ? this.size >= this.expected : this.expected === CHUNKED && endsChunks(piece);
    if (!isWhole) return;
    const answer = this.pieces.length === 1 ? piece : Buffer.concat(this.pieces, this.size);
    this.pieces = [];
    this.size = 0;
    this.expected = -1;
    this.isAsking = false;
    if (this.run.took(performance.now() - this.begun, answer)) this.send();
    else setTimeout(() => this.send(), REFUSED_FOR_MS);
  }

  /** Head and body together, where the head is there and tells it. */
  private lengthOfAnswer(): number {
    if (this.pieces.length > 1) this.pieces = [Buffer.concat(this.pieces, this.size)];
    const [start = Buffer.alloc(0)] = this.pieces;
    const end = start.indexOf(HEAD_END);
    if (end < 0) return UNKNOWN;
    const head = start.toString('latin1', 0, end).toLowerCase();
    const length = /content-length: (\d+)/.exec(head)?.[1];
    return length === undefined ? CHUNKED : end + HEAD_END.length + Number(length);
  }
}

const UNKNOWN = -1;
const CHUNKED = -2;
const endsChunks = (piece: Buffer): boolean => piece.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);

/** What of an answer is looked at: large ones hold what they say of errors at an end. */
const LOOKED_AT = 4096;

class Run {
  readonly job: LoadJob;
  private readonly wire: Buffer[];
  private position = 0;
  private readonly latencies: number[] = [];
  private bytes = 0;
  private failed = 0;
  private failure: string | null = null;
  private refused = 0;
  private exhausted = false;
  private isOver = false;
  private idlers = 0;
  private readonly began = performance.now();
  private readonly lines: Line[];
  private readonly done: (result: LoadResult) => void;

  constructor(job: LoadJob, done: (result: LoadResult) => void) {
    this.job = job;
    this.done = done;
    this.wire = job.requests.map((request) => Buffer.from(request));
    setTimeout(() => {
      this.isOver = true;
    }, job.seconds * 1000);
    this.lines = Array.from({ length: job.connections }, () => new Line(this));
  }

  /** What to send next; nothing once the time is up. What is under way then is still waited for. */
  next(): Buffer | null {
    if (this.isOver) return null;
    if (this.position === this.wire.length) {
      if (!this.job.cycle) {
        this.exhausted = true;
        return null;
      }
      this.position = 0;
    }
    return this.wire[this.position++] ?? null;
  }

  /** Notes an answer; false where it says to come again later. */
  took(milliseconds: number, answer: Buffer): boolean {
    const status = answer.toString('latin1', 9, 12);
    if (status === '503') {
      this.refused += 1;
      return false;
    }
    this.latencies.push(milliseconds);
    this.bytes += answer.length;
    const { holds, lacks } = this.job;
    const told = holds === null && lacks === null ? '' : shown(answer);
    if (status !== '200' || (holds !== null && !told.includes(holds)) || (lacks !== null && told.includes(lacks)))
      this.fail(answer.toString('utf8', 0, 1500));
    return true;
  }

  fail(reason: string): void {
    this.failed += 1;
    this.failure ??= reason;
  }

  idle(): void {
    this.idlers += 1;
    if (this.idlers === this.job.connections) this.end();
  }

  lost(): void {
    this.fail('a connection was closed');
    this.idle();
  }

  private end(): void {
    for (const line of this.lines) line.close();
    const { bytes, failed, failure, refused, exhausted, began } = this;
    const sorted = Float64Array.from(this.latencies).sort();
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    const seconds = (performance.now() - began) / 1000;
    const answered = sorted.length;
    this.done({ answered, seconds, p50: at(0.5), p99: at(0.99), bytes, failed, failure, refused, exhausted });
  }
}

const shown = (answer: Buffer): string =>
  answer.length <= 2 * LOOKED_AT
    ? answer.toString('utf8')
    : answer.toString('utf8', 0, LOOKED_AT) + answer.toString('utf8', answer.length - LOOKED_AT);

process.on('message', (job: LoadJob) => {
  new Run(job, (result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
