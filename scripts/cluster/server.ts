import { fileURLToPath } from 'node:url';
import { launch, type Running } from './process.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A process of the product. */
export interface ClusterServer extends Running {
  /** Where `/graphql` answers. */
  url: string;
}

/** Starts a process of the product and waits until it is ready. */
export async function startServer(
  port: number,
  { logFile, environment }: { logFile: string; environment: Record<string, string> },
): Promise<ClusterServer> {
  const origin = `http://127.0.0.1:${port}`;
  const running = await launch(
    [process.execPath, '--import', 'tsx', 'src/main.ts'],
    { cwd: ROOT, env: { PATH: '/usr/bin:/bin', ...environment, PORT: String(port) }, logFile },
    () =>
      fetch(`${origin}/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
  );
  return { ...running, url: `${origin}/graphql` };
}
