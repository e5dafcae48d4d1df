import { applyDecorators } from '@nestjs/common';
import { IsInt, Max, Min } from 'class-validator';

/** A whole number within bounds. */
export const WholeNumber = (least: number, most: number): PropertyDecorator =>
  applyDecorators(IsInt(), Min(least), Max(most));
