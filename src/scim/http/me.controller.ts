import { All, Controller } from '@nestjs/common';
import { ScimError } from '../protocol/scim-error.js';

/** `/Me` (RFC 7644 §3.11). */
@Controller('scim/v2/:organizationId/Me')
export class MeController {
  @All(['', '*path'])
  me(): never {
    throw new ScimError(501, '/Me has no meaning here: a key belongs to an identity provider and not to a person');
  }
}
