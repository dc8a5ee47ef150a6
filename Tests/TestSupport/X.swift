import Snapshot
public let t = 1
