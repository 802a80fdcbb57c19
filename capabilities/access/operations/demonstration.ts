/** All accounts of the demonstration network share it; they are offered on the sign-in page and see invented figures only. */
export const demonstrationPassword = 'baton-demonstration'
