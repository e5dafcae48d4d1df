import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator';
import { IsTime } from '../../../platform/http/is-time.js';
import { REQUEST_WARNINGS, type RequestWarning } from '../../../scim/protocol/request-warning.js';
import { STATUS } from '../status-range.js';
import { Limit } from '../../../platform/http/page-query.js';

/** What an admin looks for in the log. */
export class RequestsQuery {
  @ApiProperty({ required: false, example: '4xx' })
  @IsOptional()
  @Matches(STATUS, { message: 'status has to be like 404 or 4xx' })
  status?: string;

  @ApiProperty({ required: false, example: 'PATCH' })
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? value.toUpperCase() : value))
  @Matches(/^[A-Z]{1,16}$/, { message: 'method has to be like GET' })
  method?: string;

  @ApiProperty({ required: false, description: 'The id of a key.' })
  @IsOptional()
  @IsString()
  @Length(1, 16)
  key?: string;

  @ApiProperty({ required: false, example: '/Users', description: 'How the path starts, below the base URL.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  path?: string;

  @ApiProperty({ required: false, enum: REQUEST_WARNINGS, description: 'Only those with that warning.' })
  @IsOptional()
  @IsIn(REQUEST_WARNINGS)
  warning?: RequestWarning;

  @ApiProperty({ required: false, enum: ['true'], description: 'Only those of which something was left out.' })
  @IsOptional()
  @IsIn([true], { message: 'ignored has to be true' })
  @Transform(({ value }) => value === 'true' || value)
  ignored?: true;

  @ApiProperty({ required: false, example: '2026-11-01T00:00:00Z' })
  @IsOptional()
  @IsTime()
  since?: string;

  @ApiProperty({ required: false, example: '2026-12-01T00:00:00Z' })
  @IsOptional()
  @IsTime()
  until?: string;

  @ApiProperty({ required: false, description: '`next` of the page before.' })
  @IsOptional()
  @IsUUID()
  before?: string;

  @Limit()
  limit: number = 100;
}
