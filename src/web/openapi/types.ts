import type { OpenAPIObject } from '@nestjs/swagger';

type Components = NonNullable<OpenAPIObject['components']>;
type WithoutReference<T> = Exclude<T, { $ref: string }>;

export type SchemaObject = WithoutReference<NonNullable<Components['schemas']>[string]>;
export type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type ParameterObject = WithoutReference<NonNullable<OperationObject['parameters']>[number]>;
export type ResponseObject = WithoutReference<NonNullable<OperationObject['responses'][string]>>;
export type RequestBodyObject = WithoutReference<NonNullable<OperationObject['requestBody']>>;
