/** Whatever the code of OpenSSL and Node is, mysql2 gives its own: only the texts tell these apart. */
const ADVICE: readonly (readonly [said: RegExp, advice: string])[] = [
  [
    /insecure transport/i,
    'the server takes encrypted connections only. Add ?ssl-mode=VERIFY_IDENTITY to DATABASE_URL, and put its authority into DATABASE_SSL_CA',
  ],
  [
    /does not support secure connection/,
    'the server offers no TLS, which DATABASE_URL or DATABASE_SSL_CA asks for. Switch it on there',
  ],
  [
    /self-signed certificate|unable to (get|verify)|signature failure|invalid CA/i,
    'no authority that Muster trusts has signed the certificate of the server. Put the one that has into DATABASE_SSL_CA',
  ],
  [
    /altnames|does not match certificate/i,
    'the certificate of the server is for another host than the one in DATABASE_URL. Use a name that the certificate has',
  ],
  [/certificate (has expired|is not yet valid)/i, 'the certificate of the server has expired or is not valid yet'],
  [
    /alert (bad certificate|unknown ca|certificate required|handshake failure)/i,
    'the server refuses the certificate in DATABASE_SSL_CERT, or wants one',
  ],
];

/** MariaDB says no more to a client without the TLS or the certificate that it demands. */
const DENIED =
  'Check the user and the password, and whether the server takes encrypted connections only (add ?ssl-mode=VERIFY_IDENTITY to DATABASE_URL) or wants a certificate (DATABASE_SSL_CERT)';

/** One line about a connection to MySQL that could not be made. */
export function mysqlConnectionAdvice(error: unknown): string {
  const said = error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error);
  if (/access denied/i.test(said)) return `${said}. ${DENIED}`;
  return ADVICE.find(([pattern]) => pattern.test(said))?.[1] ?? said;
}
