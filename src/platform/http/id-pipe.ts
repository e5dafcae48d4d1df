import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { Problem } from './problem.js';

/** What ids and cursors are made of. MariaDB refuses to compare a column of them with other characters. */
export const ID_CHARACTERS = /^[\x21-\x7e]*$/;

/** An id in a path that cannot be one is of nothing. */
@Injectable()
export class IdPipe implements PipeTransform {
  /** @throws Problem 404 */
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    if (type === 'param' && !ID_CHARACTERS.test(String(value)))
      throw new Problem(404, 'unknown', 'There is nothing with this id');
    return value;
  }
}
