import { Entity } from 'typeorm';
import { Integer, Text } from './columns.js';

/** What is written to find out whether anything can be. */
@Entity('write_checks')
export class WriteCheckRow {
  @Integer({ primary: true }) id: number;
  @Text() content: string;
}
