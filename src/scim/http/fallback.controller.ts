import { All, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ScimError } from '../protocol/scim-error.js';
import { RouteTable } from './route-table.js';

/** Answers what no other SCIM route takes: 405 with the methods that the path has, or 404. */
@Controller('scim')
export class FallbackController {
  constructor(private readonly routes: RouteTable) {}

  @All(['', '*path'])
  fallback(@Req() request: Request, @Res({ passthrough: true }) response: Response): void {
    const methods = this.routes.methodsFor(request.path);
    if (methods.length === 0)
      throw new ScimError(404, 'There is nothing at this URL: check the base URL and the name of the endpoint');
    const headers = { Allow: [...methods, 'OPTIONS'].join(', ') };
    if (request.method !== 'OPTIONS')
      throw new ScimError(405, `This URL takes ${methods.join(', ')} only`, undefined, headers);
    response.status(204).set(headers);
  }
}
