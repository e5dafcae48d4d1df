import { Body, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsString } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../access/admin.guard.js';
import { SchemasService } from '../organizations/schemas/schemas.service.js';
import { shownExtension } from '../organizations/schemas/shown-extension.js';
import { ApiController, ORGANIZATION } from '../access/http/api-controller.js';
import { Idempotent } from '../platform/http/idempotency/idempotent.decorator.js';

class NewExtensionBody {
  @ApiProperty({ description: 'The name of a resource type that identity providers write.', example: 'User' })
  @IsString()
  resourceType: string;

  @ApiProperty({
    type: Object,
    description: 'A schema document of RFC 7643 section 7.',
    example: {
      id: 'urn:ietf:params:scim:schemas:extension:acme:2.0:User',
      name: 'Acme',
      attributes: [{ name: 'badge', type: 'string' }],
    },
  })
  @IsObject()
  schema: object;
}

/** What an organization adds to the schemas of SCIM. */
@ApiController(`${ORGANIZATION}/extensions`, 'Extensions')
export class ExtensionsController {
  constructor(private readonly schemas: SchemasService) {}

  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId }: Acting) {
    return { extensions: (await this.schemas.list(organizationId)).map(shownExtension) };
  }

  /** Identity providers can send its attributes from then on. */
  @Post()
  @Idempotent()
  @ForAdmins()
  async create(
    @ActingAdmin() { organizationId, actor }: Acting,
    @Body() { resourceType, schema: document }: NewExtensionBody,
  ) {
    const { id, name } = await this.schemas.register(organizationId, resourceType, document, actor);
    return { id, name, resourceType };
  }

  /** Its values stay stored, and are seen again when it is registered again. */
  @Delete(':urn')
  @HttpCode(204)
  @ForAdmins()
  remove(@ActingAdmin() { organizationId, actor }: Acting, @Param('urn') urn: string) {
    return this.schemas.remove(organizationId, urn, actor);
  }
}
