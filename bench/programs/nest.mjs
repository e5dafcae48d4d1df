/** Floor: Nest on its stock Express adapter, with one controller. Written without decorators, so that Node runs it as it is. */
import 'reflect-metadata';
import { Controller, Get, HttpCode, Module, Post, Req } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { floorStatements } from './floor-statements.mjs';

const statements = floorStatements(process.env.DATABASE_URL);

class FloorController {
  ready() {
    return {};
  }

  answer(request) {
    const values = request.path.slice(1).split('/').map(decodeURIComponent);
    const body = request.body === undefined ? [] : [request.body];
    return statements[values[0]](...values.slice(1), ...body);
  }

  change(request) {
    return this.answer(request);
  }
}

class FloorModule {}

const route = (decorator, path, name) =>
  decorator(path)(FloorController.prototype, name, Object.getOwnPropertyDescriptor(FloorController.prototype, name));
route(Get, 'ready', 'ready');
route(Get, '*path', 'answer');
route(Post, '*path', 'change');
HttpCode(200)(
  FloorController.prototype,
  'change',
  Object.getOwnPropertyDescriptor(FloorController.prototype, 'change'),
);
for (const name of ['answer', 'change']) Req()(FloorController.prototype, name, 0);
Controller()(FloorController);
Module({ controllers: [FloorController] })(FloorModule);

const app = await NestFactory.create(FloorModule, { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');
