import { Transform, Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsTime } from '../../http/is-time.js';
import { STATUS } from '../status-range.js';

const MAX_PAGE = 500;

/** What an admin looks for in the log. */
export class RequestsQuery {
  @IsOptional()
  @Matches(STATUS, { message: 'status has to be like 404 or 4xx' })
  status?: string;

  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? value.toUpperCase() : value))
  @Matches(/^[A-Z]{1,16}$/, { message: 'method has to be like GET' })
  method?: string;

  /** The id of a key. */
  @IsOptional()
  @IsString()
  @Length(1, 16)
  key?: string;

  /** How the path starts, below the base URL. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  path?: string;

  @IsOptional()
  @IsTime()
  since?: string;

  @IsOptional()
  @IsTime()
  until?: string;

  @IsOptional()
  @IsUUID()
  before?: string;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  limit: number = 100;
}
