import { decades, fit, logScale, short } from './axis.ts'

export interface Point {
  readonly x: number
  readonly ours: number
  readonly base: number
}

type Side = 'ours' | 'base'

export interface Chart {
  readonly title: string
  readonly xLabel: string
  readonly yLabel: string
  readonly legend: { readonly ours: string; readonly base: string }
  readonly columns: number
  readonly panels: readonly { readonly title: string; readonly points: readonly Point[] }[]
}

const WIDTH = 300
const HEIGHT = 226
/** Room for the title and the key above the panels, for what the axes mean left of and below them. */
const [HEAD, SIDE, FOOT] = [66, 26, 30]
/** Room for a panel's title, its ticks and, on the right, the ratio. */
const INSET = { left: 40, right: 52, top: 26, bottom: 30 }

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 15px; font-weight: 600 } .panel { font-weight: 600 } .muted { fill: #59636e }
  .back { fill: #ffffff } .grid { stroke: #d1d9e0 } .line { fill: none; stroke-linejoin: round }
  .ours.line { stroke: #0550ae; stroke-width: 1.75 } .ours.dot { fill: #0550ae }
  .base.line { stroke: #f2a35e; stroke-width: 6 } .base.dot { fill: #f2a35e }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .muted { fill: #9198a1 } .back { fill: #0d1117 } .grid { stroke: #3d444d }
    .ours.line { stroke: #a5d6ff } .ours.dot { fill: #a5d6ff } .base.line { stroke: #b35900 } .base.dot { fill: #b35900 }
  }`

/**
 * Panels of two lines each as an SVG, in the reader's light or dark. Each panel has logarithmic axes of its own, fitted to
 * its values, and the ratio of the two lines at its last point. `ours` is thin and lies on `base`, which is broad.
 */
export function drawChart({ title, xLabel, yLabel, legend, columns, panels }: Chart): string {
  const below = HEAD + Math.ceil(panels.length / columns) * HEIGHT
  const [width, height] = [SIDE + columns * WIDTH, below + FOOT]
  const drawn = panels.map((panel, index) => {
    const place = `${SIDE + (index % columns) * WIDTH} ${HEAD + Math.floor(index / columns) * HEIGHT}`
    return `<g transform="translate(${place})">${drawPanel(panel)}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${title}</title>
<style>${STYLE}
</style>
<rect class="back" width="${width}" height="${height}"/>
<text class="title" x="16" y="26">${title}</text>
${drawKey('ours', legend.ours, 16)}
${drawKey('base', legend.base, 112)}
<text class="muted" x="286" y="50">logarithmic axes; the ratio beside the last point</text>
${drawn.join('\n')}
<text class="muted" x="${width / 2}" y="${below + 14}" text-anchor="middle">${xLabel}</text>
<text class="muted" transform="translate(20 ${(HEAD + below) / 2}) rotate(-90)" text-anchor="middle">${yLabel}</text>
</svg>
`
}

const drawDot = (side: Side, x: number, y: number) =>
  `<circle class="${side} dot" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${side === 'ours' ? 3 : 5.5}"/>`

const drawKey = (side: Side, name: string, x: number) =>
  `<path class="${side} line" d="M${x} 46h28"/>${drawDot(side, x + 14, 46)}<text x="${x + 36}" y="50">${name}</text>`

function drawPanel({ title, points }: Chart['panels'][number]): string {
  const [left, right, top, bottom] = [INSET.left, WIDTH - INSET.right, INSET.top, HEIGHT - INSET.bottom]
  const sizes = decades(points.map((point) => point.x))
  const times = fit(points.flatMap((point) => [point.ours, point.base]))
  const x = logScale([sizes[0] ?? 1, sizes.at(-1) ?? 10], [left, right])
  const y = logScale(times.extent, [bottom, top])
  const line = (side: Side) => {
    const path = points.map((point) => `${x(point.x).toFixed(1)} ${y(point[side]).toFixed(1)}`).join('L')
    const dots = points.map((point) => drawDot(side, x(point.x), y(point[side])))
    return `<path class="${side} line" d="M${path}"/>${dots.join('')}`
  }
  const ratio = points.slice(-1).map((point) => {
    const middle = (y(point.ours) + y(point.base)) / 2
    const text = `${(point.ours / point.base).toFixed(2)} ×`
    return `<text x="${(x(point.x) + 10).toFixed(1)}" y="${(middle + 4).toFixed(1)}">${text}</text>`
  })
  return [
    `<text class="panel" x="${left}" y="14">${title}</text>`,
    ...times.ticks.map((value) => {
      const label = `<text class="muted" x="${left - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${short(value)}</text>`
      return `<path class="grid" d="M${left} ${y(value).toFixed(1)}H${right}"/>${label}`
    }),
    ...sizes.map((value) => {
      const label = `<text class="muted" x="${x(value).toFixed(1)}" y="${bottom + 16}" text-anchor="middle">${short(value)}</text>`
      return `<path class="grid" d="M${x(value).toFixed(1)} ${bottom}v4"/>${label}`
    }),
    line('base'),
    line('ours'),
    ...ratio,
  ].join('\n')
}
