import { readdir, readFile } from 'node:fs/promises';

/** A tick of the kernel's clock, by which it counts CPU time; 100 a second on every Linux. */
const TICK_MS = 10;
const [UTIME, STIME, CUTIME, CSTIME] = [11, 12, 13, 14];

interface Stat {
  parent: number;
  /** Of the process itself. */
  own: number;
  /** Of its children that have ended. */
  ended: number;
}

async function statOf(pid: number | string): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // The name of the program may hold spaces and brackets; what follows it does not.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (index: number): number => Number(fields[index]) * TICK_MS;
  return { parent: Number(fields[1]), own: ticks(UTIME) + ticks(STIME), ended: ticks(CUTIME) + ticks(CSTIME) };
}

/** CPU milliseconds a process has used by now. */
export const cpuOf = async (pid: number): Promise<number> => (await statOf(pid))?.own ?? 0;

/** CPU milliseconds that a process and all its children have used by now, those that have ended too. */
export async function cpuOfFamily(pid: number): Promise<number> {
  const root = await statOf(pid);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map(statOf));
  const children = stats.filter((stat) => stat?.parent === pid);
  return (root ? root.own + root.ended : 0) + children.reduce((sum, stat) => sum + (stat?.own ?? 0), 0);
}

/** Resident megabytes of a process: now, and at most so far. */
export async function memoryOf(pid: number): Promise<{ now: number; peak: number }> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const megabytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) / 1024;
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}
