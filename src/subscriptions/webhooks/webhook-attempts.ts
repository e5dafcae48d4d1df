import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { newId } from '../../platform/ids/new-id.js';
import { oneLine } from '../../messaging/mail/one-line.js';
import { DeliveryFormats, type ToldEvent } from './delivery-format.js';
import { AddressRefusedError } from './destinations.js';
import { retryAfterMs } from './retry-after.js';
import type { WebhookDelivery } from './webhook-delivery.entity.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { type Answer, type Limits, StoppedError, WebhookSender } from './webhook-sender.js';

const MAX_ERROR_LENGTH = 200;
const MAX_ANSWER_LENGTH = 1_000;
const GONE = 410;
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES']);

/** What one attempt came to. */
export interface WebhookAttempt {
  /** As it is logged; its `error` is null when the endpoint has taken the event. */
  readonly delivery: WebhookDelivery;
  /** The endpoint no longer wants events (Standard Webhooks). */
  readonly isGone: boolean;
  /** No connection came about: the name has no address that may be reached, or nothing there takes connections. */
  readonly isUnreached: boolean;
  /** Milliseconds for which it wants to be left alone, where it says so. */
  readonly retryAfter: number | undefined;
}

/** Tells an endpoint of an event, once. */
@Injectable()
export class WebhookAttempts {
  constructor(
    private readonly formats: DeliveryFormats,
    private readonly sender: WebhookSender,
  ) {}

  /**
   * @param attempt counted from 1 for each event
   * @returns undefined when the endpoint's format has no word for the event, so that nothing was sent
   * @throws StoppedError
   */
  async make(
    endpoint: WebhookEndpoint,
    event: ToldEvent,
    attempt: number,
    limits: Limits,
  ): Promise<WebhookAttempt | undefined> {
    const time = clock.now();
    const begin = performance.now();
    const answer = await this.answerOf(endpoint, event, limits);
    if (!answer) return undefined;
    const isAnswer = !(answer instanceof Error);
    const delivery: WebhookDelivery = {
      organizationId: endpoint.organizationId,
      endpointId: endpoint.id,
      id: newId(),
      eventId: event.id,
      sequence: event.sequence ?? null,
      attempt,
      time,
      durationMs: Math.round(performance.now() - begin),
      status: isAnswer ? answer.status : null,
      error: isAnswer ? errorOf(answer) : oneLine(textOf(answer), MAX_ERROR_LENGTH),
      answer: isAnswer ? oneLine(answer.text, MAX_ANSWER_LENGTH) || null : null,
    };
    const isGone = isAnswer && answer.status === GONE;
    return {
      delivery,
      isGone,
      isUnreached: !isAnswer && isUnreached(answer),
      retryAfter: isAnswer ? retryAfterMs(answer, clock.now()) : undefined,
    };
  }

  private async answerOf(
    endpoint: WebhookEndpoint,
    event: ToldEvent,
    limits: Limits,
  ): Promise<Answer | Error | undefined> {
    try {
      const request = await this.formats.get(endpoint.format).request(endpoint, event);
      return request && (await this.sender.send(new URL(endpoint.url), request, limits));
    } catch (error) {
      if (error instanceof StoppedError) throw error;
      const { message, code } = error as NodeJS.ErrnoException;
      return error instanceof Error ? error : Object.assign(new Error(message), { code });
    }
  }
}

function isUnreached(error: NodeJS.ErrnoException): boolean {
  return error instanceof AddressRefusedError || NOT_CONNECTED.has(error.code ?? '');
}

/** Where each of several addresses has failed, the error itself says nothing. */
function textOf({ message, code }: NodeJS.ErrnoException): string {
  return message || code || 'It could not be reached';
}

function errorOf({ status }: Answer): string | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? `It redirects with ${status}, which is not followed` : `It answered ${status}`;
}
