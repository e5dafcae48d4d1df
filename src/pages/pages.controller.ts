import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Configuration } from '../config/configuration.js';
import { Public } from '../public.decorator.js';
import { setPageHeaders } from './page-headers.js';
import { PagesFiles } from './pages.files.js';

const A_YEAR = 'public, max-age=31536000, immutable';

/** The pages on which people accept, sign in and confirm. What they show comes from the API. */
@Public()
@Controller()
export class PagesController {
  constructor(
    private readonly configuration: Configuration,
    private readonly files: PagesFiles,
  ) {}

  @Get([
    'join/:organizationId/:linkId',
    'sign-in/:organizationId/:linkId',
    'address/:organizationId/:linkId',
    'people/:organizationId',
  ])
  page(@Res() response: Response): void {
    setPageHeaders(response, this.configuration.PUBLIC_URL);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(this.files.html());
  }

  /** The name of an asset has a hash of its content: it is never anything else. */
  @Get('pages/assets/:name')
  asset(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    const asset = this.files.asset(name);
    if (!asset) throw new NotFoundException();
    const isCompressed = asset.compressed !== undefined && request.acceptsEncodings('br') === 'br';
    const body = isCompressed ? asset.compressed : asset.content;
    response.setHeader('Content-Type', asset.mediaType);
    response.setHeader('Cache-Control', A_YEAR);
    response.setHeader('Vary', 'Accept-Encoding');
    if (isCompressed) response.setHeader('Content-Encoding', 'br');
    response.setHeader('Content-Length', body!.length);
    response.end(body);
  }
}
