import type { MailContent } from './mail-content.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The mail as HTML that loads nothing from anywhere, in the reader's own colours. */
export function mailHtml(
  { subject, heading, paragraphs, button, notes }: MailContent,
  url: string | undefined,
): string {
  const address = url === undefined ? '' : escaped(url);
  const link =
    url === undefined
      ? ''
      : `<p><a href="${address}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#1d4ed8;color:#ffffff;text-decoration:none;font-weight:bold">${escaped(button)}</a></p>
<p><small>Or copy this address into your browser:<br><a href="${address}" style="word-break:break-all">${address}</a></small></p>
`;
  const small =
    notes.length === 0
      ? ''
      : `<footer>
${notes.map((note) => `<p><small>${escaped(note)}</small></p>`).join('\n')}
</footer>
`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(subject)}</title>
</head>
<body style="margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5">
<main style="max-width:36em;margin:0 auto">
<h1 style="font-size:22px;line-height:1.3">${escaped(heading)}</h1>
${paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n')}
${link}${small}</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}
