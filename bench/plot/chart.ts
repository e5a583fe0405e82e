import { decades, logScale, short, ticks } from './axis.ts'

export interface Point {
  readonly x: number
  readonly ours: number
  readonly base: number
}

export interface Chart {
  readonly title: string
  readonly xLabel: string
  readonly yLabel: string
  readonly legend: { readonly ours: string; readonly base: string }
  readonly columns: number
  readonly panels: readonly { readonly title: string; readonly points: readonly Point[] }[]
}

const WIDTH = 300
const HEIGHT = 240
const HEAD = 64
/** Room for the titles and the axes inside a panel. */
const INSET = { left: 52, right: 24, top: 28, bottom: 46 }

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 15px; font-weight: 600 } .panel { font-weight: 600 } .muted { fill: #59636e }
  .back { fill: #ffffff } .grid { stroke: #d1d9e0 } .line { fill: none; stroke-width: 2 }
  .ours.line { stroke: #0969da } .ours.dot { fill: #0969da }
  .base.line { stroke: #bc4c00; stroke-dasharray: 5 4 } .base.dot { fill: #bc4c00 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .muted { fill: #9198a1 } .back { fill: #0d1117 } .grid { stroke: #3d444d }
    .ours.line { stroke: #4493f8 } .ours.dot { fill: #4493f8 } .base.line { stroke: #f0883e } .base.dot { fill: #f0883e }
  }`

/** Panels of two lines each as an SVG: logarithmic axes, shared by all panels, in the reader's light or dark. */
export function drawChart({ title, xLabel, yLabel, legend, columns, panels }: Chart): string {
  const width = columns * WIDTH
  const height = HEAD + Math.ceil(panels.length / columns) * HEIGHT
  const points = panels.flatMap((panel) => panel.points)
  const axes = {
    x: decades(points.map((point) => point.x)),
    y: ticks(points.flatMap((point) => [point.ours, point.base])),
    xLabel,
    yLabel,
  }
  const drawn = panels.map((panel, index) => {
    const place = `${(index % columns) * WIDTH} ${HEAD + Math.floor(index / columns) * HEIGHT}`
    return `<g transform="translate(${place})">${drawPanel(panel, axes)}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${title}</title>
<style>${STYLE}
</style>
<rect class="back" width="${width}" height="${height}"/>
<text class="title" x="16" y="26">${title}</text>
${drawKey('ours', legend.ours, 16)}
${drawKey('base', legend.base, 120)}
${drawn.join('\n')}
</svg>
`
}

const drawKey = (side: string, name: string, x: number) =>
  `<path class="${side} line" d="M${x} 46h28"/><circle class="${side} dot" cx="${x + 14}" cy="46" r="3.5"/>` +
  `<text x="${x + 36}" y="50">${name}</text>`

interface Axes {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly xLabel: string
  readonly yLabel: string
}

function drawPanel({ title, points }: Chart['panels'][number], axes: Axes): string {
  const [left, right, top, bottom] = [INSET.left, WIDTH - INSET.right, INSET.top, HEIGHT - INSET.bottom]
  const x = logScale(ends(axes.x), [left, right])
  const y = logScale(ends(axes.y), [bottom, top])
  const at = (horizontal: number, vertical: number) => `${horizontal.toFixed(1)} ${vertical.toFixed(1)}`
  const line = (side: 'ours' | 'base') => {
    const path = points.map((point) => at(x(point.x), y(point[side]))).join('L')
    const dots = points.map(
      (p) => `<circle class="${side} dot" cx="${x(p.x).toFixed(1)}" cy="${y(p[side]).toFixed(1)}" r="3.5"/>`,
    )
    return `<path class="${side} line" d="M${path}"/>${dots.join('')}`
  }
  return [
    `<text class="panel" x="${left}" y="14">${title}</text>`,
    ...axes.y.map((value) => {
      const label = `<text class="muted" x="${left - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${short(value)}</text>`
      return `<path class="grid" d="M${at(left, y(value))}H${right}"/>${label}`
    }),
    ...axes.x.map((value) => {
      const label = `<text class="muted" x="${x(value).toFixed(1)}" y="${bottom + 16}" text-anchor="middle">${short(value)}</text>`
      return `<path class="grid" d="M${at(x(value), bottom)}v4"/>${label}`
    }),
    `<text class="muted" x="${(left + right) / 2}" y="${bottom + 34}" text-anchor="middle">${axes.xLabel}</text>`,
    `<text class="muted" transform="translate(14 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${axes.yLabel}</text>`,
    line('base'),
    line('ours'),
  ].join('\n')
}

const ends = (ticks: readonly number[]) => [ticks[0] ?? 1, ticks.at(-1) ?? 10] as const
