import type { MigrationInterface, QueryRunner } from 'typeorm';

const NEWEST = `(SELECT l.address FROM links l
  WHERE l.organizationId = users.organizationId AND l.userId = users.id AND l.purpose = 'invitation'
  ORDER BY l.createdAt DESC, l.id DESC LIMIT 1)`;

/** Invitations of admins, and of people whom admins made, stay where they were sent last. */
export class BindInvitations1764000000081 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE users SET invitationAddress = ${NEWEST}
       WHERE (isAdmin = 1 OR isProvisioned = 0) AND provenAddress IS NULL AND invitationAddress IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE users SET invitationAddress = NULL');
  }
}
