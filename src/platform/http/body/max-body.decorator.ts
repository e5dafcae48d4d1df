import { SetMetadata } from '@nestjs/common';

export const MAX_BODY = 'body:max';

/** How many bytes the body of a route may have, as it is sent and inflated. */
export const MaxBody = (bytes: number) => SetMetadata(MAX_BODY, bytes);
