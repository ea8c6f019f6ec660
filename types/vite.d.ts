/** A worker that Vite builds into a file of its own. */
declare module '*?worker' {
  const WorkerOfItsOwn: new () => Worker
  export default WorkerOfItsOwn
}
