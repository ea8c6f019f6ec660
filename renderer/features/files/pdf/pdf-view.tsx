import { Trans, useLingui } from '@lingui/react/macro'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { ProblemNote } from '../../../ui/problem.tsx'
import { Slow } from '../../../ui/slow.tsx'
import type { Pdf, PdfPage } from './open-pdf.ts'
import { PdfFault } from './pdf-fault.ts'
import { turnBy } from './turn-by.ts'

interface PdfViewProps {
  name: string
  size: number
  read(start: number, length: number): Promise<Uint8Array<ArrayBuffer>>
  /** There is something to see. */
  onShown(): void
}

/** A PDF, page by page: drawn as pictures, with its words for who has it read out. Nothing in it can be pressed. */
export function PdfView({ name, size, read, onShown }: PdfViewProps): ReactNode {
  const { t, i18n } = useLingui()
  const [pdf, setPdf] = useState<Pdf | null>(null)
  const [number, setNumber] = useState(1)
  const [problem, setProblem] = useState<unknown>(null)
  useEffect(() => {
    let isGone = false
    let opened: Pdf | null = null
    const open = async (): Promise<void> => {
      const { openPdf } = await import('./open-pdf.ts')
      opened = await openPdf(size, read)
      if (isGone) opened.close()
      else setPdf(opened)
    }
    open().catch((error: unknown) => {
      if (!isGone) setProblem(error)
    })
    return () => {
      isGone = true
      opened?.close()
    }
  }, [size, read])
  if (problem !== null) return <PdfProblem of={problem} />
  if (pdf === null) {
    return <Opening />
  }
  const go = (to: number): void => setNumber(Math.min(pdf.pages, Math.max(1, to)))
  const pressed = (event: KeyboardEvent<HTMLElement>): void => {
    const by = turnBy(event.key, getComputedStyle(event.currentTarget).direction === 'rtl')
    if (by === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    go(number + by)
  }
  const [page, pages] = [i18n.number(number), i18n.number(pdf.pages)]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys beside the buttons, which do the same
    <div className="pdf" onKeyDown={pressed}>
      <Page pdf={pdf} number={number} name={name} onShown={onShown} onProblem={setProblem} />
      <div className="actions pdf-pages">
        <Button icon={ChevronLeft} onPress={() => go(number - 1)} isDisabled={number === 1}>{t`Page before`}</Button>
        <span role="status">{t`Page ${page} of ${pages}`}</span>
        <Button icon={ChevronRight} onPress={() => go(number + 1)} isDisabled={number === pdf.pages}>{t`Next page`}</Button>
      </div>
    </div>
  )
}

function Opening(): ReactNode {
  return (
    <Slow>
      <p className="quiet" role="status">
        <Trans>Opening the paper…</Trans>
      </p>
    </Slow>
  )
}

interface PageProps {
  pdf: Pdf
  number: number
  name: string
  onShown(): void
  onProblem(problem: unknown): void
}

function Page({ pdf, number, name, onShown, onProblem }: PageProps): ReactNode {
  const { t, i18n } = useLingui()
  const place = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [isDrawn, setDrawn] = useState(false)
  const told = useRef({ onShown, onProblem })
  told.current = { onShown, onProblem }
  useEffect(() => {
    let isGone = false
    const draw = async (): Promise<void> => {
      const page: PdfPage = await pdf.page(number)
      if (isGone) return
      const canvas = document.createElement('canvas')
      canvas.className = 'pdf-page'
      await page.draw(canvas, Math.ceil((place.current?.clientWidth ?? 800) * Math.min(2, window.devicePixelRatio)))
      if (isGone) return
      place.current?.replaceChildren(canvas)
      setDrawn(true)
      told.current.onShown()
      const words = await page.text()
      if (!isGone) setText(words)
    }
    setText('')
    draw().catch((error: unknown) => {
      if (!isGone) told.current.onProblem(error)
    })
    return () => {
      isGone = true
    }
  }, [pdf, number])
  const page = i18n.number(number)
  return (
    <>
      {isDrawn ? null : <Opening />}
      <div className="pdf-place" ref={place} role="img" aria-label={t`Page ${page} of ${name}`} />
      <div className="visually-hidden" dir="auto">
        {text.trim() === '' ? null : <p>{text}</p>}
      </div>
    </>
  )
}

/** One sentence for what cannot be shown; what the engine answers has its own. */
export function PdfProblem({ of }: { of: unknown }): ReactNode {
  if (!(of instanceof PdfFault)) return <ProblemNote of={of} />
  return (
    <p className="prose">
      {of.why === 'locked' ? (
        <Trans>
          This PDF asks for a password, so Parasol cannot show it. It is kept as it was added. To see it, save it on this computer.
        </Trans>
      ) : of.why === 'long' ? (
        <Trans>This PDF has too many pages to be shown here. It is kept as it was added. To see it, save it on this computer.</Trans>
      ) : (
        <Trans>Parasol cannot read this file as what it says it is. It is kept as it was added. To see it, save it on this computer.</Trans>
      )}
    </p>
  )
}
