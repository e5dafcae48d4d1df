import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { SteppedUp } from '../../access/fresh-proof.js';
import { ForAdminMembers, Member } from '../../access/member.guard.js';
import type { SignedIn } from '../../access/signed-in-members.js';
import { ApiController, ORGANIZATION } from '../../access/http/api-controller.js';
import { MaxBody } from '../../platform/http/body/max-body.decorator.js';
import { KeyRotationsService } from '../rotation/key-rotations.service.js';
import { KeyPageBody, KeyRotationBody, MAX_PAGE_BYTES } from './key-rotation-bodies.js';
import { isoTime } from '../../platform/time.js';

/** Changes of the organization's key. */
@ApiController(`${ORGANIZATION}/key-rotations`, 'People')
export class KeyRotationsController {
  constructor(private readonly rotations: KeyRotationsService) {}

  /**
   * Begins a rotation, in place of one that is not completed, or carries a small one out at once: with `wrappedKeys` for all
   * confirmed members.
   */
  @Post()
  @HttpCode(200)
  @MaxBody(MAX_PAGE_BYTES)
  @ForAdminMembers()
  @SteppedUp()
  async begin(@Member() admin: SignedIn, @Body() { wrappedKeys, ...newKey }: KeyRotationBody) {
    if (wrappedKeys) {
      const { version: keyVersion, recipient } = await this.rotations.rotate(admin, newKey, wrappedKeys);
      return { keyVersion, recipient };
    }
    const { id, keyVersion, recipient, expiresAt } = await this.rotations.begin(admin, newKey);
    return { id, keyVersion, recipient, expiresAt: isoTime(expiresAt) };
  }

  /** Adds keys for some members. One that came before for the same member is replaced. */
  @Post(':id/keys')
  @HttpCode(204)
  @MaxBody(MAX_PAGE_BYTES)
  @ForAdminMembers()
  addKeys(@Member() admin: SignedIn, @Param('id') id: string, @Body() { wrappedKeys }: KeyPageBody) {
    return this.rotations.add(admin, id, wrappedKeys);
  }

  /** Gives all confirmed members the new key at once. Answered the same when it is sent again. */
  @Post(':id/completion')
  @HttpCode(200)
  @ForAdminMembers()
  @SteppedUp()
  async complete(@Member() admin: SignedIn, @Param('id') id: string) {
    const { version: keyVersion, recipient } = await this.rotations.complete(admin, id);
    return { keyVersion, recipient };
  }
}
