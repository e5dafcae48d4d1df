import { applyDecorators, Controller, UsePipes, ValidationPipe } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdPipe } from '../../platform/http/id-pipe.js';

/** A controller below `/api/v1`: bodies and queries have what their classes say and nothing else, errors are RFC 9457's. */
export const ApiController = (path: string, tag: string) =>
  applyDecorators(
    Controller(`api/v1/${path}`),
    ApiTags(tag),
    UsePipes(new IdPipe(), new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true })),
  );

export const ORGANIZATION = 'organizations/:organizationId';
