/** Moves the focus to the first field with a problem, once the problem is on the page. Nothing moves where there is none. */
export function focusFirstProblem(form: EventTarget & Element): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
