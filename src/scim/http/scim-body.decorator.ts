import { Body, type PipeTransform } from '@nestjs/common';
import { invalidSyntax } from '../protocol/scim-error.js';

const given: PipeTransform = {
  transform(body: unknown) {
    if (body === undefined) throw invalidSyntax('The request needs a JSON body');
    return body;
  },
};

/** The JSON body of a SCIM request, which has to have one. */
export const ScimBody = () => Body(given);
