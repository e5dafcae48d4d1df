import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { WholeNumber } from '../config/whole-number.js';
import { ID_CHARACTERS } from './id-pipe.js';

const MAX_PAGE = 500;

/** How many a page has, at the most. */
export const Limit = (usual = 100, most = MAX_PAGE): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false, default: usual, maximum: most }),
    Type(() => Number),
    WholeNumber(1, most),
  );

class LimitQuery {
  @Limit()
  limit: number = 100;
}

/** How many, and behind which. */
export class PageQuery extends LimitQuery {
  @ApiProperty({ required: false, default: '', description: '`next` of the page before.' })
  @IsString()
  @MaxLength(700)
  @Matches(ID_CHARACTERS, { message: 'after has to be `next` of the page before' })
  after: string = '';
}

/** Paging where the newest come first. */
export class NewestFirstQuery extends LimitQuery {
  @ApiProperty({ required: false, description: '`next` of the page before.' })
  @IsOptional()
  @IsUUID()
  before?: string;
}
