import { applyDecorators, Controller, UseFilters, UsePipes, ValidationPipe } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemFilter } from './problem.filter.js';
import { IdPipe } from './id-pipe.js';

/** A controller below `/api/v1`: bodies and queries have what their classes say and nothing else, errors are RFC 9457's. */
export const ApiController = (path: string, tag: string) =>
  applyDecorators(
    Controller(`api/v1/${path}`),
    ApiTags(tag),
    UseFilters(ProblemFilter),
    UsePipes(new IdPipe(), new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true })),
  );

export const ORGANIZATION = 'organizations/:organizationId';
