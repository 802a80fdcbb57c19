export { exportedBoard, exportedChildren, exportedNetwork } from './operations/exportBoard.ts'
export { boardPlainRoutes, boardRoutes } from './operations/http.ts'
export { type LiveBoards, liveBoards } from './operations/liveBoards.ts'
export { boardRequest, readBoard, readBoardAs } from './operations/readBoard.ts'
