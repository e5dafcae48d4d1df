import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { BodyInterceptor } from './body.interceptor.js';

/** How bodies are read, everywhere. */
@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: BodyInterceptor }] })
export class BodyModule {}
