/** The variables that say where a MySQL server is and how to reach it. */
export interface MysqlSettings {
  readonly DATABASE_URL: string;
  readonly DATABASE_SSL_CA?: string;
  readonly DATABASE_SSL_CERT?: string;
  readonly DATABASE_SSL_KEY?: string;
}

/** What is wrong with a variable, as the rest of a sentence that begins with its name. */
export class MysqlSettingError extends Error {}
