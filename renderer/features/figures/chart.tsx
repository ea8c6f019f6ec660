import { useLingui } from '@lingui/react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { patiently } from '../../app/patiently.ts'
import type { Bar } from './draw.ts'

type Draw = typeof import('./draw.ts')

/** The library that draws is large, and needed here only. */
const loadDraw: () => Promise<Draw> = patiently(() => import('./draw.ts'))

export interface ChartProps {
  /** What a reader says in place of the picture. */
  label: string
  bars: readonly Bar[]
  /** Bars below each other, or columns in the order of time. */
  way: 'bars' | 'columns'
}

/** A chart as wide as its place. */
export function Chart({ label, bars, way }: ChartProps): ReactNode {
  const { i18n } = useLingui()
  const host = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [draw, setDraw] = useState<Draw | null>(null)
  useEffect(() => {
    let isHere = true
    void loadDraw().then((loaded) => {
      if (isHere) setDraw(loaded)
    })
    return () => {
      isHere = false
    }
  }, [])
  useEffect(() => {
    const place = host.current
    if (place === null) return
    const observer = new ResizeObserver(() => setWidth(Math.floor(place.clientWidth)))
    observer.observe(place)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (draw === null || width === 0) return
    const isRightToLeft = document.documentElement.dir === 'rtl'
    const room = { width, isRightToLeft, number: (value: number) => i18n.number(value), label }
    host.current?.replaceChildren(way === 'bars' ? draw.drawBars(bars, room) : draw.drawColumns(bars, room))
  }, [draw, width, bars, way, label, i18n])
  return <div className="figure-host" ref={host} />
}
