import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, IsString, MaxLength, Min, ValidateIf } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../access/admin.guard.js';
import { SteppedUp } from '../access/fresh-proof.js';
import { invalid } from '../platform/http/problem.js';
import { shownDelivery, shownWebhook } from '../subscriptions/webhooks/shown-webhook.js';
import type { EndpointChange } from '../subscriptions/webhooks/webhook-endpoints.repository.js';
import { WebhooksService } from '../subscriptions/webhooks/webhooks.service.js';
import { ApiController, ORGANIZATION } from '../access/http/api-controller.js';
import { Idempotent } from '../platform/http/idempotency/idempotent.decorator.js';
import { NewestFirstQuery } from '../platform/http/page-query.js';
import { isGiven } from '../platform/http/is-given.js';
import { isoTime } from '../platform/time.js';
import { WholeNumber } from '../platform/config/whole-number.js';

const HOUR_MS = 3_600_000;

class NewWebhookBody {
  @ApiProperty({ example: 'https://app.example/hooks/muster' })
  @IsString()
  @MaxLength(2_000)
  url: string;

  @ApiProperty({ required: false, example: 'HR system' })
  @IsString()
  @MaxLength(100)
  label: string = '';

  @ApiProperty({ required: false, nullable: true, type: String, example: 'user.*,group.members_changed' })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  types: string | null = null;

  @ApiProperty({ required: false, default: 'webhook' })
  @IsString()
  @MaxLength(32)
  format: string = 'webhook';
}

class WebhookBody {
  @ApiProperty({ required: false })
  @ValidateIf(isGiven)
  @IsString()
  @MaxLength(2_000)
  url?: string;

  @ApiProperty({ required: false, example: 'HR system' })
  @ValidateIf(isGiven)
  @IsString()
  @MaxLength(100)
  label?: string;

  @ApiProperty({ required: false, nullable: true, type: String, description: 'Null for all.' })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  types?: string | null;
}

class RotateBody {
  @ApiProperty({ required: false, default: 24, description: 'For how long the secret before goes on signing too.' })
  @WholeNumber(0, 720)
  overlapHours: number = 24;
}

class EnableBody {
  @ApiProperty({ required: false, default: false, description: 'Leave out what it has missed.' })
  @IsBoolean()
  skip: boolean = false;
}

class ReplayBody {
  @ApiProperty({ example: 1, description: 'Sequence number of the first event that is sent again.' })
  @IsInt()
  @Min(1)
  from: number;
}

/** Where events of an organization are sent. */
@ApiController(`${ORGANIZATION}/webhooks`, 'Webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId }: Acting) {
    return { webhooks: (await this.webhooks.list(organizationId)).map(shownWebhook) };
  }

  /** Sends events from now on to a URL; the secret that signs them is shown this once. */
  @Post()
  @Idempotent()
  @ForAdmins()
  @SteppedUp()
  async create(@ActingAdmin() { organizationId, actor }: Acting, @Body() body: NewWebhookBody) {
    const { endpoint, secret } = await this.webhooks.create(organizationId, body, actor);
    return { webhook: shownWebhook(endpoint), secret };
  }

  @Get(':id')
  @ForAdmins()
  async get(@ActingAdmin() { organizationId }: Acting, @Param('id') id: string) {
    return shownWebhook(await this.webhooks.get(organizationId, id));
  }

  /** Changes what is named; the next attempt is made at once. */
  @Patch(':id')
  @ForAdmins()
  @SteppedUp()
  async update(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string, @Body() body: WebhookBody) {
    return shownWebhook(await this.webhooks.update(organizationId, id, changeOf(body), actor));
  }

  @Delete(':id')
  @HttpCode(204)
  @ForAdmins()
  @SteppedUp()
  delete(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    return this.webhooks.delete(organizationId, id, actor);
  }

  /** Makes another secret, which is shown this once. */
  @Post(':id/rotate-secret')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  async rotateSecret(
    @ActingAdmin() { organizationId, actor }: Acting,
    @Param('id') id: string,
    @Body() { overlapHours }: RotateBody,
  ) {
    const overlap = overlapHours * HOUR_MS;
    const { secret, previousUntil } = await this.webhooks.rotateSecret(organizationId, id, overlap, actor);
    return { secret, previousUntil: isoTime(previousUntil) };
  }

  @Post(':id/enable')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  async enable(
    @ActingAdmin() { organizationId, actor }: Acting,
    @Param('id') id: string,
    @Body() { skip }: EnableBody,
  ) {
    return shownWebhook(await this.webhooks.enable(organizationId, id, skip, actor));
  }

  @Post(':id/disable')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  async disable(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    return shownWebhook(await this.webhooks.disable(organizationId, id, actor));
  }

  /** Sends events again. */
  @Post(':id/replay')
  @HttpCode(200)
  @ForAdmins()
  async replay(
    @ActingAdmin() { organizationId, actor }: Acting,
    @Param('id') id: string,
    @Body() { from }: ReplayBody,
  ) {
    return shownWebhook(await this.webhooks.replay(organizationId, id, from, actor));
  }

  /** Sends a `webhook.test` at once, and says what came of it. */
  @Post(':id/test')
  @HttpCode(200)
  @ForAdmins()
  async test(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    return shownDelivery(await this.webhooks.test(organizationId, id, actor));
  }

  /** What was sent and what came of it, newest first. */
  @Get(':id/deliveries')
  @ForAdmins()
  async deliveries(
    @ActingAdmin() { organizationId }: Acting,
    @Param('id') id: string,
    @Query() query: NewestFirstQuery,
  ) {
    const deliveries = await this.webhooks.deliveries(organizationId, id, query);
    const next = deliveries.length < query.limit ? null : deliveries.at(-1)!.id;
    return { deliveries: deliveries.map(shownDelivery), next };
  }
}

/** What the body has; its class has the others, too, as undefined. */
function changeOf({ url, label, types }: WebhookBody): EndpointChange {
  const change = {
    ...(url !== undefined && { url }),
    ...(label !== undefined && { label }),
    ...(types !== undefined && { types }),
  };
  if (Object.keys(change).length === 0) throw invalid('Nothing to change was given');
  return change;
}
