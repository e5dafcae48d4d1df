import Database from 'better-sqlite3';
import { createPool } from 'mysql2/promise';

/**
 * The drivers themselves, as a program without Muster would use them.
 * @returns {{rows(statement: string, values: unknown[]): Promise<object[]>,
 *   transaction<T>(work: (run: (statement: string, values: unknown[]) => Promise<object[]>) => Promise<T>): Promise<T>}}
 */
export function driverOf(databaseUrl) {
  return databaseUrl.startsWith('sqlite:') ? sqlite(databaseUrl.slice('sqlite:'.length)) : mysql(databaseUrl);
}

function mysql(uri) {
  const pool = createPool({ uri, connectionLimit: 10 });
  return {
    rows: async (statement, values) => (await pool.execute(statement, values))[0],
    async transaction(work) {
      const connection = await pool.getConnection();
      try {
        await connection.query('START TRANSACTION');
        const result = await work(async (statement, values) => (await connection.execute(statement, values))[0]);
        await connection.query('COMMIT');
        return result;
      } finally {
        connection.release();
      }
    },
  };
}

/** One connection, one transaction at a time; statements are prepared once. */
function sqlite(file) {
  const database = new Database(file, { timeout: 10_000 });
  const prepared = new Map();
  const run = async (text, values) => {
    const statement = prepared.get(text) ?? database.prepare(translated(text));
    prepared.set(text, statement);
    if (statement.reader) return statement.all(...values);
    statement.run(...values);
    return [];
  };
  let last = Promise.resolve();
  const inTurn = (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
  return {
    rows: (statement, values) => inTurn(() => run(statement, values)),
    transaction: (work) =>
      inTurn(async () => {
        database.exec('BEGIN IMMEDIATE');
        try {
          const result = await work(run);
          database.exec('COMMIT');
          return result;
        } catch (error) {
          database.exec('ROLLBACK');
          throw error;
        }
      }),
  };
}

function translated(statement) {
  return statement
    .replace('INSERT IGNORE', 'INSERT OR IGNORE')
    .replace(' FOR UPDATE', '')
    .replace('STRAIGHT_JOIN', 'CROSS JOIN')
    .replace(/JSON_UNQUOTE\((JSON_EXTRACT\(.*?\))\)/, '$1');
}
