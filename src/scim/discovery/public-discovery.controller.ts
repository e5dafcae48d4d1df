import { Controller, Get, Query } from '@nestjs/common';
import { Configuration } from '../../platform/config/configuration.js';
import { Public } from '../../platform/http/public.decorator.js';
import { refuseFilter } from './refuse-filter.js';
import { serviceProviderConfig } from './representations.js';

/**
 * How to authenticate can be read without a key, as RFC 7643 §5 asks: above the organizations, so that the answer says
 * nothing of whether one exists.
 */
@Controller('scim/v2')
export class PublicDiscoveryController {
  constructor(private readonly configuration: Configuration) {}

  @Public()
  @Get('ServiceProviderConfig')
  serviceProviderConfig(@Query() query: Record<string, unknown>): object {
    refuseFilter(query);
    return serviceProviderConfig(`${this.configuration.PUBLIC_URL}/scim/v2`, this.configuration);
  }
}
