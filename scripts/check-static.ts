import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

/** Scripts of package.json that look at the code without running the product. */
const PREFIX = 'static:';

interface Check {
  name: string;
  command: string;
}

async function checks(): Promise<Check[]> {
  const { scripts } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  return Object.entries<string>(scripts)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, command]) => ({ name: name.slice(PREFIX.length), command }));
}

/** Runs one check; what it says is told in one piece when it ends, so that those running beside it do not mix with it. */
async function passes({ name, command }: Check): Promise<boolean> {
  const started = performance.now();
  // npm puts the programs of the packages on the path of what it runs.
  const child = spawn(`${command} 2>&1`, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<boolean>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
  const [told, passed] = await Promise.all([text(child.stdout), ended]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `--- ${name}: ${passed ? 'passed' : 'FAILED'} after ${seconds} s (${command})\n${told.trimEnd()}`.trimEnd(),
  );
  return passed;
}

const passed = await Promise.all((await checks()).map(passes));
process.exitCode = passed.every(Boolean) ? 0 : 1;
