const PATIENCE_MS = 20_000;

/** Waits for the newest mail with a subject. @param address whole, or a pattern of it */
export async function mailTo(mails, address, subject) {
  const isWanted = (to) => (address instanceof RegExp ? address.test(to) : to === address);
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
    const mail = mails.mails.findLast(({ to, headers }) => to.some(isWanted) && headers.get('subject') === subject);
    if (mail) return { ...mail, text: mail.bodies.get('text/plain') };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No mail "${subject}" to ${address}`);
}

/** The link in such a mail. */
export async function linkTo(mails, address, subject) {
  return /http\S+/.exec((await mailTo(mails, address, subject)).text)[0];
}
