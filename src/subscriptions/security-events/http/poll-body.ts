import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  Validate,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { isObject } from '../../../scim/attributes/document.js';

export const MAX_EVENTS = 100;
/** Tokens that one request acknowledges or refuses. */
const MAX_SETTLED = 1_000;
const MAX_JTI_LENGTH = 128;

/** RFC 8936 §2.2: an object whose members are objects with `err`, and maybe `description`. */
@ValidatorConstraint({ name: 'areSetErrors' })
class AreSetErrors implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (!isObject(value)) return false;
    const errors = Object.values(value);
    return errors.length <= MAX_SETTLED && errors.every((error) => isObject(error) && typeof error['err'] === 'string');
  }

  defaultMessage(): string {
    return `setErrs has to be an object of at most ${MAX_SETTLED} errors by jti, each with err`;
  }
}

/** The request of a poll (RFC 8936 §2.2). */
export class PollBody {
  /** More than the server gives at once is no mistake. */
  @ApiProperty({ required: false, default: MAX_EVENTS })
  @IsInt()
  @Min(0)
  maxEvents: number = MAX_EVENTS;

  @ApiProperty({ required: false, default: false })
  @IsBoolean()
  returnImmediately: boolean = false;

  @ApiProperty({ required: false, type: [String], default: [], description: 'Their jti.' })
  @IsArray()
  @ArrayMaxSize(MAX_SETTLED)
  @IsString({ each: true })
  @MaxLength(MAX_JTI_LENGTH, { each: true })
  ack: string[] = [];

  @ApiProperty({ required: false, type: Object, description: 'Errors by jti.' })
  @IsOptional()
  @Validate(AreSetErrors)
  setErrs?: Readonly<Record<string, { readonly err: string }>>;
}
