import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { IDEMPOTENCY_KEY, IdempotencyInterceptor, MAX_KEY } from './idempotency.interceptor.js';

/** A route that makes something, of whoever is known: with an Idempotency-Key it makes it once. */
export const Idempotent = () =>
  applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: IDEMPOTENCY_KEY,
      required: false,
      description:
        'Of your choice, such as a UUID: the same request with the same key is made once within 24 hours, and gets the first answer again.',
      schema: { type: 'string', minLength: 1, maxLength: MAX_KEY },
      example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
    }),
  );
