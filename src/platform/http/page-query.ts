import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { ID_CHARACTERS } from './id-pipe.js';

const MAX_PAGE = 500;

class LimitQuery {
  @ApiProperty({ required: false, default: 100, maximum: MAX_PAGE })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
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
