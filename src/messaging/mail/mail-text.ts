import type { MailContent } from './mail-content.js';

/** The mail for those who read plain text. */
export function mailText({ heading, paragraphs, button, notes }: MailContent, url: string | undefined): string {
  const link = url === undefined ? [] : [`${button}:\n${url}`];
  const small = notes.length === 0 ? [] : [`-- \n${notes.join('\n')}`];
  return `${[heading, ...paragraphs, ...link, ...small].join('\n\n')}\n`;
}
