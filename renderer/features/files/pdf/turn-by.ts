/** How many pages on, or back, a key turns; 0: none. From right to left the arrow keys go as the buttons point: onward is to the left. */
export function turnBy(key: string, isRightToLeft: boolean): number {
  const onward = isRightToLeft ? -1 : 1
  switch (key) {
    case 'PageDown':
      return 1
    case 'PageUp':
      return -1
    case 'ArrowRight':
      return onward
    case 'ArrowLeft':
      return -onward
    default:
      return 0
  }
}
