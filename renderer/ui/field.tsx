import { type ReactNode, type Ref, useId } from 'react'
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components'

export interface FieldProps {
  label: ReactNode
  value: string
  onChange(value: string): void
  onFocus?(): void
  hint?: ReactNode
  /** A sentence that says what to change; shown under the field and read with it. */
  problem?: ReactNode
  /** Marked as the one to change where what is wrong is said beside it, for several fields at once. */
  isWrong?: boolean
  type?: 'text' | 'password'
  /** Rows of a field for long text; without it the field has one line. */
  rows?: number
  autoFocus?: boolean
  autoComplete?: string
  inputMode?: 'text' | 'numeric'
  /** `auto`: people's own words decide their direction. `ltr`: codes, addresses, and words of the lists that Parasol takes them from. */
  dir?: 'auto' | 'ltr'
  className?: string
  /** The field itself, where it has one line. */
  inputRef?: Ref<HTMLInputElement>
  /** For names only: text that took work is never cut off, but refused with a sentence when it is saved. */
  maxLength?: number
}

/** One labelled text field. What is wrong is said above it, where a long text cannot push it out of sight. */
export function Field(props: FieldProps): ReactNode {
  const {
    label,
    hint,
    problem,
    isWrong = false,
    rows,
    type = 'text',
    className = '',
    dir,
    inputMode,
    autoComplete = 'off',
    inputRef,
    ...rest
  } = props
  // A browser's spelling help fetches word lists, and some send the text away.
  const shared = { className: 'input', autoComplete, spellCheck: false, ...(dir ? { dir } : {}) }
  return (
    <TextField
      {...dropUndefined(rest)}
      type={type}
      isInvalid={isWrong || hasText(problem)}
      validationBehavior="aria"
      className={`field ${className}`}
    >
      <Label>{label}</Label>
      {hasText(hint) ? (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      ) : null}
      <FieldError className="field-problem">{problem}</FieldError>
      {rows === undefined ? (
        <Input {...shared} {...(inputMode ? { inputMode } : {})} {...(inputRef ? { ref: inputRef } : {})} />
      ) : (
        <TextArea {...shared} rows={rows} />
      )}
    </TextField>
  )
}

export interface ChoiceProps<Value extends string> {
  label: ReactNode
  value: Value
  onChange(value: Value): void
  options: readonly { value: Value; label: string }[]
  hint?: ReactNode
  className?: string
  isLabelHidden?: boolean
}

/** One choice of a list that opens. The browser's own, which works with every keyboard, reader and zoom. */
export function Choice<Value extends string>(props: ChoiceProps<Value>): ReactNode {
  const { label, value, onChange, options, hint, className = '', isLabelHidden = false } = props
  const id = useId()
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      {hasText(hint) ? (
        <span id={`${id}-hint`} className="hint">
          {hint}
        </span>
      ) : null}
      <select
        id={id}
        className="input select"
        value={value}
        aria-describedby={hasText(hint) ? `${id}-hint` : undefined}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen !== undefined) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

function hasText(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== false && node !== ''
}

/** `exactOptionalPropertyTypes`: a property that is not given must not be there. */
function dropUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}
