import Snapshot

/// What differs between two texts, line by line.
package enum LineDiff {
    /// One line of the result.
    package enum Line: Sendable, Hashable {
        /// In both.
        case same(String)
        /// Only in the first.
        case removed(String)
        /// Only in the second.
        case added(String)
        /// That many lines in both are left out.
        case folded(Int)
    }

    /// The most edits that are searched for. Beyond, the middle parts are shown as wholly replaced: right, if not minimal.
    private static let editLimit = 500

    /// The lines that differ with some of the equal ones around them.
    package static func lines(_ before: String, _ after: String, context: Int = 2) -> [Line] {
        let a = split(before)
        let b = split(after)
        var start = 0
        while start < min(a.count, b.count), ByteOrder.same(a[start], b[start]) { start += 1 }
        var end = 0
        while end < min(a.count, b.count) - start, ByteOrder.same(a[a.count - 1 - end], b[b.count - 1 - end]) {
            end += 1
        }
        let middle = edits(Array(a[start..<(a.count - end)]), Array(b[start..<(b.count - end)]))
        return folded(a[..<start].map(Line.same) + middle + a[(a.count - end)...].map(Line.same), context: context)
    }

    /// Lines without their ends; an end that is missing at the end of the text is a difference, and said.
    private static func split(_ text: String) -> [String] {
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        if lines.last?.isEmpty == true {
            lines.removeLast()
        } else if let last = lines.popLast() {
            lines.append(last + " (no newline at the end)")
        }
        return lines
    }

    /// Source: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy form.
    private static func edits(_ a: [String], _ b: [String]) -> [Line] {
        let replaced = a.map(Line.removed) + b.map(Line.added)
        guard !a.isEmpty, !b.isEmpty else { return replaced }
        let limit = min(a.count + b.count, editLimit)
        var furthest = Array(repeating: 0, count: 2 * limit + 3)
        var trace: [[Int]] = []
        for distance in 0...limit {
            trace.append(furthest)
            for diagonal in stride(from: -distance, through: distance, by: 2) {
                let slot = diagonal + limit + 1
                let isDown = diagonal == -distance || (diagonal != distance && furthest[slot - 1] < furthest[slot + 1])
                var x = isDown ? furthest[slot + 1] : furthest[slot - 1] + 1
                var y = x - diagonal
                while x < a.count, y < b.count, ByteOrder.same(a[x], b[y]) {
                    x += 1
                    y += 1
                }
                furthest[slot] = x
                if x >= a.count, y >= b.count { return path(back: trace, a, b, limit) }
            }
        }
        return replaced
    }

    private static func path(back trace: [[Int]], _ a: [String], _ b: [String], _ limit: Int) -> [Line] {
        var lines: [Line] = []
        var x = a.count
        var y = b.count
        for (distance, furthest) in trace.enumerated().reversed() {
            let diagonal = x - y
            let slot = diagonal + limit + 1
            let isDown = diagonal == -distance || (diagonal != distance && furthest[slot - 1] < furthest[slot + 1])
            let fromX = distance == 0 ? 0 : isDown ? furthest[slot + 1] : furthest[slot - 1]
            let fromY = distance == 0 ? 0 : fromX - (isDown ? diagonal + 1 : diagonal - 1)
            while x > fromX, y > fromY {
                x -= 1
                y -= 1
                lines.append(.same(a[x]))
            }
            guard distance > 0 else { break }
            if x > fromX {
                x -= 1
                lines.append(.removed(a[x]))
            } else if y > fromY {
                y -= 1
                lines.append(.added(b[y]))
            }
            // The equal run that led here lies before the single edit.
            x = fromX
            y = fromY
        }
        return lines.reversed()
    }

    private static func folded(_ lines: [Line], context: Int) -> [Line] {
        var near = Array(repeating: false, count: lines.count)
        for (i, line) in lines.enumerated() {
            if case .same = line { continue }
            for j in max(0, i - context)...min(lines.count - 1, i + context) { near[j] = true }
        }
        var result: [Line] = []
        var hidden = 0
        for (i, line) in lines.enumerated() {
            if near[i] {
                if hidden > 0 { result.append(.folded(hidden)) }
                hidden = 0
                result.append(line)
            } else {
                hidden += 1
            }
        }
        if hidden > 0 { result.append(.folded(hidden)) }
        return result
    }
}
