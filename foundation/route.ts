/** What every route declares: the permission that its actor needs; 'public' needs none, 'signed-in' any actor. */
export type RouteMeta = { permission: string }
