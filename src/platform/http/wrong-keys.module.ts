import { Module } from '@nestjs/common';
import { WrongKeys } from './wrong-keys.js';

/** One count for keys of all kinds. */
@Module({ providers: [WrongKeys], exports: [WrongKeys] })
export class WrongKeysModule {}
