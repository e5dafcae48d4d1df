import { expect, test } from '@jest/globals';
import { csvRecord } from './csv.js';

test.each([
  [['a', 1, null, undefined], 'a,1,,\r\n'],
  [['a,b', 'say "x"', 'two\r\nlines'], '"a,b","say ""x""","two\r\nlines"\r\n'],
  [['=1+1', '+1', '-1', '@sum', '\tx', '\rx'], `'=1+1,'+1,'-1,'@sum,'\tx,"'\rx"\r\n`],
  [['＝1+1', '＋1', '－1', '＠sum', '﹦1'], `'＝1+1,'＋1,'－1,'＠sum,'﹦1\r\n`],
  [['\n=1', '\r\n=1', '\t=1', ' =1', '\u00a0=1', '\nx'], `"'\n=1","'\r\n=1",'\t=1,' =1,'\u00a0=1,"'\nx"\r\n`],
  [['a=1', -5, '{"a":1}'], 'a=1,-5,"{""a"":1}"\r\n'],
])('%j is a record that no spreadsheet computes', (cells, record) => {
  expect(csvRecord(cells)).toBe(record);
});
