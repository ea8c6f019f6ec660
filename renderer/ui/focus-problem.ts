/** More of the window than this, and the middle of a field would push its own words out of sight. */
const TALL = 0.6

/**
 * Moves the focus to the first field with a problem, once the problem is on the page, with its label and what is wrong in sight. Nothing moves where
 * there is none. Fields that one sentence is about stand in an element with `data-field`.
 */
export function focusFirstProblem(form: EventTarget & Element): void {
  requestAnimationFrame(() => {
    const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (wrong === null) return
    const whole = wrong.closest('[data-field]') ?? wrong.closest('.field') ?? wrong
    const isTall = whole.getBoundingClientRect().height > window.innerHeight * TALL
    whole.scrollIntoView({ block: isTall ? 'start' : 'center' })
    // Of a choice the one that is chosen, or the first.
    const field = wrong.matches('[role="radiogroup"]') ? (wrong.querySelector('input:checked') ?? wrong.querySelector('input')) : wrong
    if (field instanceof HTMLElement) field.focus({ preventScroll: true })
  })
}
