import { Controller, Get, Header, UseFilters } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import sql from 'sql-template-tag';
import { Configuration } from '../config/configuration.js';
import { Migrator } from '../database/migrator.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { WriteCheck } from '../database/write-check.js';
import { Public } from '../http/public.decorator.js';
import { FailedCheckFilter } from './failed-check.filter.js';
import { Shutdown } from './shutdown.js';
import { Warnings } from './warnings.js';

const PATIENCE_MS = 3_000;

@Public()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly configuration: Configuration,
    private readonly unitOfWork: UnitOfWork,
    private readonly migrator: Migrator,
    private readonly writeCheck: WriteCheck,
    private readonly shutdown: Shutdown,
    private readonly warnings: Warnings,
  ) {}

  /** The process answers. Says nothing of the database, whose outage restarts nobody. */
  @Get('livez')
  @Header('Cache-Control', 'no-store')
  live(): object {
    return { status: 'ok' };
  }

  /** Whether requests should be sent here: database reachable and able to write, schema current, not shutting down. */
  @Get('readyz')
  @HealthCheck()
  @UseFilters(FailedCheckFilter)
  ready(): Promise<HealthCheckResult> {
    const checks: Record<string, () => Promise<boolean>> = {
      running: async () => !this.shutdown.isDraining,
      database: () => this.answers(),
      schema: () => this.migrator.current(),
      writes: () => this.writeCheck.succeeds(),
    };
    const indicators = Object.entries(checks).map(([name, check]) => async () => {
      const indicator = this.indicators.check(name);
      return (await inTime(check())) ? indicator.up() : indicator.down();
    });
    const mail = this.configuration.SMTP_URL ? 'configured' : 'not configured';
    return this.health.check([
      ...indicators,
      async () => this.indicators.check('mail').up({ smtp: mail }),
      async () => this.indicators.check('warnings').up(this.warned()),
    ]);
  }

  /** Nothing of it keeps requests away. */
  private warned(): { codes: string[]; messages: string[] } {
    const warnings = this.warnings.current();
    return { codes: warnings.map(({ code }) => code), messages: warnings.map(({ message }) => message) };
  }

  /** From a table: a node that has lost its cluster still answers what needs none. */
  private async answers(): Promise<boolean> {
    await this.unitOfWork.read((connection) => connection.row(sql`SELECT id FROM organizations LIMIT 1`));
    return true;
  }
}

async function inTime(check: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return await Promise.race([check, tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
