import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { ID_CHARACTERS } from './id-pipe.js';

const MAX_PAGE = 500;

/** How many, and behind which. */
export class PageQuery {
  @ApiProperty({ required: false, default: '', description: '`next` of the page before.' })
  @IsString()
  @MaxLength(700)
  @Matches(ID_CHARACTERS, { message: 'after has to be `next` of the page before' })
  after: string = '';

  @ApiProperty({ required: false, default: 100, maximum: MAX_PAGE })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  limit: number = 100;
}
