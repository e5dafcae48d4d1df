import { Body, HttpCode, Post, Req } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, MaxLength } from 'class-validator';
import type { Request } from 'express';
import { ForAnybody } from '../member.guard.js';
import { ApiController } from '../http/api-controller.js';
import { keyOf } from '../../scim-auth/key-format.js';
import { FoundKeysService } from './found-keys.service.js';

const MAX_KEYS = 100;
const MAX_KEY_LENGTH = 200;

class FoundKeysBody {
  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: MAX_KEYS,
    example: [keyOf('scim', 'Example00000', 'NotARealKeyButOneThatHasTheRightForm0000000')],
    description: 'The whole text of each. What is no key of this server is passed over.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_KEYS)
  @IsString({ each: true })
  @MaxLength(MAX_KEY_LENGTH, { each: true })
  keys: string[];
}

/** Where secret scanners, and everybody else, report keys that they have found. */
@ApiController('found-keys', 'Keys')
export class FoundKeysController {
  constructor(private readonly found: FoundKeysService) {}

  /** Ends keys that were found. The answer is the same, whether they were keys of this server or not. */
  @Post()
  @HttpCode(204)
  @ForAnybody()
  report(@Body() { keys }: FoundKeysBody, @Req() { ip }: Request): Promise<void> {
    return this.found.report(keys, ip ?? '');
  }
}
