/** What Vite puts into the program's bundle as text. */
declare module '*.html?raw' {
  const text: string;
  export default text;
}
declare module '*.css?raw' {
  const text: string;
  export default text;
}
/** a `data:` address */
declare module '*.woff2?inline' {
  const address: string;
  export default address;
}
