import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Configuration } from '../../platform/config/configuration.js';
import { Public } from '../../platform/http/public.decorator.js';
import { BuiltPages } from './built-pages.js';
import { CONSOLE_POLICY, MEMBERS_POLICY, setPageHeaders } from './page-headers.js';

/** How the built page names its place, for servers that are reached at the root of their host. */
const BASE = '<base href="/pages/" />';

/** The pages that people see in browsers. What they show comes from the API. */
@Public()
@Controller()
export class PagesController {
  /** On which people accept, sign in and confirm. */
  private readonly members: BuiltPages;
  /** For admins. */
  private readonly console = new BuiltPages('console', 'console/assets');

  constructor(private readonly configuration: Configuration) {
    const path = new URL(configuration.PUBLIC_URL).pathname.replace(/\/$/, '');
    this.members = new BuiltPages('browser', 'assets', (html) =>
      html.replace(BASE, () => `<base href="${path}/pages/" />`),
    );
  }

  @Get([
    'join/:organizationId/:linkId',
    'sign-in/:organizationId/:linkId',
    'address/:organizationId/:linkId',
    'people/:organizationId',
  ])
  showMembers(@Res() response: Response): void {
    setPageHeaders(response, this.configuration.PUBLIC_URL, MEMBERS_POLICY);
    response.end(this.members.html());
  }

  @Get()
  showConsole(@Res() response: Response): void {
    setPageHeaders(response, this.configuration.PUBLIC_URL, CONSOLE_POLICY);
    response.end(this.console.html());
  }

  @Get('pages/assets/:name')
  membersAsset(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    if (!this.members.sendAsset(name, request, response)) throw new NotFoundException();
  }

  @Get('console/assets/:name')
  consoleAsset(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    if (!this.console.sendAsset(name, request, response)) throw new NotFoundException();
  }
}
