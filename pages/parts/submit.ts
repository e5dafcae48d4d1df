/**
 * Carries out what a form is for, once at a time: who clicks twice sends once. While it runs, the form says that it is
 * busy; its button keeps the focus.
 */
export function onSubmit(form: HTMLFormElement, action: () => Promise<void>): void {
  form.noValidate = true;
  let isBusy = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    setBusy(form, true);
    void action().finally(() => {
      isBusy = false;
      setBusy(form, false);
    });
  });
}

function setBusy(form: HTMLFormElement, isBusy: boolean): void {
  form.toggleAttribute('data-busy', isBusy);
  form.setAttribute('aria-busy', String(isBusy));
  for (const button of form.querySelectorAll('button[type=submit]'))
    button.setAttribute('aria-disabled', String(isBusy));
}
