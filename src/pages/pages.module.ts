import { Module } from '@nestjs/common';
import { PagesController } from './pages.controller.js';
import { PagesFiles } from './pages.files.js';

/** What people see in their browsers. */
@Module({ controllers: [PagesController], providers: [PagesFiles] })
export class PagesModule {}
