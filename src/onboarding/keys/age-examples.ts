/** What age writes, for the examples of the OpenAPI document: each is taken where it stands. */
export const EXAMPLE_RECIPIENT = 'age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg';

/** Something encrypted for that recipient, and something encrypted with a passphrase. */
export const EXAMPLE_FILES = {
  X25519: `-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBiUjF6eGpIc25tREFnaEcy
RkpYQXowTjNWU3dLNGkva3QxTXpVSkJlZTJNCm1wUWJsN1hZem80cmFlTkZPeDBD
NW1nK1o5Um9TQm1pSWhOYjRNQlZucUUKLS0tIGFveTFPbGNYOFFiTllWM2lBME9n
SnVJRkU5Ky9RL1d3eHR0bms1bmpneFkKLVlwAf9Xxj18T9HyIKLBjHPUk1VeTNrO
ekob4ZEkHAs4am/lRRlb
-----END AGE ENCRYPTED FILE-----
`,
  scrypt: `-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCA5cVQ4aXI3MHpUSm1mL0tk
NXZPOXlRIDE4ClVrcWZWQmRKam10dDBZbzVPM3BLL2hBOVVZOWN3QS9pOWdObUJL
M2FnZVkKLS0tIDZKdnFWRUgvVCtIU0dZdlZDL2tQa29YQlJZNlpSaFZibjNDYnJp
blg5VjAK4pKC6pWWZ6Xqo9AK7Jh20XMYbbSjQqARZKz1vQcII3TUgCAhvLIn
-----END AGE ENCRYPTED FILE-----
`,
} as const;
