import { Module } from '@nestjs/common';
import { IgnoredNamesModule } from './ignored-names.module.js';
import { IgnoredRecorder } from './ignored-recorder.js';

/** Counts names that no schema defines: for the server, and not for the command line. */
@Module({
  imports: [IgnoredNamesModule],
  providers: [IgnoredRecorder],
  exports: [IgnoredRecorder],
})
export class IgnoredRecordingModule {}
