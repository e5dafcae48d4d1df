import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Configuration, SECRETS } from './configuration.js';

type Environment = Record<string, string | undefined>;

/** All that is wrong with the environment, one sentence a mistake. */
export class ConfigurationError extends Error {
  constructor(readonly mistakes: string[]) {
    super(
      `The configuration has ${mistakes.length} mistake${mistakes.length === 1 ? '' : 's'}:\n` +
        mistakes.map((mistake) => `  - ${mistake}`).join('\n'),
    );
  }
}

/**
 * Reads and checks the configuration: the environment first, then `.env` in the working directory, then defaults.
 * @throws ConfigurationError that lists every mistake at once
 */
export function loadConfiguration(environment: Environment = { ...readEnvFile(), ...process.env }): Configuration {
  const mistakes: string[] = [];
  const given = Object.fromEntries(
    Object.keys(new Configuration())
      .map((name) => [name, valueOf(name as keyof Configuration, environment, mistakes)])
      .filter(([, value]) => value !== undefined),
  );
  const configuration = plainToInstance(Configuration, given, { exposeDefaultValues: true });
  configuration.PUBLIC_URL ??= `http://localhost:${Number.isInteger(configuration.PORT) ? configuration.PORT : 3000}`;
  for (const { property, constraints } of validateSync(configuration)) {
    mistakes.push(`${property} ${Object.values(constraints ?? {})[0]}`);
  }
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  return configuration;
}

/** An empty variable means "not set", as compose files write it; for a secret that would hide a mistake. */
function valueOf(name: keyof Configuration, environment: Environment, mistakes: string[]): string | undefined {
  const value = environment[name];
  if (!SECRETS.includes(name)) return value?.trim() || undefined;

  const file = environment[`${name}_FILE`];
  if (value !== undefined && file) mistakes.push(`${name} and ${name}_FILE are both set; keep one`);
  else if (value?.trim() === '') mistakes.push(`${name} is empty; remove it or give it a value`);
  else if (file) return readSecret(name, file, mistakes);
  return value?.trim() || undefined;
}

function readSecret(name: string, file: string, mistakes: string[]): string | undefined {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret !== '') return secret;
    mistakes.push(`${name}_FILE names an empty file`);
  } catch {
    mistakes.push(`${name}_FILE names a file that cannot be read`);
  }
  return undefined;
}

function readEnvFile(): Environment {
  return existsSync('.env') ? (parseEnv(readFileSync('.env', 'utf8')) as Environment) : {};
}
