import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { Retention } from '../../platform/database/retention.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { KeyRotationsRepository } from './key-rotations.repository.js';
import { KeyRotationsService } from './key-rotations.service.js';

/** Removes rotations that have expired, and the keys that they have left behind. */
@Injectable()
export class KeyRotationRetention extends Retention {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rotations: KeyRotationsRepository,
    private readonly service: KeyRotationsService,
  ) {
    super();
  }

  /** @returns how many rotations */
  async forget(): Promise<number> {
    const expired = await this.unitOfWork.read((connection) => this.rotations.expired(connection, clock.now()));
    for (const rotation of expired) {
      await this.service.forgetKeys(rotation);
      await this.unitOfWork.run((transaction) => this.rotations.delete(transaction, rotation));
    }
    return expired.length;
  }
}
