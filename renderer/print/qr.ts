/**
 * A QR code as SVG in millimetres: module 0.5 mm, level M, quiet zone of four modules (ISO/IEC 18004). A token of
 * 360 bytes is version 14: 73 modules, 40.5 mm with its quiet zone; 42 mm are reserved.
 */
import { qrPath } from '../ui/qr-path.ts';

export const MODULE_MM = 0.5;
export const RESERVED_MM = 42;
export const LONGEST_TOKEN_BYTES = 360;
const SVG = 'http://www.w3.org/2000/svg';

/** @throws RangeError when the token is too long for the reserved square */
export function qrSvg(document: Document, token: string): SVGSVGElement {
  if (new TextEncoder().encode(token).length > LONGEST_TOKEN_BYTES) throw new RangeError('token too long');
  const { side, path } = qrPath(token, 'M');
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${side} ${side}`);
  svg.setAttribute('width', `${side * MODULE_MM}mm`);
  svg.setAttribute('height', `${side * MODULE_MM}mm`);
  svg.setAttribute('shape-rendering', 'crispEdges');
  svg.setAttribute('role', 'img');
  const ink = document.createElementNS(SVG, 'path');
  ink.setAttribute('d', path);
  svg.append(ink);
  return svg;
}
