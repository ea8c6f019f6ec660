import { axisX, axisY, barX, barY, gridY, plot, ruleY, text } from '@observablehq/plot'
import { wholeTicks } from './ticks.ts'

/** One bar. Keys of a chart differ from each other; labels may be alike. */
export interface Bar {
  key: string
  label: string
  incidents: number
}

/** What a chart is drawn for. */
export interface Room {
  /** CSS pixels. */
  width: number
  isRightToLeft: boolean
  /** A number as the person writes it. */
  number: (value: number) => string
  /** What a reader says in place of the picture. */
  label: string
}

const FONT = 14
/** From the top of a row: its words, then its bar, then air. */
const ROW = { height: 48, words: 12, bar: 24, air: 8 }
/** For the number behind the longest bar. */
const NUMBER_ROOM = 72
const COLUMNS_HEIGHT = 240
/** Below this width of a column numbers would run into each other, and below that of a tick the names of months. */
const NUMBER_WIDTH = 26
const TICK_WIDTH = 84

/** One bar below the other, each under its words and before its number. */
export function drawBars(bars: readonly Bar[], { width, isRightToLeft, number, label }: Room): Element {
  const middle = ROW.height / 2
  const bar = (ROW.bar + ROW.height - ROW.air) / 2
  return bare(
    plot({
      className: 'figure-plot',
      ariaLabel: label,
      width,
      height: bars.length * ROW.height,
      marginTop: 0,
      marginBottom: 0,
      marginLeft: isRightToLeft ? NUMBER_ROOM : 0,
      marginRight: isRightToLeft ? 0 : NUMBER_ROOM,
      x: { axis: null, reverse: isRightToLeft, domain: [0, mostOf(bars)] },
      y: { axis: null, type: 'band', domain: bars.map(({ key }) => key), padding: 0 },
      marks: [
        barX(bars, { x: 'incidents', y: 'key', insetTop: ROW.bar, insetBottom: ROW.air, className: 'figure-bar' }),
        text(bars, {
          y: 'key',
          text: 'label',
          frameAnchor: isRightToLeft ? 'right' : 'left',
          textAnchor: 'start',
          dy: ROW.words - middle,
          fontSize: FONT,
          lineWidth: (width - NUMBER_ROOM) / FONT,
          textOverflow: 'ellipsis-end',
          className: 'figure-words',
        }),
        text(bars, {
          x: 'incidents',
          y: 'key',
          text: ({ incidents }: Bar) => number(incidents),
          textAnchor: 'start',
          dx: isRightToLeft ? -6 : 6,
          dy: bar - middle,
          fontSize: FONT,
        }),
      ],
    }),
  )
}

/** One column beside the other, in the order of time. */
export function drawColumns(bars: readonly Bar[], { width, isRightToLeft, number, label }: Room): Element {
  const edge = isRightToLeft ? 'right' : 'left'
  const most = mostOf(bars)
  const ticks = wholeTicks(most)
  const step = Math.ceil(bars.length / Math.max(1, Math.floor(width / TICK_WIDTH)))
  const named = bars.filter((_, at) => (bars.length - 1 - at) % step === 0)
  const hasRoom = width / Math.max(bars.length, 1) >= NUMBER_WIDTH
  return bare(
    plot({
      className: 'figure-plot',
      ariaLabel: label,
      width,
      height: COLUMNS_HEIGHT,
      marginTop: 24,
      marginLeft: 48,
      marginRight: 48,
      x: { type: 'band', domain: bars.map(({ key }) => key), reverse: isRightToLeft, label: null, padding: 0.15 },
      y: { domain: [0, most], label: null },
      marks: [
        gridY(ticks),
        axisY(ticks, { anchor: edge, label: null, tickSize: 0, tickFormat: number, fontSize: FONT }),
        axisX(
          named.map(({ key }) => key),
          { label: null, tickFormat: (key: string) => bars.find((bar) => bar.key === key)?.label ?? key, fontSize: FONT },
        ),
        barY(bars, { x: 'key', y: 'incidents', className: 'figure-bar' }),
        ruleY([0]),
        hasRoom
          ? text(
              bars.filter(({ incidents }) => incidents > 0),
              { x: 'key', y: 'incidents', text: ({ incidents }: Bar) => number(incidents), dy: -10, fontSize: FONT },
            )
          : null,
      ],
    }),
  )
}

const mostOf = (bars: readonly Bar[]): number => bars.reduce((most, { incidents }) => Math.max(most, incidents), 1)

/** Without Plot's own style sheet, which the content security policy would refuse (figures.css has its rules), and as one picture for readers. */
function bare(drawn: Element): Element {
  for (const style of drawn.querySelectorAll('style')) style.remove()
  for (const part of drawn.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
  drawn.setAttribute('role', 'img')
  return drawn
}
