import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';

const MAX_PAGE = 500;

/** How many, and behind which. */
export class PageQuery {
  @ApiProperty({ required: false, default: '', description: '`next` of the page before.' })
  @IsString()
  @MaxLength(700)
  after: string = '';

  @ApiProperty({ required: false, default: 100, maximum: MAX_PAGE })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  limit: number = 100;
}
