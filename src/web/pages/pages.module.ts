import { Module } from '@nestjs/common';
import { PagesController } from './pages.controller.js';

/** What people and admins see in their browsers. */
@Module({ controllers: [PagesController] })
export class PagesModule {}
