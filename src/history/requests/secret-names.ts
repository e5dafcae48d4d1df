import { Injectable } from '@nestjs/common';
import type { Attribute } from '../../scim/attributes/attribute.js';
import type { Extensions } from '../../scim/attributes/extensions.js';
import { ResourcesRegistry } from '../../scim/resource/resources.registry.js';

/** The attributes of an organization that no answer ever has. */
@Injectable()
export class SecretNames {
  private readonly known = new WeakMap<Extensions, ReadonlySet<string>>();

  constructor(private readonly registry: ResourcesRegistry) {}

  /** In lower case. */
  of(extensions: Extensions): ReadonlySet<string> {
    const known = this.known.get(extensions);
    if (known) return known;
    const types = this.registry.list().map(({ type }) => extensions.of(type));
    const attributes = types.flatMap((type) => [
      ...type.attributes,
      ...type.extensions.flatMap((extension) => extension.attributes),
    ]);
    const names = new Set(attributes.flatMap(neverReturned).map((name) => name.toLowerCase()));
    this.known.set(extensions, names);
    return names;
  }
}

function neverReturned({ name, returned, subAttributes = [] }: Attribute): string[] {
  return returned === 'never' ? [name] : subAttributes.flatMap(neverReturned);
}
