import { Entity } from 'typeorm';
import { Instant, Integer } from './columns.js';

/** The latest time that processes on a database without a clock have gone by. One row. */
@Entity('clock_marks')
export class KeptTime {
  @Integer({ primary: true }) id: number;
  /** Milliseconds since 1970. */
  @Instant() time: number;
}
