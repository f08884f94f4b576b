/** The program of a lane as a text (scripts/vite/lanes.ts). */
declare module 'virtual:lane' {
  const program: string;
  export default program;
}
