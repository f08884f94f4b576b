/** The text of a part of the Python program, which Vite puts in. */
declare module '*.py?raw' {
  const text: string;
  export default text;
}
