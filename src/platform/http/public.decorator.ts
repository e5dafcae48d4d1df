import { SetMetadata } from '@nestjs/common';

export const IS_PUBLIC = 'isPublic';

/** Lets everybody call a route. Every route without it needs a key. */
export const Public = () => SetMetadata(IS_PUBLIC, true);
