import { createConnection, escape, escapeId } from 'mysql2/promise';

/** What makes the tables of a database of MySQL or MariaDB, with all that is in them. */
export async function mysqlText(url) {
  const connection = await createConnection({
    uri: url,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
  });
  const lines = ['SET FOREIGN_KEY_CHECKS = 0;'];
  const [tables] = await connection.query({ sql: 'SHOW TABLES', rowsAsArray: true });
  for (const [name] of tables) {
    const [[[, structure]]] = await connection.query({ sql: `SHOW CREATE TABLE ${escapeId(name)}`, rowsAsArray: true });
    lines.push(`${structure};`);
    const [columns] = await connection.query(
      "SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND EXTRA NOT LIKE '%GENERATED%' ORDER BY ORDINAL_POSITION",
      [name],
    );
    const names = columns.map((column) => escapeId(column.name)).join(', ');
    const [rows] = await connection.query({ sql: `SELECT ${names} FROM ${escapeId(name)}`, rowsAsArray: true });
    for (const row of rows)
      lines.push(`INSERT INTO ${escapeId(name)} (${names}) VALUES (${row.map((value) => escape(value)).join(', ')});`);
  }
  await connection.end();
  return lines.join('\n');
}
