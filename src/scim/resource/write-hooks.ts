import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { OnWrite, type WriteHook } from './write-hook.js';

const DEFAULT_ORDER = 100;

/** The providers that `OnWrite` marks. */
@Injectable()
export class WriteHooks {
  private readonly found = new Map<string, readonly WriteHook[]>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** Those of a resource type, in their order. */
  of(type: string): readonly WriteHook[] {
    const known = this.found.get(type) ?? this.find(type);
    this.found.set(type, known);
    return known;
  }

  private find(type: string): WriteHook[] {
    return this.discovery
      .getProviders({ metadataKey: OnWrite.KEY })
      .map((provider) => ({
        hook: provider.instance as WriteHook,
        mark: this.discovery.getMetadataByDecorator(OnWrite, provider)!,
      }))
      .filter(({ mark }) => mark.type === type)
      .toSorted((left, right) => (left.mark.order ?? DEFAULT_ORDER) - (right.mark.order ?? DEFAULT_ORDER))
      .map(({ hook }) => hook);
  }
}
