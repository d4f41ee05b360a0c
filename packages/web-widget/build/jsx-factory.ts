// Put into every module of the one-file builds, for their JSX.
export { Fragment, h } from 'preact'
