/** What Vite puts into the program's bundle as text. */
declare module '*.html?raw' {
  const text: string;
  export default text;
}
declare module '*.css?raw' {
  const text: string;
  export default text;
}
/** `data:` addresses */
declare module '*.otf?inline' {
  const address: string;
  export default address;
}
declare module '*.woff2?inline' {
  const address: string;
  export default address;
}
