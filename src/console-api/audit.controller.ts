import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Body, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, Matches, MaxLength, ValidateIf } from 'class-validator';
import type { Response } from 'express';
import { type Acting, ActingAdmin, ForAdmins } from '../access/admin.guard.js';
import { AuditLog, type AuditSearch } from '../history/audit/audit-log.js';
import { AuditVerification } from '../history/audit/audit-verification.js';
import { HEAD, type Head, headOf } from '../history/audit/chain-walk.js';
import { csvPages, ndjsonPages } from '../history/audit/audit-export.js';
import { shownEvent } from '../history/audit/shown-event.js';
import { shownPart } from '../history/audit/shown-verification.js';
import { millisecondsOf, IsTime } from '../platform/http/is-time.js';
import { readTypes } from '../subscriptions/feed/event-types.js';
import { ApiController, ORGANIZATION } from '../access/http/api-controller.js';
import { ID_CHARACTERS } from '../platform/http/id-pipe.js';
import { isGiven } from '../platform/http/is-given.js';
import { Limit } from '../platform/http/page-query.js';
import { WholeNumber } from '../platform/config/whole-number.js';

const MAX_SEQUENCE = Number.MAX_SAFE_INTEGER;
/** Events that one request looks through for those that it is asked for. */
const MAX_LOOKED_AT = 10_000;

class AuditQuery {
  @ApiProperty({ required: false, example: 'user.*,key.revoked' })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  type?: string;

  @ApiProperty({ required: false, description: 'Id of a key, person or admin, or a kind like `operator`.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  actor?: string;

  @ApiProperty({ required: false, description: 'Id of what the events are about.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  @Matches(ID_CHARACTERS, { message: 'resource has to be an id' })
  resource?: string;

  @ApiProperty({ required: false, example: '2026-11-01T00:00:00Z' })
  @IsOptional()
  @IsTime()
  from?: string;

  @ApiProperty({ required: false, example: '2026-12-01T00:00:00Z' })
  @IsOptional()
  @IsTime()
  to?: string;
}

class AuditPageQuery extends AuditQuery {
  @ApiProperty({ required: false, description: '`next` of the page before.' })
  @IsOptional()
  @Type(() => Number)
  @WholeNumber(1, MAX_SEQUENCE)
  before?: number;

  @Limit()
  limit: number = 100;
}

class ExportQuery extends AuditQuery {
  @ApiProperty({ required: false, enum: ['ndjson', 'csv'], default: 'ndjson' })
  @IsIn(['ndjson', 'csv'])
  format: 'ndjson' | 'csv' = 'ndjson';
}

class VerifyBody {
  @ApiProperty({ required: false, description: '`next` of the part before; left out for the first.' })
  @ValidateIf(isGiven)
  @Matches(HEAD, { message: 'after has to be `next` of the part before' })
  after?: string;

  @ApiProperty({
    required: false,
    default: 10_000,
    maximum: 50_000,
    description: 'About how many events are looked at.',
  })
  @WholeNumber(1, 50_000)
  limit: number = 10_000;

  @ApiProperty({
    required: false,
    description: '`verifiedTo` of a verification before, which has to be in the chain still: the same for each part.',
  })
  @ValidateIf(isGiven)
  @Matches(HEAD, { message: 'expect has to be like <sequence>:<64 hexadecimal digits>' })
  expect?: string;
}

/** What happened in an organization. */
@ApiController(`${ORGANIZATION}/audit`, 'Audit')
export class AuditController {
  constructor(
    private readonly log: AuditLog,
    private readonly verification: AuditVerification,
  ) {}

  /** Newest first. A page may have less than `limit`, or none, where few events are what is looked for: `next` goes on. */
  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId }: Acting, @Query() { before, limit, ...query }: AuditPageQuery) {
    const { events, next } = await this.log.page(organizationId, searchOf(query), before, limit, MAX_LOOKED_AT);
    return { events: events.map(shownEvent), next };
  }

  /** A file with all of them, oldest first. */
  @Get('export')
  @ForAdmins()
  async export(
    @ActingAdmin() { organizationId }: Acting,
    @Query() { format, ...query }: ExportQuery,
    @Res() response: Response,
  ) {
    const pages = this.log.oldestFirst(organizationId, searchOf(query));
    response.setHeader('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson');
    response.setHeader('Content-Disposition', `attachment; filename="audit-${organizationId}.${format}"`);
    const lines = format === 'csv' ? csvPages(pages) : ndjsonPages(pages);
    await pipeline(Readable.from(lines), response).catch(() => response.destroy());
  }

  /** Proves that no event was changed, removed or put in since it was written: a part at a time, until `next` is null. */
  @Post('verify')
  @HttpCode(200)
  @ForAdmins()
  async verify(@ActingAdmin() { organizationId }: Acting, @Body() { after, limit, expect }: VerifyBody) {
    const part = { after: headIn(after), limit, expected: headIn(expect) };
    return shownPart(await this.verification.part(organizationId, part));
  }
}

function headIn(text: string | undefined): Head | undefined {
  return text === undefined ? undefined : headOf(text);
}

function searchOf({ type, actor, resource, from, to }: AuditQuery): AuditSearch {
  const times = { from: millisecondsOf(from), to: millisecondsOf(to) };
  return { types: readTypes(type), actor, resourceId: resource, ...times };
}
