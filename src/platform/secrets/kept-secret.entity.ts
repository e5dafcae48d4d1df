import { Entity } from 'typeorm';
import { Key } from '../database/columns.js';

/** A secret that the server made for itself and that all its processes share. */
@Entity('server_secrets')
export class KeptSecret {
  @Key(64, { primary: true }) name: string;
  @Key(64) value: string;
}
