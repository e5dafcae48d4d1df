import { Injectable } from '@nestjs/common';

/** Whether the process is on its way out: not ready any more, but still answering. */
@Injectable()
export class Shutdown {
  private begun = false;

  get isDraining(): boolean {
    return this.begun;
  }

  begin(): void {
    this.begun = true;
  }
}
