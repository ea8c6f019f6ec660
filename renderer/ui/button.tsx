import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className'> {
  /** `primary`: the one next step of a screen. `danger`: cannot be undone. `quiet`: no frame. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger'
  icon?: LucideIcon
  children: ReactNode
}

export function Button({ look = 'plain', icon: Icon, children, ...props }: ButtonProps): ReactNode {
  return (
    <AriaButton {...props} className={`button button-${look}`}>
      {Icon === undefined ? null : <Icon aria-hidden />}
      <span>{children}</span>
    </AriaButton>
  )
}
